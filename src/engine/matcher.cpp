#include "engine/matcher.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <unordered_map>
#include <utility>

#include "engine/content_digest.hpp"
#include "engine/pairing.hpp"

namespace postferry::engine {
namespace {

using mail::Description;

struct Class {
  std::vector<std::size_t> wanted;
  std::vector<std::size_t> present;
};

using Sums = std::unordered_map<mail::ItemId, ContentDigest::Sums>;

struct Undecided {
  Class members;
  bool strong = false;
};

std::map<mail::Fingerprint, Class> classes_of(const MatchSide& wanted, const MatchSide& present) {
  std::map<mail::Fingerprint, Class> classes;
  for (std::size_t i = 0; i < wanted.items.size(); ++i)
    classes[wanted.items[i].fingerprint].wanted.push_back(i);
  for (std::size_t i = 0; i < present.items.size(); ++i)
    classes[present.items[i].fingerprint].present.push_back(i);
  return classes;
}

// Servers show and store the headers of malformed messages differently: what is left of the weak
// ones is joined with those of about their size, and with strong ones of their instant. Takes the
// members of the classes off `result`.
class Joining {
 public:
  Joining(const MatchSide& wanted, const MatchSide& present) : wanted_(wanted), present_(present) {}

  std::vector<Undecided> join(Matches& result) {
    collect_instants(wanted_, result.missing);
    collect_instants(present_, result.strange);
    gather(wanted_, result.missing, &Class::wanted);
    gather(present_, result.strange, &Class::present);
    std::vector<Undecided> joined;
    std::optional<std::uint64_t> last_bytes;
    for (const auto& [size_bytes, member] : by_size_) {
      if (!last_bytes || size_bytes - *last_bytes > most_bytes_added) joined.emplace_back();
      last_bytes = size_bytes;
      (joined.back().members.*member.side).push_back(member.index);
    }
    std::erase_if(joined, [](const Undecided& one) {
      return one.members.wanted.empty() || one.members.present.empty();
    });
    for (const auto& one : joined) {
      take_off(result.missing, one.members.wanted);
      take_off(result.strange, one.members.present);
    }
    return joined;
  }

 private:
  using Indexes = std::vector<std::size_t>;
  struct Member {
    std::size_t index = 0;
    Indexes Class::* side = nullptr;
  };

  void collect_instants(const MatchSide& side, const Indexes& left) {
    for (const auto i : left)
      if (!side.items[i].fingerprint.is_strong())
        weak_instants_.insert(side.items[i].placement.received.instant);
  }

  void gather(const MatchSide& side, const Indexes& left, Indexes Class::* of) {
    for (const auto i : left) {
      const auto& [placement, fingerprint] = side.items[i];
      if (!fingerprint.is_strong() || weak_instants_.contains(placement.received.instant))
        by_size_.emplace(placement.size_bytes, Member{i, of});
    }
  }

  static void take_off(Indexes& left, const Indexes& taken) {
    const std::set<std::size_t> gone(taken.begin(), taken.end());
    std::erase_if(left, [&gone](std::size_t i) { return gone.contains(i); });
  }

