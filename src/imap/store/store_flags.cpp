#include "imap/store/store_flags.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "imap/store/refusals.hpp"
#include "imap/store/translate.hpp"

namespace postferry::imap {
namespace {

constexpr std::size_t groups_at_once = 50;

// Messages that change alike.
struct Group {
  UidSet uids;
  Flags add;
  Flags remove;
  std::optional<Error> refused;
};

std::vector<Group> grouped(const std::vector<mail::FlagChange>& changes) {
  std::map<std::string, std::pair<const mail::FlagChange*, std::vector<mail::ItemId>>> alike;
  for (const auto& change : changes) {
    auto& group = alike[change.add.text() + "\n" + change.remove.text()];
    group.first = &change;
    group.second.push_back(change.id);
  }
  std::vector<Group> groups;
  for (const auto& [key, group] : alike)
    groups.push_back({uid_set(group.second), wire_flags(group.first->add),
                      wire_flags(group.first->remove), std::nullopt});
  return groups;
}

void add_stores(std::vector<Command>& commands, const UidSet& uids, FlagChange change,
                const Flags& flags) {
  if (flags.empty()) return;
  for (const auto& line : split(uids, longest_set_bytes))
    commands.push_back(uid_store(print(line), change, flags));
}

const Completion* first_refusal(const std::vector<Completion>& completions, std::size_t from,
                                std::size_t to) {
  for (auto at = from; at < to; ++at)
    if (!completions[at].ok()) return &completions[at];
  return nullptr;
}

// The system flags at once, then each keyword by itself.
Task<> store_apart(Account& account, Group& group, std::string where) {
  std::vector<std::pair<FlagChange, Flags>> steps;
  for (const auto& [change, flags] :
       {std::pair(FlagChange::add, group.add), std::pair(FlagChange::remove, group.remove)}) {
    Flags system = flags;
    for (const auto& keyword : flags.keywords()) {
      system.remove(keyword);
      Flags alone;
      alone.add(keyword);
      steps.emplace_back(change, std::move(alone));
    }
    steps.emplace(steps.begin(), change, std::move(system));
  }
  for (const auto& [change, flags] : steps) {
    std::vector<Command> commands;
    add_stores(commands, group.uids, change, flags);
    if (commands.empty()) continue;
    const auto completions = co_await account.run_all(std::move(commands));
    const auto* refusal = first_refusal(completions, 0, completions.size());
    if (!refusal || group.refused) continue;
    group.refused = command_refusal(account.session(), *refusal, where, Scope::item);
    group.refused->text = print(flags) + ": " + group.refused->text;
  }
}

Task<> store_groups(Account& account, std::span<Group> groups, const std::string& where) {
  std::vector<Command> commands;
  std::vector<std::size_t> ends;
  for (const auto& group : groups) {
    add_stores(commands, group.uids, FlagChange::add, group.add);
    add_stores(commands, group.uids, FlagChange::remove, group.remove);
    ends.push_back(commands.size());
  }
  const auto completions = co_await account.run_all(std::move(commands));
  std::size_t from = 0;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const auto* refusal = first_refusal(completions, from, ends[i]);
    from = ends[i];
    if (!refusal) continue;
    auto& group = groups[i];
    Error error = command_refusal(account.session(), *refusal, where, Scope::item);
    const bool has_keywords = !group.add.keywords().empty() || !group.remove.keywords().empty();
    if (has_keywords && error.code == ErrorCode::server_refused)
      co_await store_apart(account, group, where);
    else
      group.refused = std::move(error);
  }
}

// Servers say OK to a STORE on a message that is not there.
Task<UidSet> still_there(Account& account, const std::vector<Group>& groups) {
  UidSet all;
  for (const auto& group : groups) all.add(group.uids);
  UidSet there;
  std::vector<Command> commands;
  for (const auto& line : split(all, longest_set_bytes))
    commands.push_back(uid_fetch(print(line), "(UID)"));
  co_await account.run_all(std::move(commands), [&there](Response& response) {
    if (const auto* fetched = std::get_if<FetchResponse>(&response); fetched && fetched->uid)
      there.add(*fetched->uid);
  });
  co_return there;
}

}  // namespace

Task<> store_flags(Account& account, const mail::Folder& folder,
                   std::vector<mail::FlagChange> changes, mail::OutcomeSink& outcomes) {
  if (changes.empty()) co_return;
  co_await account.open(folder, Access::read_write);
  const auto where = folder.path.text();
  auto groups = grouped(changes);
  for (std::size_t from = 0; from < groups.size(); from += groups_at_once)
    co_await store_groups(
        account, std::span(groups).subspan(from, std::min(groups_at_once, groups.size() - from)),
        where);
  const auto there = co_await still_there(account, groups);
  for (auto& change : changes) {
    const auto uid = uid_of(change.id);
    mail::Outcome outcome;
    outcome.item = std::move(change.id);
    const auto group = std::ranges::find_if(
        groups, [uid](const Group& one) { return one.refused && one.uids.contains(uid); });
    if (!there.contains(uid)) {
      outcome.kind = mail::OutcomeKind::refused;
      outcome.error = store_error(account.session(), ErrorCode::item_gone,
                                  "The message is not there any more.", where, Scope::item);
    } else if (group != groups.end()) {
      outcome.kind = mail::OutcomeKind::refused;
      outcome.error = group->refused;
    }
    outcomes.take(std::move(outcome));
  }
}

}  // namespace postferry::imap
