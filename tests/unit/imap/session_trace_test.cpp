// What --trace shows, and what it must never show.
#include <filesystem>
#include <fstream>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>

#include "imap/session/append.hpp"
#include "tests/unit/imap/session_fixture.hpp"

namespace postferry::imap {
namespace {

TEST(Trace, HoldsNoSecretInAnyForm) {
  const std::string secret = "se\"same\\9";
  ScriptedServer server(
      "S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] ready\n"
      "C: {tag} AUTHENTICATE PLAIN *\n"
      "S: {tag} BAD not: AUTHENTICATE PLAIN AGFsaWNlAHNlInNhbWVcOQ==\n"
      "C: {tag} LOGIN *\nS: * NO you said se\"same\\9 or \"se\\\"same\\\\9\"\n"
      "S: {tag} NO Login failed for alice with se\"same\\9\nX silence\n");
  SessionOptions options = quick_options();
  const auto trace = std::make_shared<KeptTrace>();
  options.trace = trace;
  TaskLoop loop;
  const Error error = failure_of([&] {
    open_to(loop, server, {.user = "alice", .password = Secret(secret), .authorize_as = {}},
            options);
  });
  EXPECT_EQ(error.code, ErrorCode::wrong_password);
  for (const std::string& text : {trace->text(), error.text}) {
    EXPECT_EQ(text.find("same"), std::string::npos) << text;
    EXPECT_EQ(text.find("AGFsaWNl"), std::string::npos) << text;
  }
  EXPECT_NE(trace->text().find("LOGIN"), std::string::npos);
  EXPECT_EQ(server.problems(), "");
}

TEST(Trace, BlanksWhatMessagesSay) {
  EXPECT_EQ(
      traced_response("* 1 FETCH (UID 2 BODY[HEADER.FIELDS (SUBJECT)] {17}\r\nSubject: secret\r\n "
                      "INTERNALDATE \"01-Jan-2020 00:00:00 +0000\")"),
      "* 1 FETCH (UID 2 BODY[HEADER.FIELDS (SUBJECT)] {17 bytes} INTERNALDATE "
      "\"01-Jan-2020 00:00:00 +0000\")");
  EXPECT_EQ(traced_response("* 1 FETCH (BODY[] \"se\\\"cret\" UID 3)"),
            "* 1 FETCH (BODY[] {8 bytes} UID 3)");
  EXPECT_EQ(traced_response("* LIST () \"/\" \"Sent\""), "* LIST () \"/\" \"Sent\"");
  EXPECT_LT(traced_response("* SEARCH " + std::string(100'000, '1')).size(), 2100u);
}

TEST(Trace, IsAFileForItsOwnerWithTimeConnectionAndDirection) {
  const auto path =
      std::filesystem::temp_directory_path() / ("postferry-trace." + std::to_string(::getpid()));
  {
    FileTrace trace(path.string());
    EXPECT_EQ(trace.next_connection(), 1u);
    EXPECT_EQ(trace.next_connection(), 2u);
    trace.line(2, TraceKind::sent, "P1 NOOP");
    trace.line(2, TraceKind::received, "P1 OK done");
    trace.line(1, TraceKind::note, "TLS is on");
  }
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  EXPECT_NE(text.str().find(" #2 C: P1 NOOP\n"), std::string::npos) << text.str();
  EXPECT_NE(text.str().find(" #2 S: P1 OK done\n"), std::string::npos);
  EXPECT_NE(text.str().find(" #1 -: TLS is on\n"), std::string::npos);
  struct stat status{};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  std::filesystem::remove(path);
}

TEST(Trace, AFileThatCannotBeWrittenIsNamed) {
  const Error error = failure_of([] { FileTrace trace("/nowhere/trace"); });
  EXPECT_EQ(error.code, ErrorCode::file_unreadable);
  EXPECT_EQ(error.where, "/nowhere/trace");
}

TEST(Trace, ShowsTheSizeOfWhatIsAppended) {
  ScriptedServer server(logged_in("LITERAL+") +
                        "C: {tag} APPEND * {6+}\nC: secret\nS: {tag} OK done\nX close\n");
  SessionOptions options = quick_options();
  const auto trace = std::make_shared<KeptTrace>();
  options.trace = trace;
  TaskLoop loop;
  const auto session = open_to(loop, server, alice(), options);
  const auto talk = [](Session& open) -> Task<> {
    Append append(open, "INBOX");
    co_await append.begin({}, std::nullopt, 6);
    co_await append.write("secret");
    append.finish();
    co_await open.next();
  };
  loop.run(talk(*session));
  EXPECT_NE(trace->text().find("C: {6 bytes}\n"), std::string::npos) << trace->text();
  EXPECT_EQ(trace->text().find("secret"), std::string::npos);
}

}  // namespace
}  // namespace postferry::imap
