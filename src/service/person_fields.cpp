#include "service/person_fields.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <optional>
#include <set>
#include <utility>

#include "service/mail_address.hpp"
#include "service/pasted_text.hpp"
#include "service/time_zone.hpp"
#include "text/ascii.hpp"
#include "text/unicode.hpp"
#include "text/utf8.hpp"

namespace postferry::service {
namespace {

constexpr std::size_t longest_name_bytes = 200;
constexpr std::size_t fewest_characters = 12;
constexpr std::size_t longest_password_bytes = 1024;
// Of a password, besides the person's own words.
constexpr std::size_t fewest_others = 8;
constexpr std::size_t shortest_word = 4;
constexpr std::size_t most_domains = 200;

void say(FieldRefusals& wrong, std::string_view field, std::string_view code, std::string text) {
  wrong.push_back({.field = std::string(field), .code = code, .text = std::move(text)});
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char letter : std::string(text) + " ") {
    if (!std::string_view(" .-_+@").contains(letter)) {
      word += letter;
    } else if (!word.empty()) {
      words.push_back(std::exchange(word, {}));
    }
  }
  return words;
}

// Whether little is left of the password without these words.
bool is_made_of(std::string password, std::vector<std::string> words) {
  std::ranges::sort(words, std::ranges::greater(), &std::string::size);
  bool found = false;
  for (const auto& word : words) {
    if (word.size() < shortest_word) continue;
    for (auto at = password.find(word); at != std::string::npos; at = password.find(word)) {
      password.erase(at, word.size());
      found = true;
    }
  }
  const auto length = password.size();
  wipe(password);
  return found && length < fewest_others;
}

}  // namespace

std::string checked_name(FieldRefusals& wrong, std::string_view field, std::string_view written) {
  const auto name = text::trimmed(written);
  if (name.empty())
    say(wrong, field, "missing", "Enter a name.");
  else if (name.size() > longest_name_bytes)
    say(wrong, field, "too_long", "This is too long.");
  else if (!text::is_utf8(name))
    say(wrong, field, "not_utf8", "This holds bytes that are no text.");
  else if (has_control_character(name))
    say(wrong, field, "control_character", "This holds a character that cannot be seen.");
  return std::string(name);
}

std::string checked_email(FieldRefusals& wrong, std::string_view field, std::string_view written) {
  const auto address = mail_address(written);
  if (address) return address->text;
  say(wrong, field, finding_name(address.error().code), address.error().text);
  return {};
}

std::string email_key_of(std::string_view email) { return text::folded(email); }

void check_password(FieldRefusals& wrong, std::string_view field, const Secret& password,
                    std::string_view email, std::string_view name) {
  const auto points = text::code_points(password.reveal());
  if (!points) return say(wrong, field, "not_utf8", "This holds bytes that are no text.");
  if (points->size() < fewest_characters)
    return say(wrong, field, "password_too_short",
               fmt::format("Use {} characters or more.", fewest_characters));
  if (password.reveal().size() > longest_password_bytes)
    return say(wrong, field, "too_long",
               fmt::format("Use at most {} bytes.", longest_password_bytes));
  auto words = words_of(text::folded(email));
  words.push_back(text::folded(email));
  for (auto& word : words_of(text::folded(name))) words.push_back(std::move(word));
  const bool same_letter =
      std::ranges::all_of(*points, [&](char32_t point) { return point == points->front(); });
  if (same_letter || is_made_of(text::folded(password.reveal()), std::move(words)))
    say(wrong, field, "password_too_obvious", "Do not make it of your name or address.");
}

std::string checked_domains(FieldRefusals& wrong, std::string_view field,
                            const std::vector<std::string>& written) {
  if (written.size() > most_domains) {
    say(wrong, field, "too_long", fmt::format("Name at most {} domains.", most_domains));
    return {};
  }
  std::set<std::string> domains;
  for (const auto& domain : written) {
    const auto address = mail_address(fmt::format("postmaster@{}", text::trimmed(domain)));
    if (address)
      domains.insert(address->domain);
    else
      say(wrong, field, "bad_domain", fmt::format("{} is no domain.", text::trimmed(domain)));
  }
  return fmt::format("{}", fmt::join(domains, " "));
}

std::string checked_language(FieldRefusals& wrong, std::string_view field,
                             std::string_view written) {
  const auto is_letter = [](char c) { return text::lower(c) >= 'a' && text::lower(c) <= 'z'; };
  const auto main = written.substr(0, written.find('-'));
  const auto region = written.substr(std::min(main.size() + 1, written.size()));
  const bool good =
      written.empty() ||
      ((main.size() == 2 || main.size() == 3) && region.size() <= 8 &&
       std::ranges::all_of(main, is_letter) && std::ranges::all_of(region, is_letter));
  if (!good) say(wrong, field, "unknown_language", "This is no language.");
  return good ? std::string(written) : std::string();
}

std::string checked_time_zone(FieldRefusals& wrong, std::string_view field,
                              std::string_view written) {
  const bool good = written.empty() || TimeZone::named(written).has_value();
  if (!good) say(wrong, field, "unknown_time_zone", "Choose a time zone, such as Europe/Berlin.");
  return good ? std::string(written) : std::string();
}

}  // namespace postferry::service
