// Plays every store transcript of tests/replay (Level: store) through the doors of imap/store and
// holds what they gave against its expectations.
//
// Steps (Do:): folders; state FOLDER; changes FOLDER [CHECKPOINT]; ids FOLDER; arrivals FOLDER
// CHECKPOINT; look FOLDER IDS; describe FOLDER IDS; read FOLDER IDS; quota; traits; ensure PATH
// [sent]; accepted FOLDER FLAGS; append FOLDER BYTES ...; flags FOLDER ID FLAGS; move FOLDER IDS
// FOLDER. FOLDER is a mailbox name as on the wire, IDS are "1,2". "quota" and those behind it go
// through a target, and so do all when one of them does. Each step notes what it gave (notes.hpp);
// a Failure is noted as "failure ...", and the next step follows. Expectations (Expect:) are noted
// lines, "*" any run of bytes; "no LINE" for one that was not noted; "sent PART", "not-sent PART".
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "imap/store/open.hpp"
#include "tests/replay/notes.hpp"
#include "tests/replay/transcript.hpp"
#include "tests/support/run_task.hpp"
#include "tests/support/scripted_server.hpp"

namespace postferry::imap {
namespace {

using test::NotedOutcomes;
using test::Notes;
using test::Transcript;
using test::words_in;
using Words = std::vector<std::string>;

// Contents of so many bytes, named 1, 2, ...; each with \Flagged.
class Letters final : public mail::ContentStream {
 public:
  explicit Letters(Words sizes) : sizes_(std::move(sizes)) {}
  Task<std::optional<mail::ContentHead>> next() override {
    if (begun_ == sizes_.size()) co_return std::nullopt;
    mail::ContentHead head;
    head.size_bytes = std::stoul(sizes_[begun_++]);
    head.id = mail::ItemId(std::to_string(begun_));
    head.flags.set(mail::SystemFlag::flagged);
    bytes_ = std::string(head.size_bytes, 'a');
    given_ = false;
    co_return head;
  }
  Task<std::string_view> piece() override {
    if (std::exchange(given_, true)) co_return std::string_view();
    co_return bytes_;
  }

