#include "engine/naming.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "base/sha256.hpp"
#include "text/modified_utf7.hpp"
#include "text/unicode.hpp"
#include "text/utf8.hpp"

namespace postferry::engine {
namespace {

constexpr char32_t full_width_offset = 0xFF01 - 0x21;
constexpr char32_t control_pictures = 0x2400;
constexpr std::size_t digest_mark_bytes = 7;
constexpr std::size_t longest_plain_bytes = 20;

void add_reason(std::string& because, std::string_view reason) {
  if (!because.empty()) because.append(", ");
  because.append(reason);
}

// A white square for every character that the basic plane does not have.
std::string within_basic_plane(const std::string& name) {
  std::string result;
  for (const char32_t code : text::code_points(name).value_or(std::u32string()))
    text::append_utf8(result, code > 0xFFFF ? U'\u25A1' : code);
  return result;
}

std::string without_forbidden(const std::string& name, const mail::NamingRules& rules) {
  std::string result;
  for (const char c : name) {
    const auto code = static_cast<unsigned char>(c);
    const auto& forbidden =
        result.empty() ? rules.forbidden + rules.forbidden_at_start : rules.forbidden;
    if (code < 0x20 || code == 0x7F) {
      text::append_utf8(result, code == 0x7F ? 0x2421 : control_pictures + code);
    } else if (forbidden.find(c) != std::string_view::npos && code > 0x20 && code < 0x7F) {
      text::append_utf8(result, full_width_offset + code);
    } else if (forbidden.find(c) != std::string_view::npos) {
      text::append_utf8(result, 0x2423);
    } else {
      result.push_back(c);
    }
  }
  return rules.characters == mail::NameCharacters::all ? result : within_basic_plane(result);
}

void drop_last_character(std::string& name) {
  while (!name.empty() && (static_cast<unsigned char>(name.back()) & 0xC0) == 0x80) name.pop_back();
  if (!name.empty()) name.pop_back();
}

std::string digest_mark(const std::string& name) {
  const auto digest = sha256(name);
  return fmt::format("~{:02x}{:02x}{:02x}", digest[0], digest[1], digest[2]);
}

std::string shortened(const std::string& name, std::size_t longest, mail::NameEncoding encoding,
                      std::string_view ending) {
  std::string result = name;
  while (!result.empty() && encoded_bytes(result + std::string(ending), encoding) > longest)
    drop_last_character(result);
  return result.append(ending);
}

std::size_t room_below(const mail::FolderPath& parent, const mail::NamingRules& rules) {
  std::size_t used = 0;
  for (const auto& segment : parent.segments()) used += encoded_bytes(segment, rules.encoding) + 1;
  const auto left = rules.longest_path_bytes > used ? rules.longest_path_bytes - used : 0;
  return std::max(std::min(left, rules.longest_segment_bytes), digest_mark_bytes + 1);
}

bool is_reserved(const mail::FolderPath& parent, const std::string& name,
                 const mail::NamingRules& rules) {
  return parent.is_root() && std::ranges::any_of(rules.reserved, [&name](const auto& reserved) {
           return text::folded(reserved) == text::folded(name);
         });
}

// Letters and digits of ASCII, which every server takes, and a mark that keeps it unlike others.
std::string plain_and_short(const std::string& name) {
  std::string result;
  for (const char c : name) {
    if (result.size() == longest_plain_bytes) break;
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (plain) result.push_back(c);
  }
  return result + digest_mark(name);
}

}  // namespace

mail::FolderPath beside_parent(const mail::FolderPath& path) {
  return path.parent().parent().child(fmt::format("{} - {}", path.parent().name(), path.name()));
}

std::vector<mail::FolderPath> other_names(const mail::FolderPath& refused) {
  std::vector<mail::FolderPath> names;
  names.push_back(refused.parent().child(refused.name() + "_"));
  names.push_back(refused.parent().child(plain_and_short(refused.name())));
  for (auto path = refused; !path.parent().is_root(); names.push_back(path))
    path = beside_parent(path);
  return names;
}

std::size_t encoded_bytes(const std::string& segment, mail::NameEncoding encoding) {
  if (encoding == mail::NameEncoding::utf8) return segment.size();
  const auto encoded = text::modified_utf7_encode(segment);
  return encoded ? encoded->size() : segment.size();
}

FittedName fit_name(const mail::FolderPath& parent, const std::string& name,
                    const mail::NamingRules& rules,
                    const std::function<bool(const std::string&)>& is_taken) {
  FittedName fitted{without_forbidden(name, rules), {}};
  if (fitted.name != name) add_reason(fitted.because, "the target forbids a character of its name");
  if (is_reserved(parent, fitted.name, rules)) {
    fitted.name.push_back('_');
    add_reason(fitted.because, "the target reserves this name");
  }
  const auto longest = room_below(parent, rules);
  if (encoded_bytes(fitted.name, rules.encoding) > longest) {
    fitted.name = shortened(fitted.name, longest, rules.encoding, digest_mark(name));
    add_reason(fitted.because, "its name is too long for the target");
  }
  if (!is_taken(fitted.name)) return fitted;
  add_reason(fitted.because, "another folder has this name there");
  const auto base = fitted.name;
  for (int number = 2;; ++number) {
    const auto ending = fmt::format(" ({})", number);
    fitted.name = shortened(base, longest, rules.encoding, ending);
    if (!is_taken(fitted.name)) return fitted;
  }
}

}  // namespace postferry::engine