  const MatchSide& wanted_;
  const MatchSide& present_;
  std::set<Instant> weak_instants_;
  std::multimap<std::uint64_t, Member> by_size_;
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

// Both sides, and the sums of what was read of them.
struct Compared {
  const MatchSide& wanted;
  const MatchSide& present;
  const Sums& wanted_sums;
  const Sums& present_sums;
};

// How close a candidate must be: among equal bytes the same date and flags come first, so that
// twins are not swapped.
enum class Closeness : std::uint8_t { date_and_flags, date, bytes };

bool is_close(const Description& left, const Description& right, Closeness closeness) {
  if (closeness == Closeness::bytes) return true;
  if (!(left.placement.received == right.placement.received)) return false;
  return closeness == Closeness::date || left.placement.flags == right.placement.flags;
}

constexpr auto every_closeness =
    std::to_array<Closeness>({Closeness::date_and_flags, Closeness::date, Closeness::bytes});

// Pairs the members of one class of which `digest` is the same; both lists keep what is left.
void pair_same(Class& members, Likeness likeness, const Compared& sides,
               std::span<const Closeness> order, mail::Digest ContentDigest::Sums::* digest,
               Matches& result) {
  const auto digest_in = [digest](const MatchSide& side, const Sums& sums) {
    return [&side, &sums, digest](std::size_t i) -> std::optional<mail::Digest> {
      const auto found = sums.find(side.items[i].placement.id);
      if (found == sums.end()) return std::nullopt;
      return found->second.*digest;
    };
  };
  const auto& [wanted, present, wanted_sums, present_sums] = sides;
  for (const auto closeness : order)
    pair_off(
        members.wanted, members.present, digest_in(wanted, wanted_sums),
        digest_in(present, present_sums),
        [&, closeness](std::size_t w, std::size_t p) {
          return is_close(wanted.items[w], present.items[p], closeness);
        },
        [&](std::size_t w, std::size_t p) {
          const auto& whole = wanted_sums.at(wanted.items[w].placement.id).whole;
          result.matched.push_back({w, p, likeness, whole});
        });
}

bool decided_by_fingerprint(const Class& members, const MatchSide& wanted, const MatchSide& present,
                            Trust trust) {
  if (members.wanted.size() != 1 || members.present.size() != 1) return false;
  return trust == Trust::fingerprints ||
         same_instant_and_size(wanted.items[members.wanted[0]], present.items[members.present[0]]);
}

void leave(const Class& members, Matches& result) {
  result.missing.insert(result.missing.end(), members.wanted.begin(), members.wanted.end());
  result.strange.insert(result.strange.end(), members.present.begin(), members.present.end());
}

// Reads both sides of these classes and pairs off what the digests say is the same.
Task<> decide(std::vector<Undecided> undecided, const MatchSide& wanted, const MatchSide& present,
              Matches& result) {
  std::vector<std::size_t> wanted_to_read;
  std::vector<std::size_t> present_to_read;
  for (const auto& [members, strong] : undecided) {
    std::ranges::copy(members.wanted, std::back_inserter(wanted_to_read));
    std::ranges::copy(members.present, std::back_inserter(present_to_read));
  }
  const auto wanted_sums = co_await sums_of(wanted, wanted_to_read);
  const auto present_sums = co_await sums_of(present, present_to_read);
  const Compared sides{wanted, present, wanted_sums, present_sums};
  const std::span order(every_closeness);
  for (auto& [members, strong] : undecided) {
    using Sum = ContentDigest::Sums;
    pair_same(members, Likeness::every_byte, sides, order, &Sum::whole, result);
    pair_same(members, Likeness::form, sides, order.first(2), &Sum::form, result);
    if (strong) pair_same(members, Likeness::body, sides, order, &Sum::body, result);
    leave(members, result);
  }
}

}  // namespace

Task<Matches> match(MatchSide wanted, MatchSide present, Trust trust) {
  Matches result;
  std::vector<Undecided> undecided;
  for (auto& [fingerprint, members] : classes_of(wanted, present)) {
    const bool strong = fingerprint.is_strong();
    if (members.present.empty() || members.wanted.empty())
      leave(members, result);
    else if (strong && decided_by_fingerprint(members, wanted, present, trust))
      result.matched.push_back(
          {members.wanted[0], members.present[0], Likeness::fingerprint, std::nullopt});
    else
      undecided.push_back({members, strong});
  }
  co_await decide(std::move(undecided), wanted, present, result);
  co_await decide(Joining(wanted, present).join(result), wanted, present, result);
  std::ranges::sort(result.missing);
  std::ranges::sort(result.strange);
  co_return result;
}

}  // namespace postferry::engine
