// MemoryTraits: how an account in memory behaves, as data: a patient server or a lying one.
//
// What the doors tell (`told`) is also kept: append mode, largest item, naming rules, whether ids
// are returned. The rest is what a real server does without telling. Set by tests before and
// between calls; read by the doors at every step. Values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "mail/change_stream.hpp"
#include "mail/folder.hpp"
#include "mail/traits.hpp"

namespace postferry::local {

enum class MemoryDates : std::uint8_t {
  kept,
  ignored,  // every message is from now
  clamped,  // what lies in the future is from now
};
enum class MemoryVersions : std::uint8_t { none, kept };  // whether changes of flags are counted
enum class MemoryContentIds : std::uint8_t { none, told };
enum class MemoryReadOrder : std::uint8_t { as_asked, reversed };

// A server with every extension: several messages an append, ids returned.
mail::Traits generous_traits();

struct MemoryTraits {
  mail::Traits told = generous_traits();

  // Reading.
  MemoryVersions versions = MemoryVersions::kept;
  // What changes() covers from a checkpoint; without versions it is everything.
  mail::Coverage coverage = mail::Coverage::changes_and_vanished;
  // What the listing's states cover; nullopt: the listing tells names only.
  std::optional<mail::Covers> listing = mail::Covers::membership_and_flags;
  MemoryContentIds content_ids = MemoryContentIds::none;
  MemoryReadOrder read_order = MemoryReadOrder::as_asked;
  std::size_t piece_bytes = 1000;      // contents are given in pieces of this size
  std::size_t batch_items = 1000;      // changes are given in batches of this size
  std::int64_t size_off_by_bytes = 0;  // added to the size that placements tell

  // Whether a content is listed and yet never given.
  std::function<bool(std::string_view bytes)> withholds;

  // Writing.
  MemoryDates dates = MemoryDates::kept;
  mail::Flags drops;    // flags and keywords that are not kept, without a word
  mail::Flags refuses;  // flags and keywords that a store or append must not have
  std::optional<std::uint64_t> quota_bytes;
  std::optional<std::uint64_t> quota_items;
  std::size_t pipeline_items = 4;  // answers of a pipelined append come so many items later
  std::optional<std::size_t> hangs_up_after_refusals;  // in a row
  // The reason why these bytes are refused, if they are.
  std::function<std::optional<Error>(std::string_view bytes)> refuses_content;
  // What is stored in place of these bytes.
  std::function<std::string(std::string bytes)> rewrites;
  // How often ids, mark, arrivals and changes must be asked until a late commit shows; nullopt:
  // only MemoryAccount::commit_late() shows it.
  std::optional<std::size_t> late_commit_looks;
};

}  // namespace postferry::local
