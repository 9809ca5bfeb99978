#include "engine/options.hpp"

#include <fmt/format.h>

#include "engine/special_use.hpp"

namespace postferry::engine {

std::string canonical_text(const Options& options) {
  std::string text;
  const auto line = [&text](std::string_view name, std::string_view value) {
    text.append(name).append("=").append(value).append("\n");
  };
  for (const auto& glob : options.include) line("include", glob);
  for (const auto& glob : options.exclude) line("exclude", glob);
  for (const auto use : options.exclude_special) line("exclude-special", special_use_name(use));
  for (const auto& [from, to] : options.map)
    line("map", fmt::format("{}={}", from.text(), to.text()));
  if (!options.into.is_root()) line("into", options.into.text());
  if (options.since) line("since", to_rfc3339(*options.since));
  if (options.before) line("before", to_rfc3339(*options.before));
  if (options.max_size_bytes) line("max-size", fmt::format("{}", *options.max_size_bytes));
  return text;
}

}  // namespace postferry::engine
