// A server that lists folders without end is refused by a bound, before its listing fills the
// memory.
#include <gtest/gtest.h>

#include "imap/store/open.hpp"
#include "tests/unit/imap/session_fixture.hpp"

namespace postferry::imap {
namespace {

// 300,000 times the same bytes in hex, behind the login and the first command.
Error error_after(const std::string& line_in_hex, const std::string& capabilities) {
  ScriptedServer server(logged_in(capabilities) + "C: {tag} LIST *\nS= <<" + line_in_hex +
                        "*300000>>\nX silence\n");
  TaskLoop loop;
  const auto source = loop.run(open_source({.side = Side::source,
                                            .endpoint = endpoint_of(server),
                                            .policy = {},
                                            .user = "alice",
                                            .master = {},
                                            .master_separator = {},
                                            .password = Secret("sesame"),
                                            .trace = nullptr}));
  const Error error = failure_of([&] { loop.run(source->folders()); });
  EXPECT_EQ(server.problems(), "");
  return error;
}

TEST(ListingBound, FoldersWithoutEndAreRefused) {
  // * LIST () "/" a
  const Error error = error_after("2a204c49535420282920222f2220610d0a", "X");
  EXPECT_EQ(error.code, ErrorCode::bound_exceeded) << error.text;
  EXPECT_EQ(error.text, "LIST shows more than 100,000 folders.");
  EXPECT_EQ(error.side, Side::source);
}

TEST(ListingBound, StatesWithoutEndAreRefused) {
  // * STATUS a (MESSAGES 1)
  const Error error = error_after(
      "2a20535441545553206120284d45535341474553203129"
      "0d0a",
      "LIST-EXTENDED LIST-STATUS");
  EXPECT_EQ(error.code, ErrorCode::bound_exceeded) << error.text;
}

}  // namespace
}  // namespace postferry::imap
