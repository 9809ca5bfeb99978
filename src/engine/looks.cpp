#include "engine/looks.hpp"

#include <algorithm>
#include <iterator>
#include <span>

namespace postferry::engine {
namespace {

constexpr std::size_t most_at_once = 1000;

template <class Seen, class Look>
Task<std::vector<Seen>> in_portions(const std::vector<mail::ItemId>& ids, Look look) {
  std::vector<Seen> result;
  result.reserve(ids.size());
  for (std::span<const mail::ItemId> rest(ids); !rest.empty();) {
    const auto some = rest.first(std::min(rest.size(), most_at_once));
    rest = rest.subspan(some.size());
    std::ranges::move(co_await look(some), std::back_inserter(result));
  }
  co_return result;
}

}  // namespace

Task<std::vector<mail::Placement>> look_all(mail::Source& door, const mail::Folder& folder,
                                            const std::vector<mail::ItemId>& ids) {
  co_return co_await in_portions<mail::Placement>(
      ids, [&](std::span<const mail::ItemId> some) { return door.look(folder, some); });
}

Task<std::vector<mail::Placement>> look_all_to_change(mail::Target& door,
                                                      const mail::Folder& folder,
                                                      const std::vector<mail::ItemId>& ids) {
  co_return co_await in_portions<mail::Placement>(
      ids, [&](std::span<const mail::ItemId> some) { return door.look_to_change(folder, some); });
}

Task<std::vector<mail::Description>> describe_all(mail::Source& door, const mail::Folder& folder,
                                                  const std::vector<mail::ItemId>& ids) {
  co_return co_await in_portions<mail::Description>(
      ids, [&](std::span<const mail::ItemId> some) { return door.describe(folder, some); });
}

}  // namespace postferry::engine
