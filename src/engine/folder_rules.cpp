#include "engine/folder_rules.hpp"

#include <algorithm>
#include <cstddef>
#include <fmt/format.h>

#include "engine/special_use.hpp"
#include "text/ascii.hpp"

namespace postferry::engine {
namespace {

std::size_t end_of_character(std::string_view text, std::size_t at) {
  ++at;
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
  return at;
}

// INBOX is written in any case, at the root alone.
std::string with_inbox(std::string_view glob) {
  const auto first = glob.substr(0, glob.find('/'));
  if (!text::equal_ignoring_case(first, "INBOX")) return std::string(glob);
  return "INBOX" + std::string(glob.substr(first.size()));
}

// Whether the glob names this folder or one above it.
bool covers(std::string_view wished, mail::FolderPath path) {
  const auto glob = with_inbox(wished);
  for (; !path.is_root(); path = path.parent())
    if (matches_glob(glob, path.text())) return true;
  return false;
}

mail::FolderPath joined(mail::FolderPath base, std::span<const std::string> rest) {
  for (const auto& segment : rest) base = base.child(segment);
  return base;
}

}  // namespace

bool matches_glob(std::string_view glob, std::string_view text) {
  std::size_t g = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (t < text.size()) {
    if (g < glob.size() && glob[g] == '?') {
      ++g;
      t = end_of_character(text, t);
    } else if (g < glob.size() && glob[g] == text[t] && glob[g] != '*') {
      ++g;
      ++t;
    } else if (g < glob.size() && glob[g] == '*') {
      star = g++;
      resume = t;
    } else if (star != std::string_view::npos) {
      g = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (g < glob.size() && glob[g] == '*') ++g;
  return g == glob.size();
}

std::optional<std::string> excluding_rule(const mail::FolderPath& path, mail::SpecialUse use,
                                          const Options& options) {
  for (const auto& glob : options.exclude)
    if (covers(glob, path)) return fmt::format("--exclude '{}'", glob);
  if (use != mail::SpecialUse::none &&
      std::ranges::find(options.exclude_special, use) != options.exclude_special.end())
    return fmt::format("--exclude-special {}", special_use_name(use));
  if (options.include.empty()) return std::nullopt;
  const bool wanted = std::ranges::any_of(options.include,
                                          [&path](const auto& glob) { return covers(glob, path); });
  if (wanted) return std::nullopt;
  return "not in --include";
}

std::optional<std::string> excluding_rule(const mail::Placement& placement,
                                          const Options& options) {
  if (options.max_size_bytes && placement.size_bytes > *options.max_size_bytes) return "--max-size";
  if (options.since && placement.received.instant < *options.since) return "--since";
  if (options.before && placement.received.instant >= *options.before) return "--before";
  return std::nullopt;
}

std::vector<std::string> idle_rules(std::span<const mail::Folder> folders, const Options& options) {
  std::vector<std::string> idle;
  const auto nothing = [&folders](auto matches) {
    return std::ranges::none_of(folders, [&](const auto& folder) { return matches(folder.path); });
  };
  for (const auto& [name, globs] :
       {std::pair("--include", &options.include), std::pair("--exclude", &options.exclude)})
    for (const auto& glob : *globs)
      if (nothing([&glob](const auto& path) { return covers(glob, path); }))
        idle.push_back(fmt::format("{} '{}'", name, glob));
  for (const auto& mapping : options.map)
    if (nothing([&mapping](const auto& path) { return path.is_within(mapping.from); }))
      idle.push_back(fmt::format("--map '{}={}'", mapping.from.text(), mapping.to.text()));
  return idle;
}

WishedPath wished_path(const mail::FolderPath& path, const Options& options) {
  const FolderMapping* best = nullptr;
  for (const auto& mapping : options.map)
    if (path.is_within(mapping.from) &&
        (best == nullptr || mapping.from.segments().size() > best->from.segments().size()))
      best = &mapping;
  if (best != nullptr)
    return {joined(best->to, path.segments().subspan(best->from.segments().size())), true};
  if (options.into.is_root()) return {path, false};
  return {joined(options.into, path.segments()), false};
}

}  // namespace postferry::engine
