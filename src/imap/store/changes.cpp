#include "imap/store/changes.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "imap/store/delta.hpp"
#include "imap/store/mailbox_state.hpp"
#include "imap/store/placements.hpp"
#include "imap/store/refusals.hpp"
#include "imap/store/translate.hpp"

namespace postferry::imap {
namespace {

constexpr std::size_t batch_placements = 1000;
constexpr std::size_t largest_delta = 20'000;

struct Opened {
  mail::Folder folder;
  MailboxState state;
  mail::Generation generation;
};

// A delta that was gathered, cut into batches.
class GatheredChanges final : public mail::ChangeStream {
 public:
  GatheredChanges(Opened opened, mail::Coverage coverage, Delta delta)
      : opened_(std::move(opened)), coverage_(coverage), delta_(std::move(delta)) {
    if (coverage_ == mail::Coverage::changes_and_vanished)
      sets_ = split_by_count(delta_.vanished, batch_placements);
  }

  mail::Coverage coverage() const override { return coverage_; }
  const mail::Generation& generation() const override { return opened_.generation; }
  std::uint64_t messages() const override { return opened_.state.messages; }
  mail::Checkpoint checkpoint() const override { return imap::checkpoint(opened_.state); }

  Task<std::optional<mail::ChangeBatch>> next() override {
    mail::ChangeBatch batch;
    if (!sets_.empty()) {
      for (const Uid uid : sets_.back()) batch.vanished.push_back(item_id(uid));
      sets_.pop_back();
      co_return batch;
    }
    while (given_ < delta_.present.size() && batch.present.size() < batch_placements)
      batch.present.push_back(std::move(delta_.present[given_++]));
    if (batch.present.empty()) co_return std::nullopt;
    co_return batch;
  }

 private:
  Opened opened_;
  mail::Coverage coverage_;
  Delta delta_;
  std::vector<UidSet> sets_;
  std::size_t given_ = 0;
};

// Everything, as it comes from the wire.
class ListedChanges final : public mail::ChangeStream {
 public:
  ListedChanges(Account& account, Opened opened) : account_(account), opened_(std::move(opened)) {
    if (opened_.state.messages == 0) return;
    command_ = account_.session().send(uid_fetch("1:*", "(" + placement_items(account_) + ")"));
  }
  ~ListedChanges() override {
    if (command_) account_.abandon();
  }
  ListedChanges(const ListedChanges&) = delete;
  ListedChanges& operator=(const ListedChanges&) = delete;

  mail::Coverage coverage() const override { return mail::Coverage::everything; }
  const mail::Generation& generation() const override { return opened_.generation; }
  std::uint64_t messages() const override { return opened_.state.messages; }
  mail::Checkpoint checkpoint() const override { return imap::checkpoint(opened_.state); }

  Task<std::optional<mail::ChangeBatch>> next() override {
    mail::ChangeBatch batch;
    while (command_ && batch.present.size() < batch_placements) {
      if (auto event = account_.session().buffered())
        take(*event, batch);
      else
        co_await account_.session().fill();
    }
    if (batch.present.empty()) co_await take_undated(batch);
    if (batch.present.empty()) co_return std::nullopt;
    co_return batch;
  }

 private:
  void take(Event& event, mail::ChangeBatch& batch) {
    if (auto* response = std::get_if<Response>(&event)) {
      const auto* fetched = std::get_if<FetchResponse>(response);
      if (!fetched) return;
      auto placement = placement_of(*fetched);
      if (!placement) return;
      if (is_dated(*fetched))
        batch.present.push_back(std::move(*placement));
      else
        undated_.add(*fetched->uid);
    } else if (auto* completion = std::get_if<Completion>(&event)) {
      if (completion->tag != *command_) return;
      command_.reset();
      if (!completion->ok())
        throw Failure(command_refusal(account_.session(), *completion, opened_.folder.path.text(),
                                      Scope::folder));
    }
  }

  Task<> take_undated(mail::ChangeBatch& batch) {
    while (batch.present.empty() && !undated_.empty()) {
      auto some = split_by_count(undated_, batch_placements).front();
      undated_.remove(some);
      co_await fetch_undated(account_, std::move(some), [&batch](mail::Placement placement) {
        batch.present.push_back(std::move(placement));
      });
    }
  }

  Account& account_;
  Opened opened_;
  std::optional<Tag> command_;
  UidSet undated_;
};

void take(Delta& delta, UidSet& undated, Response& response) {
  if (const auto* vanished = std::get_if<VanishedResponse>(&response)) {
    delta.vanished.add(vanished->uids);
    return;
  }
  const auto* fetched = std::get_if<FetchResponse>(&response);
  if (!fetched) return;
  auto placement = placement_of(*fetched);
  if (!placement) return;
  delta.present_uids.add(*fetched->uid);
  if (++delta.listed > largest_delta) {
    delta.too_large = true;
    delta.present.clear();
  } else if (is_dated(*fetched)) {
    delta.present.push_back(std::move(*placement));
  } else {
    undated.add(*fetched->uid);
  }
}

// Nothing when the server refused.
Task<std::optional<Delta>> fetch_delta(Account& account, ChangedSince since) {
  Delta delta;
  UidSet undated;
  std::vector<Command> commands;
  commands.push_back(uid_fetch("1:*", "(" + placement_items(account) + ")", since));
  const auto completions = co_await account.run_all(
      std::move(commands), [&](Response& response) { take(delta, undated, response); });
  if (!completions.front().ok()) co_return std::nullopt;
  if (!delta.too_large)
    co_await fetch_undated(account, undated, [&delta](mail::Placement placement) {
      delta.present.push_back(std::move(placement));
    });
  co_return delta;
}

}  // namespace

Task<std::unique_ptr<mail::ChangeStream>> open_changes(Account& account, mail::Folder folder,
                                                       mail::Checkpoint since) {
  const auto then = parse_checkpoint(since);
  Session& session = account.session();
  if (then && then->highest_modseq > 0 && account.has_modseqs())
    co_await session.enable({"QRESYNC"});
  co_await account.open_anew(folder, Access::read_only);
  const auto state = co_await account.opened_state(folder);
  Opened opened{std::move(folder), state, generation(state.uid_validity)};
  if (then && may_follow(*then, state)) {
    if (*then == state)
      co_return std::make_unique<GatheredChanges>(std::move(opened),
                                                  mail::Coverage::changes_and_vanished, Delta{});
    const bool qresync = session.enabled("QRESYNC") && session.capabilities().has("QRESYNC");
    auto delta = co_await fetch_delta(account, {then->highest_modseq, qresync});
    const auto asked = qresync ? AskedVanished::yes : AskedVanished::no;
    const auto belief = delta ? judge(*delta, *then, state, asked) : Belief::none;
    if (belief != Belief::none)
      co_return std::make_unique<GatheredChanges>(std::move(opened),
                                                  belief == Belief::whole
                                                      ? mail::Coverage::changes_and_vanished
                                                      : mail::Coverage::changes_only,
                                                  std::move(*delta));
  }
  co_return std::make_unique<ListedChanges>(account, std::move(opened));
}

}  // namespace postferry::imap
