#include "engine/matcher.hpp"

#include <algorithm>
#include <span>
#include <unordered_map>
#include <utility>

#include "engine/content_digest.hpp"

namespace postferry::engine {
namespace {

using mail::Description;

constexpr std::size_t describe_at_once = 1000;

struct Class {
  std::vector<std::size_t> wanted;
  std::vector<std::size_t> present;
};

using Sums = std::unordered_map<mail::ItemId, ContentDigest::Sums>;

// Classes of equal fingerprints. Weak ones that only one side has are joined with all such of their
// size, because servers show the headers of malformed messages differently.
class Classes {
 public:
  Classes(const std::vector<Description>& wanted, const std::vector<Description>& present) {
    for (std::size_t i = 0; i < wanted.size(); ++i) of(wanted[i]).wanted.push_back(i);
    for (std::size_t i = 0; i < present.size(); ++i) of(present[i]).present.push_back(i);
    std::erase_if(weak_, [&](auto& entry) {
      auto& one = entry.second;
      if (!one.wanted.empty() && !one.present.empty()) return false;
      for (const auto i : one.wanted) by_size_[wanted[i].placement.size_bytes].wanted.push_back(i);
      for (const auto i : one.present)
        by_size_[present[i].placement.size_bytes].present.push_back(i);
      return true;
    });
  }

  template <class Visit>
  void each(Visit visit) {
    for (auto& [fingerprint, one] : strong_) visit(one, true);
    for (auto& [fingerprint, one] : weak_) visit(one, false);
    for (auto& [size_bytes, one] : by_size_) visit(one, false);
  }

 private:
  Class& of(const Description& description) {
    const auto& fingerprint = description.fingerprint;
    return fingerprint.is_strong() ? strong_[fingerprint] : weak_[fingerprint];
  }

  std::unordered_map<mail::Fingerprint, Class> strong_;
  std::unordered_map<mail::Fingerprint, Class> weak_;
  std::unordered_map<std::uint64_t, Class> by_size_;
};

bool same_instant_and_size(const mail::Description& left, const mail::Description& right) {
  return left.placement.received == right.placement.received &&
         left.placement.size_bytes == right.placement.size_bytes;
}

Task<Sums> sums_of(const MatchSide& side, const std::vector<std::size_t>& indexes) {
  std::vector<mail::ItemId> ids;
  ids.reserve(indexes.size());
  for (const auto index : indexes) ids.push_back(side.items[index].placement.id);
  Sums sums;
  for (auto& read : co_await digests(side.door, side.folder, std::move(ids)))
    sums.emplace(std::move(read.id), read.sums);
  co_return sums;
}

struct Undecided {
  Class members;
  bool strong = false;
};

// How close a candidate must be: among equal bytes the same date and flags come first, so that
// twins are not swapped.
enum class Closeness : std::uint8_t { date_and_flags, date, bytes };

bool is_close(const Description& left, const Description& right, Closeness closeness) {
  if (closeness == Closeness::bytes) return true;
  if (!(left.placement.received == right.placement.received)) return false;
  return closeness == Closeness::date || left.placement.flags == right.placement.flags;
}

// Pairs the members of one class whose sums `agree`; both lists keep what is left.
template <class Agree>
void pair_off(Class& members, Likeness likeness, const MatchSide& wanted, const MatchSide& present,
              const Sums& wanted_sums, const Sums& present_sums, Agree agree, Matches& result) {
  for (const auto closeness : {Closeness::date_and_flags, Closeness::date, Closeness::bytes})
    std::erase_if(members.wanted, [&](std::size_t w) {
      const auto left = wanted_sums.find(wanted.items[w].placement.id);
      if (left == wanted_sums.end()) return false;
      const auto found = std::ranges::find_if(members.present, [&](std::size_t p) {
        const auto right = present_sums.find(present.items[p].placement.id);
        return right != present_sums.end() && agree(left->second, right->second) &&
               is_close(wanted.items[w], present.items[p], closeness);
      });
      if (found == members.present.end()) return false;
      result.matched.push_back({w, *found, likeness, left->second.whole});
      members.present.erase(found);
      return true;
    });
}

bool decided_by_fingerprint(const Class& members, const MatchSide& wanted, const MatchSide& present,
                            Trust trust) {
  if (members.wanted.size() != 1 || members.present.size() != 1) return false;
  return trust == Trust::fingerprints ||
         same_instant_and_size(wanted.items[members.wanted[0]], present.items[members.present[0]]);
}

}  // namespace

Task<Matches> match(MatchSide wanted, MatchSide present, Trust trust) {
  Matches result;
  std::vector<Undecided> undecided;
  std::vector<std::size_t> wanted_to_read;
  std::vector<std::size_t> present_to_read;
  Classes(wanted.items, present.items).each([&](Class& members, bool strong) {
    if (members.present.empty() || members.wanted.empty()) {
      result.missing.insert(result.missing.end(), members.wanted.begin(), members.wanted.end());
      result.strange.insert(result.strange.end(), members.present.begin(), members.present.end());
    } else if (strong && decided_by_fingerprint(members, wanted, present, trust)) {
      result.matched.push_back(
          {members.wanted[0], members.present[0], Likeness::fingerprint, std::nullopt});
    } else {
      wanted_to_read.insert(wanted_to_read.end(), members.wanted.begin(), members.wanted.end());
      present_to_read.insert(present_to_read.end(), members.present.begin(), members.present.end());
      undecided.push_back({std::move(members), strong});
    }
  });
  const auto wanted_sums = co_await sums_of(wanted, wanted_to_read);
  const auto present_sums = co_await sums_of(present, present_to_read);
  for (auto& [members, strong] : undecided) {
    pair_off(
        members, Likeness::every_byte, wanted, present, wanted_sums, present_sums,
        [](const auto& left, const auto& right) { return left.whole == right.whole; }, result);
    if (strong)
      pair_off(
          members, Likeness::body, wanted, present, wanted_sums, present_sums,
          [](const auto& left, const auto& right) { return left.body == right.body; }, result);
    result.missing.insert(result.missing.end(), members.wanted.begin(), members.wanted.end());
    result.strange.insert(result.strange.end(), members.present.begin(), members.present.end());
  }
  std::ranges::sort(result.missing);
  std::ranges::sort(result.strange);
  co_return result;
}

Task<std::vector<mail::Description>> describe_all(mail::Source& door, const mail::Folder& folder,
                                                  const std::vector<mail::ItemId>& ids) {
  std::vector<mail::Description> result;
  result.reserve(ids.size());
  for (std::span<const mail::ItemId> rest(ids); !rest.empty();) {
    const auto some = rest.first(std::min(rest.size(), describe_at_once));
    rest = rest.subspan(some.size());
    for (auto& description : co_await door.describe(folder, some))
      result.push_back(std::move(description));
  }
  co_return result;
}

}  // namespace postferry::engine
