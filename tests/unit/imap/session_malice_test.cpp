// A malicious server: whatever it sends without end is refused by a bound, and the error says so.
#include <ostream>

#include "base/error_catalog.hpp"
#include "imap/session/append.hpp"
#include "tests/unit/imap/session_fixture.hpp"

namespace postferry::imap {
namespace {

struct Malice {
  const char* name;
  std::string answer;  // script lines behind a NOOP
  const char* words;   // what the error's text must hold
};

std::string repeated(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

void PrintTo(const Malice& malice, std::ostream* out) { *out << malice.name; }

class Malicious : public testing::TestWithParam<Malice> {};

TEST_P(Malicious, IsRefusedByABound) {
  for (const auto mode : {BodyLiterals::inlined, BodyLiterals::streamed}) {
    ScriptedServer server(logged_in("X") + "C: {tag} NOOP\n" + GetParam().answer + "\nX silence\n");
    TaskLoop loop;
    SessionOptions options = quick_options();
    options.timeouts.command = options.timeouts.idle = std::chrono::minutes(1);
    const auto session = open_to(loop, server, alice(), options);
    session->stream_bodies(mode);
    session->send(plain_command("NOOP"));
    const Error error = failure_of([&] {
      while (true) loop.run(session->next());
    });
    EXPECT_EQ(error.code, ErrorCode::bound_exceeded) << code_name(error.code);
    EXPECT_NE(error.text.find(GetParam().words), std::string::npos) << error.text;
    EXPECT_EQ(error.side, Side::source);
    EXPECT_EQ(error.where, "mail.example");
    EXPECT_FALSE(session->usable());
  }
}

INSTANTIATE_TEST_SUITE_P(
    Servers, Malicious,
    testing::Values(
        Malice{"an_endless_line", "S= * OK <<61*3000000>>", "too long"},
        Malice{"an_endless_listing", "S= * LIST () \"/\" <<61*80000000>>", "too long"},
        Malice{"a_literal_of_two_to_the_63", "S: * 1 FETCH (BODY[] {9223372036854775808}",
               "9223372036854775808"},
        Malice{"a_literal_beyond_64_bits", "S: * 1 FETCH (BODY[] {99999999999999999999}", "bytes"},
        Malice{"a_header_of_a_gigabyte", "S: * 1 FETCH (BODY[HEADER] {1073741824}", "1073741824"},
        Malice{"many_capabilities", "S: * CAPABILITY" + repeated(" A", 400'000), "too many words"},
        Malice{"a_million_capabilities", "S: * CAPABILITY<<2041*1000000>>", "too long"},
        Malice{"nested_parentheses", "S: * 1 FETCH (ENVELOPE <<28*500000>>", "nested too deep"},
        Malice{"many_flags", "S: * FLAGS (" + repeated("a ", 100'000) + ")", "2000"},
        Malice{"many_copies", "S: * 1 FETCH (" + repeated("UID 1 ", 5'000) + ")", "2000"}),
    [](const auto& info) { return info.param.name; });

TEST(Malicious, AFloodInsteadOfAPermissionIsRefused) {
  ScriptedServer server(
      logged_in("X") +
      "C: {tag} APPEND * {2}\nS= <<2a2031204558495354530d0a*100100>>\nX silence\n");
  TaskLoop loop;
  const auto session = open_to(loop, server);
  const auto talk = [](Session& open) -> Task<> {
    Append append(open, "INBOX");
    co_await append.begin({}, std::nullopt, 2);
  };
  EXPECT_EQ(failure_of([&] { loop.run(talk(*session)); }).code, ErrorCode::bound_exceeded);
}

TEST(Malicious, WhatIsEnabledUnaskedIsNotKeptWithoutEnd) {
  std::string script = logged_in("X") + "C: {tag} NOOP\n";
  for (int i = 0; i < 300; ++i) script += "S: * ENABLED X" + std::to_string(i) + "\n";
  ScriptedServer server(script + "S: {tag} OK done\nX close\n");
  TaskLoop loop;
  const auto session = open_to(loop, server);
  EXPECT_TRUE(loop.run(session->run(plain_command("NOOP"))).ok());
  EXPECT_TRUE(session->enabled("X10"));
  EXPECT_FALSE(session->enabled("X299"));
}

}  // namespace
}  // namespace postferry::imap
