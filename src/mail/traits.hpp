// Traits: what a store can do, as data. Stores fill them after login from capabilities and the
// quirk table; the first copies into a target add what only trying shows. The engine decides by
// them and never asks which protocol it speaks to. Values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "mail/flags.hpp"

namespace postferry::mail {

enum class Keeps : std::uint8_t { unknown, yes, no };
enum class AppendMode : std::uint8_t { one_by_one, pipelined, multi };
enum class NameEncoding : std::uint8_t { utf8, modified_utf7 };
enum class NameCase : std::uint8_t { distinct, folded };
enum class NameCharacters : std::uint8_t { all, basic_plane };  // basic_plane: up to U+FFFF

// What a folder name must look like on this store.
struct NamingRules {
  std::string forbidden;           // characters that no segment may hold, the separator among them
  std::string forbidden_at_start;  // and those that it may not begin with
  NameCharacters characters = NameCharacters::all;
  std::size_t longest_path_bytes = 1000;    // of the whole encoded name, separators included
  std::size_t longest_segment_bytes = 255;  // of one encoded segment
  NameEncoding encoding = NameEncoding::utf8;
  NameCase name_case = NameCase::distinct;
  std::vector<std::string> reserved;  // first segments that cannot be created
};

// Who answered, as far as it can be told; remembered from the first run on.
struct ServerIdentity {
  std::string vendor;       // from ID or greeting: "Dovecot"
  std::string certificate;  // SHA-256 in hex, empty without TLS
  std::string peer;         // "192.0.2.7:993"
};

struct Traits {
  ServerIdentity identity;
  std::optional<std::uint64_t> largest_item_bytes;
  Keeps dates = Keeps::unknown;
  Keeps returns_ids = Keeps::unknown;  // whether an append tells the new id
  AppendMode append_mode = AppendMode::one_by_one;
  std::size_t batch_items = 100;  // how many items one append call likes to get
  std::uint64_t batch_bytes = 8 << 20;
  std::size_t refusals_in_a_row = 8;  // below where servers hang up
  std::size_t parallel_connections = 4;
  NamingRules naming;
};

struct Quota {
  std::optional<std::uint64_t> used_bytes;
  std::optional<std::uint64_t> limit_bytes;
  std::optional<std::uint64_t> used_items;
  std::optional<std::uint64_t> limit_items;
};

}  // namespace postferry::mail
