// One message as a service writes it (RFC 5322, MIME): plain text from one address to some.
//
// Made by the notices, sent by Mailer. Header injection is impossible by type: an address is one
// that parsed, and HeaderText holds no line end. Values, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"

namespace postferry::net {

// local@domain in ASCII, as it stands in MAIL FROM and RCPT TO (RFC 5321 section 4.1.2, without
// quoted local parts and address literals).
class MailAddress {
 public:
  //   addr-spec = dot-string "@" domain
  static std::optional<MailAddress> parse(std::string_view text);

  const std::string& text() const noexcept { return text_; }
  std::string_view domain() const noexcept;
  friend bool operator==(const MailAddress&, const MailAddress&) = default;

 private:
  explicit MailAddress(std::string_view text) : text_(text) {}

  std::string text_;
};

// Text for a header field: UTF-8 on one line. Control characters become blanks, bytes that are no
// UTF-8 question marks.
class HeaderText {
 public:
  HeaderText() = default;
  explicit HeaderText(std::string_view text);

  const std::string& text() const noexcept { return text_; }
  // As it stands in a header: ASCII as it is, the rest as encoded words (RFC 2047), folded.
  std::string encoded() const;

 private:
  std::string text_;
};

struct MailMessage {
  MailAddress from;
  HeaderText from_name = {};
  std::vector<MailAddress> to;
  HeaderText subject = {};
  std::string text = {};   // UTF-8; any line ends
  HeaderText unique = {};  // of the Message-ID, before the @ and the sender's domain
};

// With CRLF line ends; Auto-Submitted: auto-generated (RFC 3834), so that no vacation answers.
std::string to_rfc5322(const MailMessage& message, Instant date);

}  // namespace postferry::net
