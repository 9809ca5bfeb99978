#include "imap/store/placements.hpp"

#include <chrono>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "imap/store/translate.hpp"
#include "text/ascii.hpp"
#include "text/header_fields.hpp"
#include "text/message_date.hpp"

namespace postferry::imap {
namespace {

constexpr std::uint64_t undated_at_once = 500;

std::optional<mail::Received> dated(std::string_view text) {
  const auto date = text::parse_message_date(text);
  if (!date || date->instant.time_since_epoch() <= std::chrono::seconds(0)) return std::nullopt;
  return mail::Received{date->instant, date->zone};
}

}  // namespace

std::string placement_items(const Account& account) {
  std::string items = "UID FLAGS INTERNALDATE RFC822.SIZE";
  if (account.has_modseqs()) items += " MODSEQ";
  const auto& capabilities = account.session().capabilities();
  if (capabilities.has("X-GM-EXT-1"))
    items += " X-GM-MSGID";
  else if (capabilities.has("OBJECTID"))
    items += " EMAILID";
  return items;
}

bool is_dated(const FetchResponse& fetched) noexcept {
  return fetched.internal_date &&
         fetched.internal_date->instant.time_since_epoch() > std::chrono::seconds(0);
}

std::optional<mail::Placement> placement_of(const FetchResponse& fetched) {
  if (!fetched.uid || (!fetched.rfc822_size && !fetched.internal_date)) return std::nullopt;
  mail::Placement placement;
  placement.id = item_id(*fetched.uid);
  placement.version = fetched.modseq.value_or(0);
  if (fetched.flags) placement.flags = domain_flags(*fetched.flags);
  if (is_dated(fetched)) placement.received = received(*fetched.internal_date);
  placement.size_bytes = fetched.rfc822_size.value_or(0);
  placement.content_id = fetched.email_id;
  return placement;
}

mail::Received received_by_header(std::string_view header) {
  std::optional<mail::Received> by_received;
  std::optional<mail::Received> by_date;
  text::for_each_field(header, [&](std::string_view name, std::string_view body) {
    if (!by_received && text::equal_ignoring_case(name, "Received")) {
      const auto semicolon = body.rfind(';');
      if (semicolon != std::string_view::npos) by_received = dated(body.substr(semicolon + 1));
    }
    if (!by_date && text::equal_ignoring_case(name, "Date")) by_date = dated(body);
  });
  if (by_received) return *by_received;
  return by_date ? *by_date : mail::Received{now(), {}};
}

Task<> fetch_undated(Account& account, UidSet uids, std::function<void(mail::Placement)> sink) {
  const auto items = "(" + placement_items(account) + " BODY.PEEK[HEADER.FIELDS (RECEIVED DATE)])";
  for (const auto& some : split_by_count(uids, undated_at_once)) {
    std::vector<Command> commands;
    for (const auto& line : split(some, longest_set_bytes))
      commands.push_back(uid_fetch(print(line), items));
    co_await account.run_all(std::move(commands), [&sink](Response& response) {
      const auto* fetched = std::get_if<FetchResponse>(&response);
      if (!fetched || fetched->sections.empty() || !fetched->uid) return;
      auto placement = placement_of(*fetched);
      if (!placement) {
        placement.emplace();
        placement->id = item_id(*fetched->uid);
      }
      if (!is_dated(*fetched))
        placement->received = received_by_header(fetched->sections.front().bytes.value_or(""));
      sink(std::move(*placement));
    });
  }
}

}  // namespace postferry::imap
