#include "imap/wire/flags.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "text/ascii.hpp"

namespace postferry::imap {
namespace {

using enum SystemFlag;
constexpr std::array<std::pair<std::string_view, SystemFlag>, 7> system_names{{
    {"\\Answered", answered},
    {"\\Flagged", flagged},
    {"\\Deleted", deleted},
    {"\\Seen", seen},
    {"\\Draft", draft},
    {"\\Recent", recent},
    {"\\*", any_keyword},
}};

// Null when it is no system flag.
const SystemFlag* system_flag(std::string_view name) noexcept {
  if (!name.starts_with('\\')) return nullptr;
  for (const auto& [known, flag] : system_names) {
    if (text::equal_ignoring_case(known, name)) return &flag;
  }
  return nullptr;
}

bool holds(const std::vector<std::string>& names, std::string_view name) noexcept {
  return std::ranges::any_of(
      names, [name](const std::string& each) { return text::equal_ignoring_case(each, name); });
}

}  // namespace

void Flags::add(std::string_view name) {
  if (const SystemFlag* flag = system_flag(name)) return set(*flag);
  if (!name.empty() && !holds(keywords_, name)) keywords_.emplace_back(name);
}

void Flags::remove(std::string_view name) {
  if (const SystemFlag* flag = system_flag(name)) return clear(*flag);
  std::erase_if(keywords_,
                [name](const std::string& each) { return text::equal_ignoring_case(each, name); });
}

bool Flags::has(std::string_view name) const noexcept {
  if (const SystemFlag* flag = system_flag(name)) return has(*flag);
  return holds(keywords_, name);
}

std::vector<std::string> Flags::names() const {
  std::vector<std::string> all;
  for (const auto& [name, flag] : system_names) {
    if (has(flag)) all.emplace_back(name);
  }
  all.insert(all.end(), keywords_.begin(), keywords_.end());
  return all;
}

bool Flags::operator==(const Flags& other) const noexcept {
  return bits_ == other.bits_ && keywords_.size() == other.keywords_.size() &&
         std::ranges::all_of(
             keywords_, [&other](const std::string& each) { return holds(other.keywords_, each); });
}

bool is_flag(std::string_view name) noexcept {
  if (name.starts_with('\\')) name.remove_prefix(1);
  constexpr std::string_view specials = "(){ %*\"\\]";
  return !name.empty() && std::ranges::none_of(name, [specials](char c) {
    return c <= ' ' || static_cast<unsigned char>(c) >= 0x7f || specials.contains(c);
  });
}

std::string print(const Flags& flags) {
  std::string out = "(";
  for (const std::string& name : flags.names()) {
    if (out.size() > 1) out.push_back(' ');
    out.append(name);
  }
  out.push_back(')');
  return out;
}

}  // namespace postferry::imap
