#include "imap/store/quota.hpp"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace postferry::imap {
namespace {

constexpr std::uint64_t storage_unit = 1024;

void tighten(std::optional<std::uint64_t>& used, std::optional<std::uint64_t>& limit,
             const QuotaResource& resource, std::uint64_t unit) {
  const auto left = resource.limit - std::min(resource.usage, resource.limit);
  if (limit && *limit - std::min(*used, *limit) <= left * unit) return;
  used = resource.usage * unit;
  limit = resource.limit * unit;
}

}  // namespace

Task<mail::Quota> read_quota(Account& account) {
  mail::Quota quota;
  const Session& session = account.session();
  if (!session.capabilities().has("QUOTA")) co_return quota;
  std::vector<Command> commands;
  commands.push_back(get_quota_root("INBOX", session.literals()));
  co_await account.run_all(std::move(commands), [&quota](Response& response) {
    const auto* root = std::get_if<QuotaResponse>(&response);
    if (!root) return;
    for (const auto& resource : root->resources) {
      if (resource.limit == 0) continue;
      if (resource.name == "STORAGE")
        tighten(quota.used_bytes, quota.limit_bytes, resource, storage_unit);
      if (resource.name == "MESSAGE") tighten(quota.used_items, quota.limit_items, resource, 1);
    }
  });
  co_return quota;
}

}  // namespace postferry::imap