 private:
  Words sizes_;
  std::size_t begun_ = 0;
  std::string bytes_;
  bool given_ = false;
};

mail::Folder folder_named(std::string mailbox) {
  mail::Folder folder;
  folder.path = mail::FolderPath::from_segments({mailbox}).value();
  folder.store_name = std::move(mailbox);
  return folder;
}

std::vector<mail::ItemId> ids_in(std::string text) {
  std::ranges::replace(text, ',', ' ');
  std::vector<mail::ItemId> ids;
  for (auto& word : words_in(text)) ids.emplace_back(std::move(word));
  return ids;
}

Task<> note_changes(Notes& notes, mail::Source& source, mail::Folder folder,
                    mail::Checkpoint since) {
  constexpr std::array coverages{"everything", "changes_and_vanished", "changes_only"};
  const auto stream = co_await source.changes(folder, since);
  notes.add(fmt::format("coverage {}", coverages[static_cast<std::size_t>(stream->coverage())]));
  while (const auto batch = co_await stream->next()) {
    for (const auto& placement : batch->present) notes.add(placement);
    for (const auto& id : batch->vanished) notes.add(fmt::format("vanished {}", id.bytes()));
  }
  notes.add("checkpoint " + stream->checkpoint().bytes());
}

Task<> note_contents(Notes& notes, mail::Source& source, mail::Folder folder,
                     std::vector<mail::ItemId> ids) {
  const auto stream = co_await source.read(folder, std::move(ids));
  while (const auto head = co_await stream->next()) {
    std::size_t came = 0;
    for (auto piece = co_await stream->piece(); !piece.empty(); piece = co_await stream->piece())
      came += piece.size();
    notes.add(fmt::format("content {} ({}) {} {} of {} bytes", head->id.bytes(), head->flags.text(),
                          to_rfc3339(head->received.instant), came, head->size_bytes));
  }
}

Task<> look(Notes& notes, mail::Source& source, Words words) {
  const auto& verb = words[0];
  if (verb == "folders") {
    for (const auto& folder : co_await source.folders()) notes.add(folder);
    co_return;
  }
  const auto folder = folder_named(words.at(1));
  const auto last = words.size() > 2 ? words[2] : std::string();
  const auto ids = ids_in(last);
  if (verb == "changes") {
    co_await note_changes(notes, source, folder, mail::Checkpoint(last));
  } else if (verb == "state") {
    notes.add("state " + (co_await source.mark(folder)).bytes());
  } else if (verb == "ids") {
    for (const auto& id : co_await source.ids(folder)) notes.add(fmt::format("id {}", id.bytes()));
  } else if (verb == "arrivals") {
    const auto seen = co_await source.arrivals(folder, mail::Checkpoint(last));
    for (const auto& id : seen.ids) notes.add(fmt::format("arrived {}", id.bytes()));
    notes.add(fmt::format("gone {}", seen.gone));
  } else if (verb == "look") {
    for (const auto& placement : co_await source.look(folder, ids)) notes.add(placement);
  } else if (verb == "describe") {
    for (const auto& seen : co_await source.describe(folder, ids))
      notes.add(fmt::format("described {} {}", seen.placement.id.bytes(),
                            seen.fingerprint.is_strong() ? "strong" : "weak"));
  } else if (verb == "read") {
    co_await note_contents(notes, source, folder, ids);
  } else {
    throw std::runtime_error("not a step: " + verb);
  }
}

bool writes(const std::string& verb) {
  constexpr std::array<std::string_view, 7> verbs{"quota",  "traits", "ensure", "accepted",
                                                  "append", "flags",  "move"};
  return std::ranges::find(verbs, verb) != verbs.end();
}

Task<> note_quota(Notes& notes, mail::Target& target) {
  const auto quota = co_await target.quota();
  notes.add(fmt::format("quota {} of {} bytes, {} of {} items", quota.used_bytes.value_or(0),
                        quota.limit_bytes.value_or(0), quota.used_items.value_or(0),
                        quota.limit_items.value_or(0)));
}

Task<> note_ensured(Notes& notes, mail::Target& target, Words words) {
  mail::FolderWish wish;
  wish.path = mail::FolderPath::parse(words.at(1)).value();
  if (words.size() > 2) wish.special_use = mail::SpecialUse::sent;
  const auto folder = co_await target.ensure(wish);
  if (folder)
    notes.add(*folder);
  else
    notes.add("refused folder", folder.error());
}

Task<> write(Notes& notes, mail::Target& target, Words words) {
  const auto& verb = words[0];
  if (verb == "quota") co_return co_await note_quota(notes, target);
  if (verb == "traits") co_return notes.add(target.traits());
  if (verb == "ensure") co_return co_await note_ensured(notes, target, words);
  const auto folder = folder_named(words.at(1));
  NotedOutcomes outcomes(notes);
  if (verb == "accepted") {
    std::string flags;
    for (std::size_t i = 2; i < words.size(); ++i) flags += words[i] + " ";
    const auto accepted = co_await target.accepted(folder, mail::Flags::parse(flags));
    notes.add("accepted " + accepted.text());
  } else if (verb == "append") {
    Letters letters(Words(words.begin() + 2, words.end()));
    co_await target.append(folder, letters, outcomes);
  } else if (verb == "flags") {
    std::string flags;
    for (std::size_t i = 3; i < words.size(); ++i) flags += words[i] + " ";
    mail::FlagChange change{mail::ItemId(words.at(2)), mail::Flags::parse(flags), {}};
    co_await target.set_flags(folder, {change}, outcomes);
  } else {
    co_await target.place(folder, ids_in(words.at(2)), folder_named(words.at(3)),
                          mail::PlaceKind::move, outcomes);
  }
}

AccountSettings settings_for(const Transcript& transcript, std::uint16_t port) {
  AccountSettings settings;
  settings.endpoint = {.host = transcript.host,
                       .port = 143,
                       .security = net::Security::none,
                       .connect_to = "127.0.0.1",
                       .connect_port = port};
  settings.user = transcript.login.at(0);
  settings.password = Secret(transcript.login.at(1));
  return settings;
}

class StoreReplay : public testing::TestWithParam<Transcript> {
 protected:
  void play(std::uint16_t port) {
    auto settings = settings_for(GetParam(), port);
    const auto& steps = GetParam().steps;
    const bool writing =
        std::ranges::any_of(steps, [](const auto& step) { return writes(words_in(step).at(0)); });
    settings.side = writing ? Side::target : Side::source;
    std::unique_ptr<mail::Source> source;
    std::unique_ptr<mail::Target> target;
    if (writing)
      target = loop_.run(open_target(settings));
    else
      source = loop_.run(open_source(settings));
    auto& reading = writing ? target->reading() : *source;
    for (const auto& step : steps) {
      try {
        const auto words = words_in(step);
        loop_.run(writes(words[0]) ? write(notes_, *target, words) : look(notes_, reading, words));
      } catch (const Failure& failure) {
        notes_.add("failure", failure.error());
      }
    }
  }

  bool noted(std::string_view pattern) const {
    std::string tag;
    return std::ranges::any_of(
        notes_.lines(), [&](const std::string& line) { return test::matches(pattern, line, tag); });
  }

  test::TaskLoop loop_;
  Notes notes_;
};

TEST_P(StoreReplay, goes_as_the_transcript_says) {
  test::ScriptedServer server(GetParam().script);
  play(server.port());
  EXPECT_EQ(server.problems(), "");
  const auto sent = server.received();
  for (const std::string_view expected : GetParam().expected) {
    if (expected.starts_with("sent "))
      EXPECT_NE(sent.find(expected.substr(5)), sent.npos) << expected;
    else if (expected.starts_with("not-sent "))
      EXPECT_EQ(sent.find(expected.substr(9)), sent.npos) << expected;
    else if (expected.starts_with("no "))
      EXPECT_FALSE(noted(expected.substr(3))) << expected << "\n" << notes_.text();
    else
      EXPECT_TRUE(noted(expected)) << expected << "\n" << notes_.text();
  }
}

INSTANTIATE_TEST_SUITE_P(Transcripts, StoreReplay, testing::ValuesIn(test::transcripts_of("store")),
                         [](const auto& info) {
                           std::string name = info.param.name;
                           for (char& c : name)
                             if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
                           return name;
                         });

}  // namespace
}  // namespace postferry::imap
