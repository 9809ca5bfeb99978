#include "service/mail_address.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

#include "service/pasted_text.hpp"
#include "text/ascii.hpp"
#include "text/idna.hpp"

namespace postferry::service {
namespace {

using enum FindingCode;

constexpr std::size_t longest_address = 254;
constexpr std::size_t longest_local_part = 64;
constexpr std::size_t longest_user = 320;

std::unexpected<Finding> no_address(std::string text) {
  return refused(bad_address, std::move(text));
}

std::string replaced(std::string_view text, std::string_view wrong, std::string_view right) {
  std::string result(text);
  for (auto at = result.find(wrong); at != std::string::npos; at = result.find(wrong, at))
    result.replace(at, wrong.size(), right);
  return result;
}

std::string did_you_mean(std::string_view what, std::string_view text, std::string_view wrong,
                         std::string_view right) {
  return fmt::format("{} is not allowed here. Did you mean {}?", what,
                     replaced(text, wrong, right));
}

// What comes with pasting, or from other fingers than meant.
std::optional<std::string> familiar_mistake(std::string_view text) {
  if (text.ends_with('>') && text.contains('<')) {
    const auto begin = text.rfind('<') + 1;
    return fmt::format("Write the address alone: {}.", text.substr(begin, text.size() - begin - 1));
  }
  if (text::equal_ignoring_case(text.substr(0, 7), "mailto:"))
    return fmt::format("Write the address alone: {}.", text.substr(7));
  if (text.contains("\xEF\xBC\xA0")) return did_you_mean("A wide @", text, "\xEF\xBC\xA0", "@");
  if (!text.contains('@')) return "The @ is missing; write the whole address.";
  if (text.starts_with('"')) return std::nullopt;
  if (text.contains(',')) return did_you_mean("A comma", text, ",", ".");
  if (text.contains(';')) return "Write one address, without a semicolon.";
  if (std::ranges::count(text, '@') > 1) return "There are two @; one address has one.";
  if (text.find_first_of(" \t") != std::string_view::npos)
    return "An address holds no blank; take it out.";
  return std::nullopt;
}

//   atext, with UTF8-non-ascii of RFC 6531
bool is_atext(char c) {
  constexpr std::string_view marks = "!#$%&'*+-/=?^_`{|}~";
  const char small = text::lower(c);
  return c < 0 || (c >= '0' && c <= '9') || (small >= 'a' && small <= 'z') || marks.contains(c);
}

//   qtext and quoted-pairs between quotes
bool is_quoted_string(std::string_view local) {
  if (local.size() < 2 || !local.starts_with('"') || !local.ends_with('"')) return false;
  for (std::size_t at = 1; at + 1 < local.size(); ++at) {
    if (local[at] == '"') return false;
    if (local[at] == '\\' && ++at + 1 >= local.size()) return false;
  }
  return true;
}

// Nothing, or what is wrong. Dots at odd places are let through: some hosts have given such names.
std::optional<std::string> local_part_mistake(std::string_view local) {
  if (local.empty()) return "Nothing stands before the @.";
  if (local.size() > longest_local_part)
    return fmt::format("What stands before the @ is longer than {} bytes.", longest_local_part);
  if (is_quoted_string(local)) return std::nullopt;
  const auto wrong = std::ranges::find_if(local, [](char c) { return !is_atext(c) && c != '.'; });
  if (wrong == local.end()) return std::nullopt;
  return fmt::format("{} cannot stand before the @.", shown_in_quotes({&*wrong, 1}));
}

}  // namespace

Checked<MailAddress> mail_address(std::string_view written) {
  const auto text = without_edges(written);
  if (text.empty())
    return refused(missing, "The address is missing; write it whole, such as anna@old.example.");
  if (auto wrong = unreadable(text, longest_address)) return std::unexpected(std::move(*wrong));
  if (auto wrong = unseen_character(text)) return std::unexpected(std::move(*wrong));
  if (auto mistake = familiar_mistake(text)) return no_address(std::move(*mistake));
  const auto at = text.rfind('@');
  if (auto mistake = local_part_mistake(text.substr(0, at))) return no_address(std::move(*mistake));
  const auto domain = text.substr(at + 1);
  if (domain.empty()) return no_address("Nothing stands behind the @; write the whole address.");
  if (domain.contains(".."))
    return no_address("Two dots follow each other behind the @; one is too many.");
  auto name = text::ascii_domain(domain);
  if (!name) return no_address(fmt::format("{} is no domain.", shown_in_quotes(domain)));
  return MailAddress{std::string(text), std::move(*name)};
}

std::optional<Finding> domain_doubt(const MailAddress& address) {
  if (address.domain.contains('.')) return std::nullopt;
  return Finding{
      domain_without_dot,
      fmt::format("{} has no dot; is the address whole?", shown_in_quotes(address.domain)),
      Severity::warning};
}

Checked<std::string> user_name(std::string_view written) {
  const auto text = without_edges(written);
  if (text.empty()) return refused(missing, "The user name is missing.");
  if (auto wrong = unreadable(text, longest_user)) return std::unexpected(std::move(*wrong));
  if (auto wrong = unseen_character(text)) return std::unexpected(std::move(*wrong));
  return std::string(text);
}

}  // namespace postferry::service
