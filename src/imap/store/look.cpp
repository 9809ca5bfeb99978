#include "imap/store/look.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "imap/store/placements.hpp"
#include "imap/store/refusals.hpp"
#include "imap/store/translate.hpp"

namespace postferry::imap {
namespace {

struct Seen {
  mail::Placement placement;
  std::string header;
  bool dated = true;
};
using SeenMessages = std::unordered_map<Uid, Seen>;

const Section* header_section(const FetchResponse& fetched) {
  const auto found = std::ranges::find_if(fetched.sections, [](const Section& section) {
    return section.name.starts_with("BODY[HEADER");
  });
  return found == fetched.sections.end() ? nullptr : &*found;
}

std::string header_fields_item() {
  std::string item = " BODY.PEEK[HEADER.FIELDS (";
  for (const auto field : mail::fingerprint_fields()) {
    if (!item.ends_with('(')) item += ' ';
    item += field;
  }
  return item + ")]";
}

void take(SeenMessages& seen, const UidSet& wanted, Response& response) {
  const auto* fetched = std::get_if<FetchResponse>(&response);
  if (!fetched) return;
  auto placement = placement_of(*fetched);
  if (!placement || !wanted.contains(*fetched->uid)) return;
  auto& message = seen[*fetched->uid];
  message.placement = std::move(*placement);
  message.dated = is_dated(*fetched);
  if (const auto* section = header_section(*fetched)) message.header = section->bytes.value_or("");
}

Task<> fetch(Account& account, UidSet wanted, std::string items, SeenMessages& seen,
             const mail::Folder& folder) {
  std::vector<Command> commands;
  for (const auto& line : split(wanted, longest_set_bytes))
    commands.push_back(uid_fetch(print(line), items));
  const auto completions = co_await account.run_all(
      std::move(commands), [&seen, &wanted](Response& response) { take(seen, wanted, response); });
  for (const auto& completion : completions)
    if (!completion.ok())
      throw Failure(
          command_refusal(account.session(), completion, folder.path.text(), Scope::folder));
}

// Some servers answer with an empty section where one of all fields is not.
Task<> fetch_whole_headers(Account& account, SeenMessages& seen, const mail::Folder& folder) {
  UidSet missing;
  for (const auto& [uid, message] : seen)
    if (message.header.empty() && message.placement.size_bytes > 0) missing.add(uid);
  if (missing.empty()) co_return;
  SeenMessages again;
  co_await fetch(account, missing, "(" + placement_items(account) + " BODY.PEEK[HEADER])", again,
                 folder);
  for (auto& [uid, message] : again) seen[uid].header = std::move(message.header);
}

Task<> date_undated(Account& account, SeenMessages& seen) {
  UidSet undated;
  for (const auto& [uid, message] : seen)
    if (!message.dated) undated.add(uid);
  co_await fetch_undated(account, std::move(undated), [&seen](mail::Placement placement) {
    const auto found = seen.find(uid_of(placement.id));
    if (found != seen.end()) found->second.placement.received = placement.received;
  });
}

}  // namespace

Task<std::vector<mail::Placement>> look_at(Account& account, const mail::Folder& folder,
                                           std::span<const mail::ItemId> ids, Access access) {
  if (ids.empty()) co_return std::vector<mail::Placement>();
  co_await account.refresh(co_await account.open(folder, access));
  SeenMessages seen;
  co_await fetch(account, uid_set(ids), "(" + placement_items(account) + ")", seen, folder);
  co_await date_undated(account, seen);
  std::vector<mail::Placement> placements;
  placements.reserve(seen.size());
  for (auto& [uid, message] : seen) placements.push_back(std::move(message.placement));
  co_return placements;
}

Task<std::vector<mail::Description>> describe(Account& account, const mail::Folder& folder,
                                              std::span<const mail::ItemId> ids) {
  if (ids.empty()) co_return std::vector<mail::Description>();
  if (co_await account.open(folder, Access::read_only) == View::opened_before)
    co_await account.refresh_for(uid_set(ids).largest());
  SeenMessages seen;
  co_await fetch(account, uid_set(ids), "(" + placement_items(account) + header_fields_item() + ")",
                 seen, folder);
  if (account.session().quirks().has(Quirk::empty_headers))
    co_await fetch_whole_headers(account, seen, folder);
  co_await date_undated(account, seen);
  std::vector<mail::Description> descriptions;
  descriptions.reserve(seen.size());
  for (auto& [uid, message] : seen)
    descriptions.push_back({std::move(message.placement), mail::fingerprint_of(message.header)});
  co_return descriptions;
}

}  // namespace postferry::imap
