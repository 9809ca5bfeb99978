#include "net/mail_message.hpp"

#include <algorithm>
#include <fmt/chrono.h>
#include <fmt/format.h>

#include "text/base64.hpp"
#include "text/utf8.hpp"

namespace postferry::net {
namespace {

constexpr std::size_t longest_address = 254;       // RFC 5321 section 4.5.3.1.3
constexpr std::size_t longest_local_part = 64;     // and .1
constexpr std::size_t bytes_of_encoded_word = 42;  // gives 56 characters, 68 with its marks
constexpr std::size_t bytes_of_base64_line = 57;   // gives 76
constexpr std::size_t longest_plain_header = 70;

bool is_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool is_atom_character(char c) {
  return is_letter_or_digit(c) ||
         std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

bool is_dotted(std::string_view text, bool (*fits)(char)) {
  while (true) {
    const auto part = text.substr(0, text.find('.'));
    if (part.empty() || !std::ranges::all_of(part, fits)) return false;
    if (part.size() == text.size()) return true;
    text.remove_prefix(part.size() + 1);
  }
}

bool is_label_character(char c) { return is_letter_or_digit(c) || c == '-'; }

bool is_plain(std::string_view text) {
  return text.size() <= longest_plain_header && text.find("=?") == std::string_view::npos &&
         std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

// As many whole characters as fit.
std::size_t whole_characters(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text.size();
  std::size_t size = most;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80) --size;
  return size;
}

std::string quoted_phrase(std::string_view text) {
  std::string phrase = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') phrase += '\\';
    phrase += c;
  }
  return phrase + "\"";
}

std::string sender(const MailMessage& message) {
  const std::string& name = message.from_name.text();
  if (name.empty()) return message.from.text();
  const std::string phrase = is_plain(name) ? quoted_phrase(name) : message.from_name.encoded();
  return phrase + " <" + message.from.text() + ">";
}

std::string recipients(const MailMessage& message) {
  std::string list;
  for (const auto& address : message.to) list += (list.empty() ? "" : ",\r\n ") + address.text();
  return list;
}

std::string canonical_lines(std::string_view text) {
  std::string lines;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n') continue;
    if (text[at] == '\n' || text[at] == '\r')
      lines += "\r\n";
    else
      lines += text[at];
  }
  return lines;
}

std::string base64_lines(std::string_view bytes) {
  std::string lines;
  for (std::size_t at = 0; at < bytes.size(); at += bytes_of_base64_line)
    lines += text::base64_encode(bytes.substr(at, bytes_of_base64_line)) + "\r\n";
  return lines;
}

}  // namespace

std::optional<MailAddress> MailAddress::parse(std::string_view text) {
  const auto at = text.rfind('@');
  if (at == std::string_view::npos || at > longest_local_part || text.size() > longest_address ||
      !is_dotted(text.substr(0, at), is_atom_character) ||
      !is_dotted(text.substr(at + 1), is_label_character))
    return std::nullopt;
  return MailAddress(text);
}

std::string_view MailAddress::domain() const noexcept {
  return std::string_view(text_).substr(text_.rfind('@') + 1);
}

HeaderText::HeaderText(std::string_view text) : text_(text) {
  const bool valid = text::is_utf8(text);
  for (char& c : text_) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) c = ' ';
    if (!valid && byte >= 0x80) c = '?';
  }
}

//   encoded-word = "=?utf-8?B?" encoded-text "?="
std::string HeaderText::encoded() const {
  if (is_plain(text_)) return text_;
  std::string words;
  std::string_view rest = text_;
  while (!rest.empty()) {
    const auto size = whole_characters(rest, bytes_of_encoded_word);
    if (!words.empty()) words += "\r\n ";
    words += "=?utf-8?B?" + text::base64_encode(rest.substr(0, size)) + "?=";
    rest.remove_prefix(size);
  }
  return words;
}

std::string to_rfc5322(const MailMessage& message, Instant date) {
  std::string unique;
  std::ranges::copy_if(message.unique.text(), std::back_inserter(unique), is_letter_or_digit);
  return fmt::format(
      "Date: {:%a, %d %b %Y %H:%M:%S} +0000\r\n"
      "From: {}\r\n"
      "To: {}\r\n"
      "Subject: {}\r\n"
      "Message-ID: <{}@{}>\r\n"
      "Auto-Submitted: auto-generated\r\n"
      "MIME-Version: 1.0\r\n"
      "Content-Type: text/plain; charset=utf-8\r\n"
      "Content-Transfer-Encoding: base64\r\n"
      "\r\n"
      "{}",
      fmt::gmtime(std::chrono::system_clock::to_time_t(date)), sender(message), recipients(message),
      message.subject.encoded(), unique, message.from.domain(),
      base64_lines(canonical_lines(message.text)));
}

}  // namespace postferry::net
