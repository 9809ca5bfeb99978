#include "service/lists/choices.hpp"

#include <charconv>
#include <fmt/format.h>

#include "engine/special_use.hpp"
#include "text/ascii.hpp"
#include "text/display.hpp"
#include "text/quantities.hpp"

namespace postferry::service {
namespace {

constexpr std::uint64_t slowest_rate_bytes = 1024;
constexpr std::size_t most_connections = 32;

std::unexpected<Error> refuse(std::string_view option, std::string_view written,
                              std::string_view allowed) {
  return std::unexpected(unusable_option(option, written, allowed));
}

Result<std::optional<Instant>> instant_of(std::string_view option, const std::string& written) {
  if (written.empty()) return std::nullopt;
  const auto instant = text::parse_instant(written);
  if (!instant)
    return refuse(option, written,
                  "Write a date as YYYY-MM-DD, or an instant as 2024-02-29T18:00:00+01:00.");
  return instant;
}

Result<std::optional<std::uint64_t>> size_of(std::string_view option, const std::string& written,
                                             std::uint64_t least) {
  if (written.empty()) return std::nullopt;
  const auto size = text::parse_size(written);
  if (!size || *size < least)
    return refuse(option, written,
                  fmt::format("Write a number of bytes from {} up, or one with K, M or G, such as "
                              "25M.",
                              least));
  return size;
}

Result<std::optional<std::size_t>> connections_of(const std::string& written) {
  if (written.empty()) return std::nullopt;
  return number_option("--connections", written, most_connections);
}

// One use of a list such as "junk,trash".
Result<mail::SpecialUse> special_use_of(std::string_view written) {
  const auto use = engine::special_use_named(text::to_lower(text::trimmed(written)));
  if (!use || *use == mail::SpecialUse::none || *use == mail::SpecialUse::inbox)
    return refuse("--exclude-special", written,
                  "Write one or more of sent, drafts, trash, junk, archive, all, flagged and "
                  "important, separated by commas.");
  return *use;
}

Result<std::vector<mail::SpecialUse>> special_uses_of(const std::vector<std::string>& written) {
  std::vector<mail::SpecialUse> uses;
  for (std::string_view list : written) {
    while (true) {
      const auto comma = list.find(',');
      const auto use = special_use_of(list.substr(0, comma));
      if (!use) return std::unexpected(use.error());
      uses.push_back(*use);
      if (comma == std::string_view::npos) break;
      list.remove_prefix(comma + 1);
    }
  }
  return uses;
}

Result<std::vector<std::string>> globs_of(std::string_view option,
                                          const std::vector<std::string>& written) {
  for (const auto& glob : written)
    if (glob.empty())
      return refuse(option, glob, "Write a folder's path, such as Archive/2019 or 'Lists/*'.");
  return written;
}

Result<mail::FolderPath> folder_of(std::string_view option, std::string_view written) {
  auto path = mail::FolderPath::parse(written);
  if (!path || path->is_root())
    return refuse(option, written,
                  "Write a folder's path such as Archive/2019; // stands for a slash inside a "
                  "name.");
  return path;
}

std::optional<Error> read_choices(const WrittenChoices& written, engine::Options& options) {
  auto include = globs_of("--include", written.include);
  if (!include) return include.error();
  options.include = std::move(*include);
  auto exclude = globs_of("--exclude", written.exclude);
  if (!exclude) return exclude.error();
  options.exclude = std::move(*exclude);
  auto uses = special_uses_of(written.exclude_special);
  if (!uses) return uses.error();
  options.exclude_special = std::move(*uses);
  const auto since = instant_of("--since", written.since);
  if (!since) return since.error();
  options.since = *since;
  const auto before = instant_of("--before", written.before);
  if (!before) return before.error();
  options.before = *before;
  if (options.since && options.before && *options.since >= *options.before)
    return refuse("--before", written.before, "It must be later than --since.").error();
  const auto size = size_of("--max-size", written.max_size, 1);
  if (!size) return size.error();
  options.max_size_bytes = *size;
  return std::nullopt;
}

std::optional<Error> read_places(const WrittenChoices& written, engine::Options& options) {
  for (const auto& each : written.map) {
    auto mapping = parse_mapping(each);
    if (!mapping) return mapping.error();
    for (const auto& other : options.map)
      if (other.from == mapping->from)
        return refuse("--map", each, "Its folder is mapped twice; map it once.").error();
    options.map.push_back(std::move(*mapping));
  }
  if (written.into.empty()) return std::nullopt;
  auto into = folder_of("--into", written.into);
  if (!into) return into.error();
  options.into = std::move(*into);
  return std::nullopt;
}

}  // namespace

Error unusable_option(std::string_view option, std::string_view written, std::string_view allowed) {
  const auto shown = text::shortened(text::printable(written), 60);
  return {.code = ErrorCode::bad_usage,
          .text = shown.empty() ? std::string(allowed)
                                : fmt::format("\"{}\" cannot be used. {}", shown, allowed),
          .where = std::string(option)};
}

Result<std::size_t> number_option(std::string_view option, const std::string& written,
                                  std::size_t most) {
  std::size_t number = 0;
  const auto* end = written.data() + written.size();
  const auto [rest, wrong] = std::from_chars(written.data(), end, number);
  if (wrong != std::errc{} || rest != end || number == 0 || number > most)
    return refuse(option, written, fmt::format("Write a number from 1 to {}.", most));
  return number;
}

Result<std::optional<std::uint64_t>> rate_option(std::string_view option,
                                                 const std::string& written) {
  return size_of(option, written, slowest_rate_bytes);
}

Result<engine::FolderMapping> parse_mapping(const std::string& written) {
  constexpr std::string_view allowed =
      "Write FROM=TO, two folder paths such as 'Old Mail=Archive/Old'; \\= stands for an equals "
      "sign inside a name.";
  std::string sides[2];
  std::size_t side = 0;
  for (std::size_t at = 0; at < written.size(); ++at) {
    const bool escaped = written[at] == '\\' && at + 1 < written.size() && written[at + 1] == '=';
    if (escaped) ++at;
    if (written[at] == '=' && !escaped && ++side > 1) return refuse("--map", written, allowed);
    if (written[at] != '=' || escaped) sides[side] += written[at];
  }
  const auto from = mail::FolderPath::parse(sides[0]);
  const auto to = mail::FolderPath::parse(sides[1]);
  if (side != 1 || !from || !to || from->is_root() || to->is_root())
    return refuse("--map", written, allowed);
  return engine::FolderMapping{*from, *to};
}

Result<engine::Options> engine_options(const WrittenChoices& written) {
  engine::Options options;
  if (auto wrong = read_choices(written, options)) return std::unexpected(std::move(*wrong));
  if (auto wrong = read_places(written, options)) return std::unexpected(std::move(*wrong));
  const auto connections = connections_of(written.connections);
  if (!connections) return std::unexpected(connections.error());
  options.connections = *connections;
  const auto rate = rate_option("--limit-rate", written.limit_rate);
  if (!rate) return std::unexpected(rate.error());
  options.rate_bytes = *rate;
  if (written.accept_dates) options.accept_dates = engine::AcceptDates::yes;
  if (written.accept_new_server) options.accept_server = engine::AcceptServer::yes;
  return options;
}

}  // namespace postferry::service
