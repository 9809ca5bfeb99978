// From the first byte to the login: greetings, STARTTLS, mechanisms, refusals.
#include <filesystem>

#include "base/sha256.hpp"
#include "tests/unit/imap/session_fixture.hpp"

namespace postferry::imap {
namespace {

using namespace std::chrono_literals;

Error refused(const ScriptedServer& server, Credentials credentials = alice(),
              SessionOptions options = quick_options(),
              net::Security security = net::Security::none, net::NetworkPolicy policy = {}) {
  TaskLoop loop;
  return failure_of([&] {
    open_to(loop, server, std::move(credentials), std::move(options), security, std::move(policy));
  });
}

TEST(Opening, LogsInWithOneRoundTripWhereTheServerAllowsIt) {
  ScriptedServer server(logged_in("UIDPLUS LITERAL+") + "X close\n");
  TaskLoop loop;
  const auto session = open_to(loop, server);
  EXPECT_TRUE(session->capabilities().has("uidplus"));
  EXPECT_EQ(session->literals(), LiteralSupport::plus);
  EXPECT_FALSE(session->capabilities().has("SASL-IR"));
  EXPECT_EQ(session->quirks().name, "");
  EXPECT_EQ(server.problems(), "");
}

TEST(Opening, AsksForWhatTheServerDoesNotTell) {
  ScriptedServer server(
      "S: * OK ready\n"
      "C: {tag} CAPABILITY\nS: * CAPABILITY IMAP4rev1 AUTH=PLAIN\nS: {tag} OK done\n"
      "C: {tag} AUTHENTICATE PLAIN\nS: + \nC: AGFsaWNlAHNlc2FtZQ==\nS: {tag} OK done\n"
      "C: {tag} CAPABILITY\nS: * CAPABILITY IMAP4rev1 ID\nS: {tag} OK done\n"
      "C: {tag} ID (\"name\" \"postferry\" *\nS: * ID (\"name\" \"Testcot\")\nS: {tag} OK done\n"
      "X close\n");
  TaskLoop loop;
  const auto session = open_to(loop, server);
  ASSERT_EQ(session->server_id().size(), 1u);
  EXPECT_EQ(session->server_id()[0].second, "Testcot");
  EXPECT_EQ(server.problems(), "");
}

TEST(Opening, UnderstandsAServerThatSendsOneByteAtATime) {
  ScriptedServer server("X trickle\n" + logged_in("ID") +
                        "C: {tag} ID *\nS: * ID NIL\nS: {tag} OK done\nX close\n");
  TaskLoop loop;
  EXPECT_TRUE(open_to(loop, server)->capabilities().has("ID"));
  EXPECT_EQ(server.problems(), "");
}

TEST(Opening, UsesLoginWherePlainIsNotOffered) {
  ScriptedServer server(
      "S: * OK [CAPABILITY IMAP4rev1] ready\n"
      "C: {tag} LOGIN * \"sesame\"\nS: {tag} OK [CAPABILITY IMAP4rev1] done\nX close\n");
  TaskLoop loop;
  open_to(loop, server);
  EXPECT_EQ(server.problems(), "");
}

TEST(Opening, UsesLoginWhenTheServerDoesNotKnowAuthenticateAfterAll) {
  ScriptedServer server(
      "S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\n"
      "C: {tag} AUTHENTICATE PLAIN\nS: {tag} BAD what?\n"
      "C: {tag} LOGIN *\nS: {tag} OK [CAPABILITY IMAP4rev1] done\nX close\n");
  TaskLoop loop;
  open_to(loop, server);
  EXPECT_EQ(server.problems(), "");
}

TEST(Opening, AMasterLogsInToAnAccount) {
  ScriptedServer server(
      "S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] ready\n"
      "C: {tag} AUTHENTICATE PLAIN YWxpY2UAYWRtaW4Ac2VzYW1l\n"
      "S: {tag} OK [CAPABILITY IMAP4rev1] done\nX close\n");
  TaskLoop loop;
  open_to(loop, server, {.user = "admin", .password = Secret("sesame"), .authorize_as = "alice"});
  EXPECT_EQ(server.problems(), "");
}

TEST(Opening, AMasterIsNotLoggedInToTheWrongAccount) {
  ScriptedServer server("S: * OK [CAPABILITY IMAP4rev1] ready\nX silence\n");
  const Error error =
      refused(server, {.user = "admin", .password = Secret("sesame"), .authorize_as = "alice"});
  EXPECT_EQ(error.code, ErrorCode::login_refused);
  EXPECT_EQ(server.problems(), "");
  EXPECT_EQ(server.received(), "");
}

TEST(Opening, TriesAWrongPasswordOnce) {
  ScriptedServer server(
      "S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] ready\n"
      "C: {tag} AUTHENTICATE PLAIN *\nS: {tag} NO [AUTHENTICATIONFAILED] Authentication failed.\n"
      "X silence\n");
  const Error error = refused(server);
  EXPECT_EQ(error.code, ErrorCode::wrong_password);
  EXPECT_EQ(error.side, Side::source);
  EXPECT_EQ(error.where, "mail.example");
  EXPECT_EQ(error.retry, Retry::never);
  EXPECT_EQ(error.text, "NO [AUTHENTICATIONFAILED] Authentication failed.");
  EXPECT_EQ(server.problems(), "");
}

TEST(Opening, NeverSendsAPasswordWhereLoginIsDisabled) {
  ScriptedServer server("S: * OK [CAPABILITY IMAP4rev1 LOGINDISABLED] ready\nX silence\n");
  EXPECT_EQ(refused(server).code, ErrorCode::login_refused);
  EXPECT_EQ(server.problems(), "");
  EXPECT_EQ(server.received(), "");
}

TEST(Opening, CancelsAChallengeThatPlainDoesNotHave) {
  ScriptedServer server(
      "S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] ready\n"
      "C: {tag} AUTHENTICATE PLAIN *\nS: + bm8=\nC: *\nS: {tag} NO LOGIN failed.\nX silence\n");
  EXPECT_EQ(refused(server).code, ErrorCode::wrong_password);
  EXPECT_EQ(server.problems(), "");
}

TEST(Opening, IsLetInByPreauth) {
  ScriptedServer server("S: * PREAUTH [CAPABILITY IMAP4rev1 MULTIAPPEND] welcome\nX silence\n");
  TaskLoop loop;
  EXPECT_TRUE(open_to(loop, server)->capabilities().has("MULTIAPPEND"));
}

TEST(Opening, AGreetingThatIsBye) {
  ScriptedServer server("S: * BYE Too many connections from your address\nX close\n");
  const Error error = refused(server);
  EXPECT_EQ(error.code, ErrorCode::too_many_connections);
  EXPECT_EQ(error.retry, Retry::later);
}

TEST(Opening, AByeInsteadOfAnAnswerToLogin) {
  ScriptedServer server(
      "S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] ready\n"
      "C: {tag} AUTHENTICATE PLAIN *\nS: * BYE Temporary problem, come back\nX close\n");
  const Error error = refused(server);
  EXPECT_EQ(error.code, ErrorCode::connection_lost);
  EXPECT_EQ(error.text, "BYE Temporary problem, come back");
}

TEST(Opening, AServerThatIsNotImap) {
  for (const char* greeting : {"+OK POP3 ready", "220 mail ESMTP", "HTTP/1.0 400 Bad Request"}) {
    ScriptedServer server(std::string("S: ") + greeting + "\nX silence\n");
    EXPECT_EQ(refused(server).code, ErrorCode::protocol_broken) << greeting;
  }
}

TEST(Opening, AGreetingWithoutEndIsRefused) {
  ScriptedServer server("S= * OK <<61*3000000>>\nX silence\n");
  EXPECT_EQ(refused(server).code, ErrorCode::bound_exceeded);
}

TEST(Opening, APortAtWhichNothingIsSaidMayBeATlsPort) {
  for (const auto security : {net::Security::none, net::Security::starttls}) {
    ScriptedServer server("X silence\n");
    SessionOptions options = quick_options();
    options.timeouts.greeting = 200ms;
    const Error error = refused(server, alice(), options, security);
    EXPECT_EQ(error.code, ErrorCode::cannot_connect);
    EXPECT_EQ(error.retry, Retry::later);
    EXPECT_EQ(error.text, "Nothing was said at port " + std::to_string(server.port()) +
                              " for 0.2 s. Is it a TLS port? Then write imaps:// instead of "
                              "imap://.");
    EXPECT_EQ(error.side, Side::source);
    EXPECT_EQ(error.where, "mail.example");
  }
}

TEST(Opening, ASilentTlsPortIsNotAServerThatIsSlowToday) {
  ScriptedServer server("X silence\n");
  SessionOptions options = quick_options();
  options.timeouts.connect = 200ms;
  const Error error = refused(server, alice(), options, net::Security::tls);
  EXPECT_EQ(error.code, ErrorCode::cannot_connect);
  EXPECT_EQ(error.retry, Retry::later);
}

TEST(Opening, AGreetingThatDoesNotEndIsGivenUp) {
  ScriptedServer server("S= * OK ready\nX silence\n");
  SessionOptions options = quick_options();
  options.timeouts.greeting = 200ms;
  const Error error = refused(server, alice(), options);
  EXPECT_EQ(error.code, ErrorCode::timed_out);
  EXPECT_EQ(error.text, "Waited in vain for the greeting.");
}

TEST(Opening, AClearTextPortIsNamedAtOnce) {
  ScriptedServer server("S: * OK ready\nX silence\n");
  const Error error = refused(server, alice(), quick_options(), net::Security::tls);
  EXPECT_EQ(error.code, ErrorCode::tls_failed);
  EXPECT_EQ(error.text, "What answers at this port speaks in the clear, not TLS.");
}

TEST(Opening, AConnectionThatIsRefusedHasASideAndAPlace) {
  std::uint16_t port = 0;
  {
    port = ScriptedServer("X close\n").port();
  }
  TaskLoop loop;
  const Error error = failure_of([&] {
    loop.run(open_session({.host = "127.0.0.1", .port = port, .security = net::Security::none}, {},
                          alice(), quick_options()));
  });
  EXPECT_EQ(error.code, ErrorCode::cannot_connect);
  EXPECT_EQ(error.side, Side::source);
  EXPECT_EQ(error.where, "mail.example");
}

TEST(Opening, SaysWhenThePasswordWasRightAndTheMailboxIsNotThere) {
  ScriptedServer server(
      "S: * OK ready\n"
      "C: {tag} CAPABILITY\nS: * CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR\nS: {tag} OK done\n"
      "C: {tag} AUTHENTICATE PLAIN *\nS: {tag} OK done\n"
      "C: {tag} CAPABILITY\nS: {tag} BAD User is authenticated but not connected.\nX silence\n");
  EXPECT_EQ(refused(server).code, ErrorCode::login_refused);
}

class StartTls : public testing::Test {
 protected:
  std::unique_ptr<Session> open(TaskLoop& loop, const ScriptedServer& server) {
    return open_to(loop, server, alice(), quick_options(), net::Security::starttls,
                   {.fingerprint = sha256(identity_.certificate_der)});
  }
  Error refusal(const ScriptedServer& server) {
    TaskLoop loop;
    return failure_of([&] { open(loop, server); });
  }
  test::Identity identity_ =
      test::make_certificate(test::make_authority("Throwaway"), "DNS:mail.example");
};

TEST_F(StartTls, BelievesOnlyWhatIsSaidInsideTls) {
  ScriptedServer server(
      "S: * OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED X-CLEAR] ready\n"
      "C: {tag} STARTTLS\nS: {tag} OK go\nX tls\n"
      "C: {tag} CAPABILITY\nS: * CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR\nS: {tag} OK done\n"
      "C: {tag} AUTHENTICATE PLAIN *\nS: {tag} OK [CAPABILITY IMAP4rev1] done\nX close\n",
      identity_);
  TaskLoop loop;
  const auto session = open(loop, server);
  EXPECT_FALSE(session->capabilities().has("X-CLEAR"));
  EXPECT_EQ(session->stream().peer_certificate_sha256(), sha256(identity_.certificate_der));
  EXPECT_EQ(server.problems(), "");
}

TEST_F(StartTls, IsDemandedAlsoWhenItIsHidden) {
  ScriptedServer server(
      "S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\n"
      "C: {tag} STARTTLS\nS: {tag} OK go\nX tls\n"
      "C: {tag} CAPABILITY\nS: * CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR\nS: {tag} OK done\n"
      "C: {tag} AUTHENTICATE PLAIN *\nS: {tag} OK [CAPABILITY IMAP4rev1] done\nX close\n",
      identity_);
  TaskLoop loop;
  EXPECT_TRUE(open(loop, server)->usable());
  EXPECT_EQ(server.problems(), "");
}

TEST_F(StartTls, NothingIsSentInTheClearWhenItIsRefused) {
  for (const char* answer : {"NO not today", "BAD unknown command"}) {
    ScriptedServer server(std::string("S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\n"
                                      "C: {tag} STARTTLS\nS: {tag} ") +
                              answer + "\nX silence\n",
                          identity_);
    EXPECT_EQ(refusal(server).code, ErrorCode::starttls_missing);
    EXPECT_EQ(server.problems(), "");
    EXPECT_EQ(server.received(), "P1 STARTTLS\r\n");
  }
}

TEST_F(StartTls, WordsSlippedInBeforeTheHandshakeAreRefused) {
  ScriptedServer server(
      "S: * OK ready\nC: {tag} STARTTLS\n"
      "S= {tag} OK go<<0d0a>>* CAPABILITY IMAP4rev1 X-EVIL<<0d0a>>\nX silence\n",
      identity_);
  EXPECT_EQ(refusal(server).code, ErrorCode::tls_failed);
  EXPECT_EQ(server.received(), "P1 STARTTLS\r\n");
}

TEST_F(StartTls, PreauthCannotReplaceIt) {
  ScriptedServer server("S: * PREAUTH [CAPABILITY IMAP4rev1] welcome\nX silence\n", identity_);
  EXPECT_EQ(refusal(server).code, ErrorCode::starttls_missing);
}

TEST_F(StartTls, AWrongPinEndsItBeforeTheLogin) {
  ScriptedServer server("S: * OK ready\nC: {tag} STARTTLS\nS: {tag} OK go\nX tls\nX silence\n",
                        identity_);
  const Error error = refused(server, alice(), quick_options(), net::Security::starttls,
                              {.fingerprint = sha256("another")});
  EXPECT_EQ(error.code, ErrorCode::fingerprint_mismatch);
  EXPECT_EQ(error.side, Side::source);
}

}  // namespace
}  // namespace postferry::imap
