// What servers say when they refuse a login or hang up, and what it means.
#include <gtest/gtest.h>

#include "imap/session/capabilities.hpp"
#include "imap/session/causes.hpp"
#include "imap/session/quirks.hpp"

namespace postferry::imap {
namespace {

using namespace std::chrono_literals;
using enum ErrorCode;

StatusResponse parsed(std::string_view line) {
  const auto response = parse_response(std::string("* ") + std::string(line));
  EXPECT_TRUE(response) << line;
  return std::get<StatusResponse>(*response);
}

struct Refusal {
  const char* line;
  ErrorCode code;
  Retry retry = Retry::never;
};

TEST(LoginCauses, AreTold) {
  const Refusal refusals[] = {
      {"NO [AUTHENTICATIONFAILED] Authentication failed.", wrong_password},
      {"NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)", wrong_password},
      {"NO LOGIN failed.", wrong_password},
      {"NO AUTHENTICATE failed.", wrong_password},
      {"NO Login failed: authentication failure", wrong_password},
      {"NO", wrong_password},
      {"NO [ALERT] Application-specific password required: https://support.google.com/x (Failure)",
       app_password_needed},
      {"NO [AUTHENTICATIONFAILED] Authentication failed. Application password is REQUIRED",
       app_password_needed},
      {"NO Login fail. Please using authorized code to login.", app_password_needed},
      {"NO [ALERT] Your account is not enabled for IMAP use. Please visit your Gmail settings page "
       "and enable your account for IMAP access. (Failure)",
       imap_switched_off},
      {"NO You are yet to enable IMAP for your account. Please contact your administrator",
       imap_switched_off},
      {"NO [AUTHENTICATIONFAILED] LOGIN invalid credentials or IMAP is disabled",
       imap_switched_off},
      {"NO [ALERT] Please log in via your web browser: https://x (Failure)", login_refused},
      {"BAD User is authenticated but not connected.", login_refused},
      {"NO [AUTHORIZATIONFAILED] alice may not be alice's master", login_refused},
      {"NO [CONTACTADMIN] ask", login_refused},
      {"NO account is locked", login_refused},
      {"NO something new", login_refused},
      {"BAD what?", login_refused},
      {"NO [UNAVAILABLE] Temporary authentication failure.", wrong_password, Retry::later},
      {"NO [UNAVAILABLE] Internal error", login_refused, Retry::later},
      {"NO [LIMIT] no more", too_many_connections, Retry::later},
      {"NO [ALERT] Too many simultaneous connections. (Failure)", too_many_connections,
       Retry::later},
      {"NO Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)",
       too_many_connections, Retry::later},
      {"NO [THROTTLED] slow down", throttled, Retry::later},
      {"NO Request is throttled. Suggested Backoff Time: 299961 milliseconds", throttled,
       Retry::later},
      {"NO too many failed logins, wait", throttled, Retry::later},
  };
  for (const Refusal& refusal : refusals) {
    const Error error = login_error(parsed(refusal.line));
    EXPECT_EQ(error.code, refusal.code) << refusal.line;
    EXPECT_EQ(error.retry, refusal.retry) << refusal.line;
    EXPECT_EQ(error.scope, Scope::account);
  }
}

TEST(LoginCauses, KeepTheServersWords) {
  EXPECT_EQ(login_error(parsed("NO [ALERT] Too bad")).text, "NO [ALERT] Too bad");
}

TEST(Bye, IsLostConnectionUnlessItSaysMore) {
  EXPECT_EQ(bye_error(parsed("BYE Session expired, please login again.")).code, connection_lost);
  EXPECT_EQ(bye_error(parsed("BYE Session expired, please login again.")).retry, Retry::now);
  EXPECT_EQ(bye_error(parsed("BYE Connection is closed. 13")).code, connection_lost);
  EXPECT_EQ(bye_error(parsed("BYE [LIMIT] Too many connections")).code, too_many_connections);
  EXPECT_EQ(bye_error(parsed("BYE [THROTTLED] x")).code, throttled);
}

TEST(Throttle, NamesTheTime) {
  const auto error = throttle_error(
      parsed("BAD Request is throttled. Suggested Backoff Time: 299961 milliseconds"));
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, throttled);
  EXPECT_EQ(error->retry, Retry::later);
  EXPECT_EQ(error->retry_after, 300s);
  EXPECT_FALSE(throttle_error(parsed("NO [OVERQUOTA] full")));
  EXPECT_FALSE(throttle_error(parsed("NO no such folder")));
}

TEST(Throttle, ReadsOnlyTimes) {
  EXPECT_EQ(suggested_backoff("Suggested Backoff Time: 5 seconds"), 5000ms);
  EXPECT_EQ(suggested_backoff("suggested backoff time: 7"), 7ms);
  EXPECT_FALSE(suggested_backoff("Suggested Backoff Time: soon"));
  EXPECT_FALSE(suggested_backoff("Suggested Backoff Time: 99999999999999999999 ms"));
  EXPECT_FALSE(suggested_backoff(""));
}

TEST(Capabilities, CompareWithoutCase) {
  Capabilities offered({"IMAP4rev1", "Literal+", "APPENDLIMIT=35651584", "AUTH=PLAIN"});
  EXPECT_TRUE(offered.has("imap4REV1"));
  EXPECT_FALSE(offered.has("AUTH"));
  EXPECT_EQ(offered.literals(), LiteralSupport::plus);
  EXPECT_EQ(offered.append_limit_bytes(), 35651584u);
  offered.remove("LITERAL+");
  EXPECT_EQ(offered.literals(), LiteralSupport::synchronizing);
  EXPECT_EQ(Capabilities({"LITERAL-"}).literals(), LiteralSupport::minus);
  EXPECT_FALSE(Capabilities({"APPENDLIMIT"}).append_limit_bytes());
  EXPECT_FALSE(Capabilities({"APPENDLIMIT=12x"}).append_limit_bytes());
}

TEST(Quirks, AreMatchedBySigns) {
  const auto name = [](std::string_view host, std::string_view greeting,
                       std::vector<std::string> capabilities,
                       IdFields id) { return match_quirks(host, greeting, capabilities, id).name; };
  EXPECT_EQ(name("a", "Courier-IMAP ready. Copyright", {}, {}), "Courier");
  EXPECT_EQ(name("a", "ready", {"xapplepushservice"}, {}), "iCloud");
  EXPECT_EQ(name("a", "ready", {}, {{"NAME", "Zimbra"}}), "Zimbra");
  EXPECT_EQ(name("imap.mail.eu-west-1.awsapps.com", "ready", {}, {}), "WorkMail");
  EXPECT_EQ(name("awsapps.com.evil.example", "ready", {}, {}), "");
  EXPECT_EQ(name("imap.example", "Dovecot ready.", {"IMAP4rev1"}, {{"name", "Dovecot"}}), "");
}

TEST(Quirks, EveryRowHasASignAndAnEffect) {
  for (const QuirkRow& row : quirk_table()) {
    EXPECT_FALSE(row.signs.empty()) << row.name;
    EXPECT_FALSE(row.quirks.empty() && row.removed.empty() && row.most_connections == 0)
        << row.name;
  }
}

}  // namespace
}  // namespace postferry::imap
