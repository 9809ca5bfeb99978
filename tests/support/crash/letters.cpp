#include "tests/support/crash/letters.hpp"

#include <fmt/format.h>

namespace postferry::test {
namespace {

std::string header(int number) {
  return fmt::format(
      "Message-ID: <letter-{0}@old.example>\r\n"
      "Date: Fri, {1:02} Mar 2012 10:{2:02}:00 +0100\r\n"
      "From: Anna <anna@old.example>\r\nTo: Bert <bert@new.example>\r\n"
      "Subject: Letter {0}\r\n",
      number, number % 28 + 1, number % 60);
}

std::string text(int number, std::size_t size_bytes) {
  std::string body;
  for (int line = 0; body.size() < size_bytes; ++line) {
    body += fmt::format("Line {} of letter {}, which is about nothing in particular.\r\n", line,
                        number);
  }
  return body;
}

}  // namespace

std::string letter(int number, std::size_t size_bytes) {
  return header(number) + "\r\n" + text(number, size_bytes);
}

std::string letter_with_other_body(int number, int variant) {
  return header(number) + fmt::format("\r\nVariant {}.\r\n", variant);
}

std::string letter_without_identity(int look, int variant) {
  return fmt::format(
      "From: Draft {0} <draft@old.example>\r\nSubject: Draft {0}\r\n\r\nText {1}.\r\n", look,
      variant);
}

std::string received_of(int number) {
  return fmt::format("{:02}-Jul-2011 {:02}:{:02}:25 +0{}00", number % 28 + 1, number % 24,
                     number % 60, number % 4);
}

}  // namespace postferry::test
