// Plays every session transcript of tests/replay and holds the session against its expectations.
//
// Steps (Do:): noop; examine NAME; select NAME; enable WORDS; fetch UIDS ITEMS (literals inlined);
// body UIDS (streamed); append BYTES. Before them the session is opened.
// Expectations: error CODE; retry_after SECONDS; text PART; quirks NAME; quirk-free; capability X;
// no-capability X; answers ok no bad ...; exists N; uid_next N; highest_modseq N; fetched N;
// dates N; body_bytes N; alert PART; sent PART; not-sent PART.
#include <algorithm>
#include <gtest/gtest.h>

#include "base/error_catalog.hpp"
#include "imap/session/append.hpp"
#include "imap/session/open_session.hpp"
#include "tests/replay/transcript.hpp"
#include "tests/support/run_task.hpp"
#include "tests/support/scripted_server.hpp"

namespace postferry::imap {
namespace {

using namespace std::chrono_literals;
using test::ScriptedServer;
using test::Transcript;
using test::words_in;

struct Seen {
  std::unique_ptr<Session> session;
  std::optional<Error> error;
  std::string answers;
  std::uint64_t fetched = 0;
  std::uint64_t dates = 0;
  std::uint64_t body_bytes = 0;
  std::string sent;
};

Task<std::optional<Completion>> append_letters(Session& session, std::size_t size_bytes) {
  Append append(session, "INBOX");
  auto refusal = co_await append.begin({}, std::nullopt, size_bytes);
  if (refusal) co_return refusal;
  co_await append.write(std::string(size_bytes, 'a'));
  append.finish();
  co_return std::nullopt;
}

void count(Seen& seen, const Event& event) {
  if (const auto* chunk = std::get_if<BodyChunk>(&event)) seen.body_bytes += chunk->bytes.size();
  const auto* response = std::get_if<Response>(&event);
  const auto* fetch = response ? std::get_if<FetchResponse>(response) : nullptr;
  if (!fetch) return;
  ++seen.fetched;
  if (fetch->internal_date) ++seen.dates;
}

Task<Completion> answer(Session& session, Seen& seen) {
  while (true) {
    Event event = co_await session.next();
    if (auto* completion = std::get_if<Completion>(&event)) co_return std::move(*completion);
    count(seen, event);
  }
}

Task<Completion> take_step(Session& session, Seen& seen, std::string step) {
  const auto words = words_in(step, 3);
  const std::string& verb = words.at(0);
  if (verb == "examine" || verb == "select")
    co_return co_await session.select(verb == "select" ? Access::read_write : Access::read_only,
                                      words.at(1), Condstore::off);
  if (verb == "append") {
    auto refusal = co_await append_letters(session, std::stoul(words.at(1)));
    if (refusal) co_return std::move(*refusal);
    co_return co_await answer(session, seen);
  }
  session.stream_bodies(verb == "body" ? BodyLiterals::streamed : BodyLiterals::inlined);
  if (verb == "noop")
    session.send(plain_command("NOOP"));
  else if (verb == "body")
    session.send(uid_fetch(words.at(1), "(UID BODY.PEEK[])"));
  else if (verb == "fetch")
    session.send(uid_fetch(words.at(1), words.at(2)));
  else
    throw std::runtime_error("not a step: " + step);
  co_return co_await answer(session, seen);
}

Task<> play(const Transcript& transcript, std::uint16_t port, Seen& seen) {
  const auto& who = transcript.login;
  const Credentials credentials{.user = who.at(0),
                                .password = Secret(who.at(1)),
                                .authorize_as = who.size() > 2 ? who[2] : std::string()};
  const net::Endpoint endpoint{.host = transcript.host,
                               .port = 143,
                               .security = net::Security::none,
                               .connect_to = "127.0.0.1",
                               .connect_port = port};
  const SessionOptions options{
      .side = Side::source,
      .host = transcript.host,
      .timeouts = {
          .connect = 5s, .greeting = 5s, .login = 5s, .command = 5s, .idle = 5s, .last_words = 1s}};
  seen.session = co_await open_session(endpoint, {}, credentials, options);
  for (const std::string& step : transcript.steps) {
    if (step.starts_with("enable ")) {
      co_await seen.session->enable(words_in(step.substr(7)));
      continue;
    }
    const Completion completion = co_await take_step(*seen.session, seen, step);
    constexpr std::string_view kinds[] = {"ok", "no", "bad"};
    if (!seen.answers.empty()) seen.answers += ' ';
    seen.answers += kinds[static_cast<std::size_t>(completion.status.kind)];
    if (!completion.ok())
      seen.error =
          seen.session->refusal(completion, ErrorCode::server_refused, Scope::folder, Retry::now);
  }
}

bool alerted(const Seen& seen, const std::string& part) {
  for (const std::string& alert : seen.session->alerts())
    if (alert.find(part) != alert.npos) return true;
  return false;
}

std::string number_or_nothing(const auto& value) {
  return value ? std::to_string(*value) : std::string("nothing");
}

// What is true of an expectation's subject, as text; "true" or "false" where it is a question.
std::string found(const Seen& seen, const std::string& subject, const std::string& wanted) {
  const auto truth = [](bool value) { return std::string(value ? "true" : "false"); };
  if (subject == "error") return seen.error ? std::string(code_name(seen.error->code)) : "no error";
  if (subject == "retry_after")
    return seen.error && seen.error->retry_after ? std::to_string(seen.error->retry_after->count())
                                                 : "nothing";
  if (subject == "text")
    return truth(seen.error && seen.error->text.find(wanted) != std::string::npos);
  if (subject == "sent") return truth(seen.sent.find(wanted) != std::string::npos);
  if (subject == "not-sent") return truth(seen.sent.find(wanted) == std::string::npos);
  if (!seen.session) return "no session";
  const Session& session = *seen.session;
  if (subject == "quirks") return std::string(session.quirks().name);
  if (subject == "quirk-free") return truth(session.quirks().name.empty());
  if (subject == "capability") return truth(session.capabilities().has(wanted));
  if (subject == "no-capability") return truth(!session.capabilities().has(wanted));
  if (subject == "answers") return seen.answers;
  if (subject == "fetched") return std::to_string(seen.fetched);
  if (subject == "dates") return std::to_string(seen.dates);
  if (subject == "body_bytes") return std::to_string(seen.body_bytes);
  if (subject == "alert") return truth(alerted(seen, wanted));
  if (!session.selected()) return "no mailbox";
  if (subject == "exists") return std::to_string(session.selected()->exists);
  if (subject == "uid_next") return number_or_nothing(session.selected()->uid_next);
  if (subject == "highest_modseq") return number_or_nothing(session.selected()->highest_modseq);
  return "no such expectation";
}

class Replay : public testing::TestWithParam<Transcript> {};

TEST_P(Replay, GoesAsTheTranscriptSays) {
  const Transcript& transcript = GetParam();
  ScriptedServer server(transcript.script);
  test::TaskLoop loop;
  Seen seen;
  try {
    loop.run(play(transcript, server.port(), seen));
  } catch (const Failure& failure) {
    seen.error = failure.error();
    EXPECT_EQ(seen.error->side, Side::source);
  }
  if (seen.session) seen.session->abandon();
  EXPECT_EQ(server.problems(), "");
  seen.sent = server.received();
  bool error_expected = false;
  for (const std::string& expectation : transcript.expected) {
    const auto words = words_in(expectation, 2);
    const std::string wanted = words.size() > 1 ? words[1] : "true";
    const std::string is = found(seen, words.at(0), wanted);
    if (words[0] == "error") error_expected = true;
    if (is != "true" || words[0] == "error") EXPECT_EQ(is, wanted) << expectation;
  }
  if (!error_expected) EXPECT_FALSE(seen.error) << describe(seen.error.value_or(Error{}));
}

TEST(Replays, EveryRowOfTheQuirkTableHasATranscript) {
  const auto transcripts = test::transcripts_of("session");
  for (const QuirkRow& row : quirk_table()) {
    const std::string wanted = "quirks " + std::string(row.name);
    EXPECT_TRUE(std::ranges::any_of(transcripts, [&](const Transcript& transcript) {
      return std::ranges::count(transcript.expected, wanted) > 0;
    })) << row.name;
  }
}

INSTANTIATE_TEST_SUITE_P(Transcripts, Replay, testing::ValuesIn(test::transcripts_of("session")),
                         [](const auto& info) {
                           std::string name = info.param.name;
                           for (char& c : name)
                             if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
                           return name;
                         });

}  // namespace
}  // namespace postferry::imap
