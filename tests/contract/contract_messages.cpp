#include "tests/contract/contract_messages.hpp"

#include <fmt/format.h>
#include <utility>

namespace postferry::test {
namespace {

std::string with_body(std::string_view body) {
  return "Message-ID: <awkward@example.org>\r\nDate: Thu, 17 May 2012 10:11:12 +0200\r\n\r\n" +
         std::string(body);
}

std::string every_byte_above_127() {
  std::string bytes;
  for (int i = 0x80; i < 0x100; ++i) bytes.push_back(static_cast<char>(i));
  return bytes;
}

std::string big_body() {
  std::string body;
  for (int line = 0; body.size() < (1U << 20); ++line)
    body += fmt::format("{:08} the quick brown fox jumps over the lazy dog\r\n", line);
  return body;
}

}  // namespace

std::string plain_message(int number) {
  return fmt::format(
      "Message-ID: <{0}@example.org>\r\nDate: Thu, 17 May 2012 10:{1:02}:12 +0200\r\n"
      "From: Ada <ada@example.org>\r\nSubject: number {0}\r\n\r\nHello, this is {0}.\r\n",
      number, number % 60);
}

std::vector<AwkwardMessage> awkward_messages(const std::set<Lacks>& lacks) {
  using namespace std::string_view_literals;
  std::vector<AwkwardMessage> messages{
      {"a header and nothing else", with_body("")},
      {"a header without an end", "Subject: lost\r\n"},
      {"no header", "\r\nonly a body\r\n"},
      {"bytes above 127", with_body(every_byte_above_127() + "\r\n")},
      {"a very long line", with_body(std::string(20'000, 'a') + "\r\n")},
      {"blanks at line ends", with_body("a \r\nb\t\r\n \r\n\r\n\r\n")},
      {"lines of dots", with_body(".\r\n..\r\n.\r\n")},
      {"lines like an mbox", with_body("From ada Thu May 17 10:11:12 2012\r\n>From bob\r\n")},
      {"lines like a server", with_body(")\r\n* 1 FETCH (UID 1 BODY[] {3}\r\nabc)\r\nA1 OK\r\n")},
      {"a megabyte", with_body(big_body())},
  };
  if (!lacks.contains(Lacks::final_line_ends))
    messages.push_back({"no final line end", with_body("the end")});
  if (!lacks.contains(Lacks::odd_headers))
    messages.push_back(
        {"bytes above 127 in the header", "Subject: " + every_byte_above_127() + "\r\n\r\nx\r\n"});
  if (!lacks.contains(Lacks::odd_headers) && !lacks.contains(Lacks::final_line_ends))
    messages.push_back({"one byte", "x"});
  if (!lacks.contains(Lacks::zero_bytes)) messages.push_back({"zero bytes", ""});
  if (!lacks.contains(Lacks::nul_bytes))
    messages.push_back({"NUL bytes", with_body("a\0b\0\r\n"sv)});
  if (!lacks.contains(Lacks::bare_line_feeds))
    messages.push_back({"bare line feeds", "Subject: unix\n\none\ntwo\r\nthree\rfour\n"});
  return messages;
}

std::vector<AwkwardMessage> awkward_headers(const std::set<Lacks>& lacks) {
  std::vector<AwkwardMessage> messages{
      {"plain", plain_message(1)},
      {"folded",
       "Message-ID:\r\n <folded@example.org>\r\nDate: Thu, 17 May 2012\r\n 10:11:12 "
       "+0200\r\n\r\nx\r\n"},
      {"no Message-ID", "Date: Thu, 17 May 2012 10:11:12 +0200\r\nSubject: none\r\n\r\nx\r\n"},
      {"no Date", "Message-ID: <no-date@example.org>\r\nFrom: ada@example.org\r\n\r\nx\r\n"},
      {"neither", "From: ada@example.org\r\nTo: bob@example.org\r\nSubject: a\r\n\r\nx\r\n"},
      {"twice",
       "Message-ID: <one@example.org>\r\nMessage-ID: <two@example.org>\r\n"
       "Date: Thu, 17 May 2012 10:11:12 +0200\r\n\r\nx\r\n"},
      {"names in any case",
       "MESSAGE-id: <case@example.org>\r\ndAtE: Thu, 17 May 2012\r\n\r\nx\r\n"},
      {"no header", "\r\nMessage-ID: <in-the-body@example.org>\r\n"},
      {"empty fields", "Message-ID:\r\nDate: \r\nSubject:\r\n\r\nx\r\n"},
  };
  if (!lacks.contains(Lacks::odd_headers))
    messages.push_back(
        {"8 bits", "Subject: gr\xc3\xbc\xc3\x9f\x65 \xff\xfe\r\nTo: \xe9\r\n\r\nx\r\n"});
  return messages;
}

}  // namespace postferry::test
