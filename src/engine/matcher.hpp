// The matcher: which of the source's messages the target holds already, and which of them.
//
// A folder is a multiset. Equal fingerprints make a class; a strong class of one and one is the
// same message. In every other class digests decide which are which: first of all bytes, then of
// the canonical form where the dates agree, because servers alter some messages as they store
// them, then, in strong classes, of the bodies alone, because a delivered twin has other Received
// fields. What remains unmatched is missing. Weak fingerprints never match without a digest; where
// the two servers do not even agree on the fingerprint, size and date choose what is read.
// Used where there is no journal yet, at settling and after a change of generation. One thread.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/task.hpp"
#include "mail/source.hpp"

namespace postferry::engine {

// A server that ends the last line of a message adds no more.
inline constexpr std::uint64_t most_bytes_added = 2;

enum class Likeness : std::uint8_t {
  fingerprint,  // strong, and the only one of its class on both sides
  every_byte,   // the digests are equal
  form,         // received at the same instant, and the canonical forms are equal
  body,         // strong, and the bodies are equal
};

struct Match {
  std::size_t wanted = 0;   // index into the source's descriptions
  std::size_t present = 0;  // index into the target's
  Likeness likeness = Likeness::fingerprint;
  std::optional<mail::Digest> digest;  // of the source's bytes, when they were read
};

struct Matches {
  std::vector<Match> matched;
  std::vector<std::size_t> missing;  // wanted and not there
  std::vector<std::size_t> strange;  // there and not wanted
};

// One side of a comparison: where the descriptions come from, so that bytes can be read.
struct MatchSide {
  mail::Source& door;
  const mail::Folder& folder;
  const std::vector<mail::Description>& items;
};

enum class Trust : std::uint8_t {
  fingerprints,  // a strong pair of one and one is the same
  same_instant,  // only when the received instants and sizes agree too
};

// Reads bytes only where a class needs it.
Task<Matches> match(MatchSide wanted, MatchSide present, Trust trust);

}  // namespace postferry::engine
