// Messages to a scripted SMTP server, and what cannot get into their headers.
#include "net/mailer.hpp"

#include <gtest/gtest.h>

#include "tests/unit/net/net_fixture.hpp"
#include "text/base64.hpp"

namespace postferry::net {
namespace {

using namespace std::chrono_literals;

MailMessage notice() {
  return {.from = *MailAddress::parse("postferry@service.example"),
          .from_name = HeaderText("Postferry"),
          .to = {*MailAddress::parse("ada@customer.example")},
          .subject = HeaderText("The first run is finished"),
          .text = "Now change your MX records.\n.\nBye.\n",
          .unique = HeaderText("01J")};
}

constexpr std::string_view taken =
    "C: MAIL FROM:<postferry@service.example>*\n"
    "S: 250 ok\n"
    "C: RCPT TO:<ada@customer.example>\n"
    "S: 250 ok\n"
    "C: DATA\n"
    "S: 354 go on\n"
    "C: Date: *\n"
    "C: From: \"Postferry\" <postferry@service.example>\n"
    "C: To: ada@customer.example\n"
    "C: Subject: The first run is finished\n"
    "C: Message-ID: <01J@service.example>\n"
    "C: Auto-Submitted: auto-generated\n"
    "C: MIME-Version: 1.0\n"
    "C: Content-Type: text/plain; charset=utf-8\n"
    "C: Content-Transfer-Encoding: base64\n"
    "C: \n"
    "C: *\n"
    "C: .\n"
    "S: 250 taken\n"
    "C: QUIT\n"
    "S: 221 bye\n"
    "X close\n";

std::string script(std::string_view before) { return std::string(before) + std::string(taken); }

Task<> send(Mailer& mailer, MailMessage message, SmtpServer server,
            std::chrono::milliseconds within = 5s) {
  co_await mailer.send(std::move(message), std::move(server), deadline_in(within));
}

Error refusal(const std::string& conversation, SmtpServer server = {},
              std::optional<Identity> identity = std::nullopt,
              std::chrono::milliseconds within = 5s) {
  ScriptedServer scripted(conversation, std::move(identity));
  Mailer mailer;
  if (server.endpoint.host.empty()) server.endpoint = at(scripted, Security::none);
  server.endpoint.connect_port = scripted.port();
  return failure_of([&] { run(send(mailer, notice(), server, within)); });
}

TEST(Mailer, HandsAMessageOver) {
  ScriptedServer server(script("S: 220 hello\nC: EHLO *\nS: 250 mail.example\n"));
  Mailer mailer;
  run(send(mailer, notice(), {.endpoint = at(server, Security::none)}));
  EXPECT_EQ(server.problems(), "");
}

TEST(Mailer, LogsIn) {
  const std::string plain = text::base64_encode(std::string("\0ada\0s3cret", 11));
  ScriptedServer server(
      script("S: 220 hello\nC: EHLO *\nS: 250-mail.example\nS: 250 AUTH PLAIN\n"
             "C: AUTH PLAIN\nS: 334 \nC: " +
             plain + "\nS: 235 in\n"));
  Mailer mailer;
  run(send(mailer, notice(),
           {.endpoint = at(server, Security::none), .user = "ada", .password = Secret("s3cret")}));
  EXPECT_EQ(server.problems(), "");
}

TEST_F(Tls, AMessageGoesThroughTlsAndStartTls) {
  Mailer mailer;
  const NetworkPolicy policy{.ca_file = ca_file_};
  ScriptedServer inside(script("X tls\nS: 220 hello\nC: EHLO *\nS: 250 mail.example\n"), server_);
  run(send(mailer, notice(), {.endpoint = at(inside, Security::tls), .policy = policy}));
  EXPECT_EQ(inside.problems(), "");
  ScriptedServer upgraded(
      script("S: 220 hello\nC: EHLO *\nS: 250-mail.example\nS: 250 STARTTLS\nC: STARTTLS\n"
             "S: 220 go on\nX tls\nC: EHLO *\nS: 250 mail.example\n"),
      server_);
  run(send(mailer, notice(), {.endpoint = at(upgraded, Security::starttls), .policy = policy}));
  EXPECT_EQ(upgraded.problems(), "");
}

TEST_F(Tls, NothingIsSentInTheClearOrToAStranger) {
  SmtpServer server{.endpoint = {.host = "mail.example",
                                 .port = 587,
                                 .security = Security::starttls,
                                 .connect_to = "127.0.0.1"},
                    .policy = {.ca_file = ca_file_}};
  EXPECT_EQ(refusal("S: 220 hello\nC: EHLO *\nS: 250 mail.example\nX silence\n", server).code,
            ErrorCode::starttls_missing);
  server.endpoint.security = Security::tls;
  server.policy = {};
  EXPECT_EQ(refusal("X tls\n", server, server_).code, ErrorCode::certificate_untrusted);
}

TEST(Mailer, SaysWhatTheServerRefuses) {
  const std::string start = "S: 220 hello\nC: EHLO *\nS: 250 mail.example\nC: MAIL *\n";
  const std::string end = "C: QUIT\nS: 221 bye\n";
  const Error sender = refusal(start + "S: 550 5.7.1 Not you.\n" + end);
  EXPECT_EQ(sender.code, ErrorCode::server_refused);
  EXPECT_EQ(sender.retry, Retry::never);
  EXPECT_EQ(sender.text, "550 5.7.1 Not you.");
  const Error recipient = refusal(start + "S: 250 ok\nC: RCPT *\nS: 451 4.7.1 Come later.\n" + end);
  EXPECT_EQ(recipient.code, ErrorCode::server_refused);
  EXPECT_EQ(recipient.retry, Retry::later);
}

TEST(Mailer, SaysThatThePasswordIsWrong) {
  ScriptedServer server(
      "S: 220 hello\nC: EHLO *\nS: 250-x\nS: 250 AUTH PLAIN\nC: AUTH PLAIN\nS: 334 \n"
      "C: *\nS: 535 5.7.8 No.\nX silence\n");
  Mailer mailer;
  const Error error = failure_of([&] {
    run(send(mailer, notice(),
             {.endpoint = at(server, Security::none), .user = "a", .password = Secret("b")}));
  });
  EXPECT_EQ(error.code, ErrorCode::wrong_password) << error.text;
}

TEST(Mailer, EndsByItsDeadline) {
  EXPECT_EQ(refusal("S: 220 hello\nX silence\n", {}, std::nullopt, 300ms).code,
            ErrorCode::timed_out);
}

TEST(Mailer, WaitsForNoGoodbyeBeyondItsDeadline) {
  const auto start = std::chrono::steady_clock::now();
  const Error error =
      refusal("S: 220 hello\nC: EHLO *\nS: 250 mail.example\nC: MAIL *\nS: 550 No.\nX silence\n",
              {}, std::nullopt, 300ms);
  EXPECT_EQ(error.code, ErrorCode::server_refused) << error.text;
  EXPECT_LT(std::chrono::steady_clock::now() - start, 8s);
}

TEST(MailAddress, IsOneOrNothing) {
  for (const char* good : {"a@b", "ada.lovelace+x@mail.example", "o'neil_{x}@x-1.example"})
    EXPECT_TRUE(MailAddress::parse(good)) << good;
  for (const char* bad :
       {"", "a", "@b", "a@", "a@b.", "a..b@c", ".a@b", "a b@c", "a@b c", "a@b\r\nRCPT TO:<x@y>",
        "<a@b>", "a,b@c", "\"a\"@b", "a@[127.0.0.1]", "a@b@c", "\xc3\xa4@b", "a@b\n", "a\t@b"})
    EXPECT_FALSE(MailAddress::parse(bad)) << bad;
  EXPECT_FALSE(MailAddress::parse(std::string(65, 'a') + "@b"));
}

TEST(HeaderText, CannotBecomeAHeader) {
  EXPECT_EQ(HeaderText("a\r\nBcc: x@y\0z").encoded(), "a  Bcc: x@y");
  EXPECT_EQ(HeaderText("a\xff").text(), "a?");
  EXPECT_EQ(HeaderText("=?utf-8?Q?x?=").encoded(), "=?utf-8?B?PT91dGYtOD9RP3g/PQ==?=");
}

TEST(HeaderText, IsEncodedInWordsOfWholeCharacters) {
  std::string much;
  for (int i = 0; i < 50; ++i) much += "\xe2\x82\xac";
  const std::string encoded = HeaderText(much).encoded();
  std::string back;
  std::string_view rest = encoded;
  while (!rest.empty()) {
    const auto end = std::min(rest.find("\r\n "), rest.size());
    const auto word = rest.substr(0, end);
    EXPECT_LE(word.size(), 75u);
    EXPECT_TRUE(word.starts_with("=?utf-8?B?") && word.ends_with("?="));
    const auto part = text::base64_decode(word.substr(10, word.size() - 12));
    ASSERT_TRUE(part);
    EXPECT_EQ(part->size() % 3, 0u) << "a character is split";
    back += *part;
    rest.remove_prefix(std::min(end + 3, rest.size()));
  }
  EXPECT_EQ(back, much);
}

TEST(MailMessage, IsWhole) {
  MailMessage message = notice();
  message.from_name = HeaderText("M\xc3\xbcller \"x\"");
  message.to.push_back(*MailAddress::parse("b@customer.example"));
  message.unique = HeaderText("a>\r\nb");
  const std::string text = to_rfc5322(message, Instant(std::chrono::seconds(784111777)));
  EXPECT_TRUE(
      text.starts_with("Date: Sun, 06 Nov 1994 08:49:37 +0000\r\n"
                       "From: =?utf-8?B?"))
      << text;
  EXPECT_NE(text.find("To: ada@customer.example,\r\n b@customer.example\r\n"), std::string::npos);
  EXPECT_NE(text.find("Message-ID: <ab@service.example>\r\n"), std::string::npos);
  const std::string body = text.substr(text.find("\r\n\r\n") + 4);
  EXPECT_EQ(text::base64_decode(body.substr(0, body.size() - 2)),
            "Now change your MX records.\r\n.\r\nBye.\r\n");
}

}  // namespace
}  // namespace postferry::net
