// What a person asks of a run: which folders and messages, under which names, how gently.
//
// Made by the command line (later: a list, the service), read by the Planner and the Run. The
// canonical text goes into the journal: a run with other options takes no short cut. Values.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "mail/folder.hpp"

namespace postferry::engine {

struct FolderMapping {
  mail::FolderPath from;
  mail::FolderPath to;  // subfolders of `from` follow
};

enum class AcceptDates : std::uint8_t { no, yes };
enum class AcceptServer : std::uint8_t { no, yes };

struct Options {
  std::vector<std::string> include;  // globs on FolderPath::text(); none: all folders
  std::vector<std::string> exclude;
  std::vector<mail::SpecialUse> exclude_special;
  std::vector<FolderMapping> map;
  mail::FolderPath into;          // the root: beside each other as at the source
  std::optional<Instant> since;   // by received date, inclusive
  std::optional<Instant> before;  // exclusive
  std::optional<std::uint64_t> max_size_bytes;
  std::optional<std::size_t> connections;   // an account and side; else as many as pay
  std::optional<std::uint64_t> rate_bytes;  // a second, per account
  AcceptDates accept_dates = AcceptDates::no;
  AcceptServer accept_server = AcceptServer::no;
};

// Equal texts mean equal choices of folders, messages and names (not of speed).
std::string canonical_text(const Options& options);

}  // namespace postferry::engine
