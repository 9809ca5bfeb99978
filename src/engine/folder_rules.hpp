// Which folders and messages a person wants, and under which names: --include, --exclude,
// --exclude-special, --map, --into, --since, --before, --max-size.
//
// Used by the Planner and by verify. A rule's text is what the plan, the journal and the verdict
// show. Pure functions.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/options.hpp"
#include "mail/folder.hpp"
#include "mail/placement.hpp"

namespace postferry::engine {

// `*` stands for any text, slashes included, `?` for one character of UTF-8.
bool matches_glob(std::string_view glob, std::string_view text);

// The rule that leaves this folder out, or nullopt. A glob that matches a folder also matches all
// below it.
std::optional<std::string> excluding_rule(const mail::FolderPath& path, mail::SpecialUse use,
                                          const Options& options);

// The rule that leaves this message out, or nullopt.
std::optional<std::string> excluding_rule(const mail::Placement& placement, const Options& options);

// The rules on folders (--include, --exclude, --map) that fit none of these, as they were written.
std::vector<std::string> idle_rules(std::span<const mail::Folder> folders, const Options& options);

struct WishedPath {
  mail::FolderPath path;
  bool by_map = false;  // a --map names this folder or one above it
};

// Where a person wants this folder: the longest --map that covers it, then --into.
WishedPath wished_path(const mail::FolderPath& path, const Options& options);

}  // namespace postferry::engine
