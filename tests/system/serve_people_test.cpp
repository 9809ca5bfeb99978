// `postferry serve` with nobody there yet, and people coming in: the first visit, signing in and
// being refused, cookies, invitations, what ends a session and what a restart keeps.
#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/support/crash/postferry.hpp"
#include "tests/support/service/running_service.hpp"
#include "tests/support/temporary_folder.hpp"

namespace postferry::test {
namespace {

using testing::HasSubstr;

class Serve : public testing::Test {
 protected:
  void SetUp() override {
    if (!postferry_is_built()) GTEST_SKIP() << "build the release binary first";
  }
  std::filesystem::path state() const { return folder_.path() / "state"; }

  TemporaryFolder folder_;
};

TEST_F(Serve, first_visit_makes_the_operator_once) {
  RunningService service(state());
  auto browser = service.browser();
  EXPECT_EQ(browser.get("/setup").body, "{\"needed\":true}\n");
  EXPECT_EQ(browser.get("/session").status, 401);
  auto wrong = service.browser();
  const auto refused = wrong.post("/setup", {{"token", "x"},
                                             {"email", "eve@elsewhere.example"},
                                             {"name", "Eve"},
                                             {"password", everybodys_password},
                                             {"customer_name", "Elsewhere"},
                                             {"language", "en"},
                                             {"time_zone", "UTC"}});
  EXPECT_EQ(refused.code(), "link_not_valid");
  auto olga = first_visit(service);
  const auto session = olga.get("/session");
  EXPECT_EQ(session.status, 200);
  EXPECT_EQ(session.json().at("person").at("role"), "operator");
  EXPECT_EQ(session.json().at("customer").at("name"), "Provider");
  EXPECT_EQ(session.json().at("installation").at("id").as_string().size(), 26u);
  EXPECT_EQ(browser.get("/setup").body, "{\"needed\":false}\n");
  const auto again = browser.post("/setup", {{"token", service.setup_token()},
                                             {"email", "eve@elsewhere.example"},
                                             {"name", "Eve"},
                                             {"password", everybodys_password},
                                             {"customer_name", "Elsewhere"},
                                             {"language", "en"},
                                             {"time_zone", "UTC"}});
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(again.code(), "already_set_up");
}

TEST_F(Serve, a_bad_form_learns_all_of_it_at_once) {
  RunningService service(state());
  auto browser = service.browser();
  const auto reply = browser.post("/setup", {{"token", service.setup_token()},
                                             {"email", "nobody"},
                                             {"name", ""},
                                             {"password", "short"},
                                             {"customer_name", "Provider"},
                                             {"language", "en"},
                                             {"time_zone", "Nowhere/Atlantis"}});
  EXPECT_EQ(reply.status, 422) << reply.body;
  EXPECT_EQ(reply.header("content-type"), "application/problem+json");
  EXPECT_TRUE(browser.cookie.empty());
}

TEST_F(Serve, link_is_printed_again_until_it_is_used_and_the_old_one_ends) {
  std::string first;
  {
    RunningService service(state());
    first = service.setup_token();
    EXPECT_EQ(first.size(), 52u) << service.output();
    EXPECT_EQ(service.stop(), 0);
  }
  {
    RunningService service(state());
    EXPECT_NE(service.setup_token(), first);
    first_visit(service);
    EXPECT_EQ(service.stop(), 0);
  }
  RunningService service(state());
  EXPECT_THAT(service.output(), testing::Not(HasSubstr("#token=")));
}

TEST_F(Serve, cookie_is_kept_from_scripts_other_sites_and_clear_lines) {
  RunningService service(state());
  first_visit(service);
  auto browser = service.browser();
  const auto set =
      browser.sign_in("olga@provider.example", everybodys_password).header("set-cookie");
  EXPECT_THAT(set, HasSubstr("; HttpOnly"));
  EXPECT_THAT(set, HasSubstr("; Secure"));
  EXPECT_THAT(set, HasSubstr("; SameSite=Strict"));
  EXPECT_THAT(set, HasSubstr("; Path=/"));
  EXPECT_THAT(set, testing::Not(HasSubstr("Domain")));
  EXPECT_THAT(browser.send("DELETE", "/session").header("set-cookie"), HasSubstr("Max-Age=0"));
}

TEST_F(Serve, signing_out_ends_the_session_also_for_who_stole_it) {
  RunningService service(state());
  auto olga = first_visit(service);
  auto thief = olga;
  EXPECT_EQ(thief.get("/session").status, 200);
  EXPECT_EQ(olga.send("DELETE", "/session").status, 204);
  const auto refused = thief.get("/session");
  EXPECT_EQ(refused.status, 401);
  EXPECT_EQ(refused.code(), "not_signed_in");
  EXPECT_EQ(refused.header("www-authenticate"), "Bearer");
}

TEST_F(Serve, changes_need_the_token_against_forged_requests) {
  RunningService service(state());
  auto olga = first_visit(service);
  auto forged = olga;
  for (const auto* token : {"", "wrong"}) {
    forged.csrf_token = token;
    const auto reply = forged.post("/customers", {{"name", "Forged"}});
    EXPECT_EQ(reply.status, 403);
    EXPECT_EQ(reply.code(), "csrf_token_wrong");
    EXPECT_EQ(forged.send("DELETE", "/session").status, 403);
  }
  EXPECT_EQ(olga.get("/customers").json().at("total"), 1);
  // The token of another session is none of this one's.
  auto other = service.browser();
  other.sign_in("olga@provider.example", everybodys_password);
  forged.csrf_token = other.csrf_token;
  EXPECT_EQ(forged.post("/customers", {{"name", "Forged"}}).status, 403);
}

TEST_F(Serve, wrong_passwords_are_counted_and_then_closed_out) {
  RunningService service(state());
  first_visit(service);
  auto browser = service.browser();
  for (int left = 4; left >= 0; --left) {
    const auto reply = browser.sign_in("olga@provider.example", "wrong");
    EXPECT_EQ(reply.status, 401);
    EXPECT_EQ(reply.code(), "wrong_credentials");
  }
  const auto closed = browser.sign_in("olga@provider.example", everybodys_password);
  EXPECT_EQ(closed.status, 429);
  EXPECT_EQ(closed.code(), "locked_out");
  EXPECT_GT(std::stoi("0" + closed.header("retry-after")), 200);
  // Nobody learns who is known.
  EXPECT_EQ(browser.sign_in("nobody@provider.example", "wrong").code(), "wrong_credentials");
}

TEST_F(Serve, own_name_and_password_are_changed) {
  RunningService service(state());
  auto olga = first_visit(service);
  auto elsewhere = service.browser();
  elsewhere.sign_in("olga@provider.example", everybodys_password);
  const auto renamed = olga.patch("/me", {{"name", "Olga O'Hara"}, {"language", "de"}});
  EXPECT_EQ(renamed.json().at("person").at("name"), "Olga O'Hara") << renamed.body;
  const auto wrong =
      olga.patch("/me", {{"old_password", "wrong"}, {"new_password", "another long phrase 9"}});
  EXPECT_EQ(wrong.status, 422);
  EXPECT_EQ(wrong.json().at("errors").at(0).at("field"), "old_password");
  EXPECT_EQ(olga.patch("/me", {{"old_password", everybodys_password},
                               {"new_password", "another long phrase 9"}})
                .status,
            200);
  EXPECT_EQ(olga.get("/session").status, 200);
  EXPECT_EQ(elsewhere.get("/session").status, 401);  // all other sessions have ended
  EXPECT_EQ(elsewhere.sign_in("olga@provider.example", "another long phrase 9").status, 200);
}

TEST_F(Serve, invitation_lets_one_person_in_once) {
  RunningService service(state());
  auto olga = first_visit(service);
  const auto invited =
      olga.post("/invitations", {{"email", "anna@provider.example"}, {"role", "admin"}});
  ASSERT_EQ(invited.status, 201) << invited.body;
  const auto link = invited.text("link");
  EXPECT_THAT(link, testing::StartsWith("http://127.0.0.1:"));
  EXPECT_EQ(olga.get("/invitations").json().at("items").as_array().size(), 1u);
  EXPECT_THAT(olga.get("/invitations").body, testing::Not(HasSubstr("token")));
  const auto token = link.substr(link.find("#token=") + 7);
  auto anna = service.browser();
  EXPECT_EQ(anna.get("/invitations/accept?token=" + token).text("email"), "anna@provider.example");
  const text::json::Value acceptance{{"token", token},
                                     {"name", "Anna"},
                                     {"password", everybodys_password},
                                     {"language", "de"},
                                     {"time_zone", "Europe/Berlin"}};
  EXPECT_EQ(anna.post("/invitations/accept", acceptance).status, 201);
  EXPECT_EQ(anna.get("/session").json().at("person").at("role"), "admin");
  auto late = service.browser();
  EXPECT_EQ(late.post("/invitations/accept", acceptance).status, 410);
  EXPECT_EQ(late.get("/invitations/accept?token=" + token).code(), "link_not_valid");
}

TEST_F(Serve, reset_link_sets_a_new_password) {
  RunningService service(state());
  auto olga = first_visit(service);
  auto max = join(service, olga, "max@provider.example", "member");
  const auto id = std::string(max.get("/session").json().at("person").at("id").as_string());
  const auto made = olga.send("POST", "/people/" + id + "/reset-link");
  ASSERT_EQ(made.status, 201) << made.body;
  const auto link = made.text("link");
  auto again = service.browser();
  EXPECT_EQ(again
                .post("/invitations/accept", {{"token", link.substr(link.find("#token=") + 7)},
                                              {"password", "a wholly new phrase 5"}})
                .status,
            201);
  EXPECT_EQ(max.get("/session").status, 401);
}

TEST_F(Serve, somebody_who_is_locked_is_out_at_once) {
  RunningService service(state());
  auto olga = first_visit(service);
  auto max = join(service, olga, "max@provider.example", "member");
  const auto id = std::string(max.get("/session").json().at("person").at("id").as_string());
  EXPECT_EQ(olga.patch("/people/" + id, {{"state", "locked"}}).text("state"), "locked");
  EXPECT_EQ(max.get("/session").status, 401);
  EXPECT_EQ(max.sign_in("max@provider.example", everybodys_password).code(), "wrong_credentials");
  EXPECT_EQ(olga.patch("/people/" + id, {{"state", "active"}}).text("state"), "active");
  EXPECT_EQ(max.sign_in("max@provider.example", everybodys_password).status, 200);
}

TEST_F(Serve, restart_keeps_sessions_and_the_installation) {
  Browser olga(0);
  std::string before;
  {
    RunningService service(state());
    olga = first_visit(service);
    before = olga.get("/session").json().at("installation").at("id").as_string().c_str();
    EXPECT_EQ(service.stop(), 0);
  }
  RunningService service(state());
  auto again = service.browser();
  again.cookie = olga.cookie;
  const auto session = again.get("/session");
  EXPECT_EQ(session.status, 200);
  EXPECT_EQ(session.json().at("installation").at("id").as_string(), before);
}

TEST_F(Serve, files_are_for_their_owner_alone) {
  RunningService service(state());
  first_visit(service);
  struct stat about{};
  ASSERT_EQ(::stat(state().c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0700u);
  for (const auto& file : std::filesystem::directory_iterator(state())) {
    ASSERT_EQ(::stat(file.path().c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0077, 0u) << file.path();
  }
}

}  // namespace
}  // namespace postferry::test
