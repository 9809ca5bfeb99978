// How conversations end: BYE, silence, talk without end, deadlines, LOGOUT.
#include <thread>

#include <boost/asio/steady_timer.hpp>

#include "tests/unit/imap/session_fixture.hpp"

namespace postferry::imap {
namespace {

using namespace std::chrono_literals;

Command no_operation() { return plain_command("NOOP"); }

TEST(Ending, AByeIsTheReasonOfTheEnd) {
  ScriptedServer server(logged_in("X") +
                        "C: {tag} NOOP\nS: * BYE Session invalidated - AccessTokenExpired\n"
                        "X close\n");
  TaskLoop loop;
  const auto session = open_to(loop, server);
  const Error error = failure_of([&] { loop.run(session->run(no_operation())); });
  EXPECT_EQ(error.code, ErrorCode::connection_lost);
  EXPECT_EQ(error.text, "BYE Session invalidated - AccessTokenExpired");
}

TEST(Ending, AByeWithoutAnEndDoesNotHoldUsUp) {
  ScriptedServer server(logged_in("X") + "C: {tag} NOOP\nS: * BYE go away\nX silence\n");
  TaskLoop loop;
  const auto session = open_to(loop, server);
  EXPECT_EQ(failure_of([&] { loop.run(session->run(no_operation())); }).text, "BYE go away");
}

TEST(Ending, ASilentServerIsGivenUp) {
  ScriptedServer server(logged_in("X") + "C: {tag} NOOP\nX silence\n");
  TaskLoop loop;
  SessionOptions options = quick_options();
  options.timeouts.idle = 200ms;
  const auto session = open_to(loop, server, alice(), options);
  EXPECT_EQ(failure_of([&] { loop.run(session->run(no_operation())); }).code, ErrorCode::timed_out);
}

TEST(Ending, AnAnswerThatNeverCompletesIsGivenUp) {
  std::string script = logged_in("X") + "C: {tag} NOOP\nX trickle\n";
  for (int i = 0; i < 40; ++i) script += "S= a\nX pause 50\n";
  ScriptedServer server(script);
  TaskLoop loop;
  SessionOptions options = quick_options();
  options.timeouts.command = 300ms;
  const auto session = open_to(loop, server, alice(), options);
  EXPECT_EQ(failure_of([&] { loop.run(session->run(no_operation())); }).code, ErrorCode::timed_out);
}

TEST(Ending, TalkWithoutEndIsNoAnswer) {
  std::string script = logged_in("X") + "C: {tag} NOOP\n";
  for (int i = 0; i < 40; ++i) script += "S: * OK Still here\nX pause 50\n";
  ScriptedServer server(script);
  TaskLoop loop;
  SessionOptions options = quick_options();
  options.timeouts.answer = 300ms;
  const auto session = open_to(loop, server, alice(), options);
  const Error error = failure_of([&] { loop.run(session->run(no_operation())); });
  EXPECT_EQ(error.code, ErrorCode::timed_out);
  EXPECT_NE(error.text.find("did not complete the command"), std::string::npos) << error.text;
}

TEST(Ending, EachCompletionGivesTheServerItsTimeAnew) {
  std::string script = logged_in("X");
  for (int i = 0; i < 6; ++i) script += "C: {tag} NOOP\n";
  for (int i = 1; i <= 6; ++i) script += "X pause 100\nS: P" + std::to_string(i + 1) + " OK done\n";
  ScriptedServer server(script + "X close\n");
  TaskLoop loop;
  SessionOptions options = quick_options();
  options.timeouts.answer = options.timeouts.command = 400ms;
  const auto session = open_to(loop, server, alice(), options);
  for (int i = 0; i < 6; ++i) session->send(no_operation());
  while (session->outstanding() > 0) loop.run(session->next());
  EXPECT_EQ(server.problems(), "");
}

TEST(Ending, OnlyTimeSpentWaitingCounts) {
  ScriptedServer server(logged_in("X") + "C: {tag} NOOP\nX pause 700\nS: {tag} OK done\nX close\n");
  TaskLoop loop;
  SessionOptions options = quick_options();
  options.timeouts.answer = options.timeouts.command = 400ms;
  const auto session = open_to(loop, server, alice(), options);
  session->send(no_operation());
  loop.run(session->flush());
  std::this_thread::sleep_for(600ms);
  EXPECT_TRUE(std::get<Completion>(loop.run(session->next())).ok());
}

TEST(Ending, AbandonEndsAWaitingCoroutine) {
  ScriptedServer server(logged_in("X") + "C: {tag} NOOP\nX silence\n");
  TaskLoop loop;
  const auto session = open_to(loop, server);
  boost::asio::steady_timer later(loop.context(), 50ms);
  later.async_wait([&](const boost::system::error_code&) { session->abandon(); });
  const Error error = failure_of([&] { loop.run(session->run(no_operation())); });
  EXPECT_EQ(error.code, ErrorCode::interrupted);
  EXPECT_EQ(error.where, "mail.example");
}

TEST(Ending, LogoutBearsEverything) {
  for (const char* manners :
       {"S: * BYE bye\nS: {tag} OK done\nX close\n", "X close\n", "X reset\n", "X silence\n"}) {
    ScriptedServer server(logged_in("X") + "C: {tag} LOGOUT\n" + manners);
    TaskLoop loop;
    const auto session = open_to(loop, server);
    loop.run(session->logout());
    EXPECT_FALSE(session->usable());
    EXPECT_EQ(server.problems(), "");
  }
}

}  // namespace
}  // namespace postferry::imap
