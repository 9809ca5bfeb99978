// What the service refuses, as problems; the cookie; and who may pass the door's rules.
#include "api/refusals.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>

#include "api/door.hpp"

namespace postferry::api {
namespace {

using service::Refusal;
using service::Refused;
using testing::HasSubstr;

TEST(Refusals, have_a_status_that_fits) {
  const auto status = [](Refusal refusal) { return problem_of(Refused{.code = refusal}).status; };
  EXPECT_EQ(status(Refusal::wrong_credentials), 401u);
  EXPECT_EQ(status(Refusal::not_signed_in), 401u);
  EXPECT_EQ(status(Refusal::not_allowed), 403u);
  EXPECT_EQ(status(Refusal::not_found), 404u);
  EXPECT_EQ(status(Refusal::last_admin), 409u);
  EXPECT_EQ(status(Refusal::link_not_valid), 410u);
  EXPECT_EQ(status(Refusal::fields_invalid), 422u);
  EXPECT_EQ(status(Refusal::locked_out), 429u);
  EXPECT_EQ(status(Refusal::busy), 503u);
}

TEST(Refusals, all_have_names_of_their_own_and_statuses_of_errors) {
  std::set<std::string> names;
  for (int each = 0; each <= static_cast<int>(Refusal::not_now); ++each) {
    const auto problem = problem_of(Refused{.code = static_cast<Refusal>(each)});
    EXPECT_GE(problem.status, 400u) << problem.code;
    EXPECT_FALSE(problem.detail.empty()) << problem.code;
    EXPECT_TRUE(names.insert(problem.code).second) << problem.code;
  }
}

TEST(Refusals, tell_the_time_to_wait_and_the_tries_that_are_left) {
  const auto closed =
      problem_of(Refused{.code = Refusal::locked_out, .wait = std::chrono::seconds(300)});
  EXPECT_EQ(closed.retry_after, std::chrono::seconds(300));
  const auto wrong = problem_of(Refused{.code = Refusal::wrong_credentials, .tries_left = 2});
  EXPECT_THAT(wrong.detail, HasSubstr("2 tries are left"));
  EXPECT_THAT(problem_of(Refused{.code = Refusal::wrong_credentials, .tries_left = 0}).detail,
              HasSubstr("has to wait"));
}

TEST(Refusals, name_the_fields) {
  const auto fields = problem_of(
      Refused{.code = Refusal::fields_invalid,
              .fields = {{.field = "name", .code = "missing", .text = "Write a name."}}});
  ASSERT_EQ(fields.errors.size(), 1u);
  EXPECT_EQ(fields.errors[0].field, "name");
  EXPECT_EQ(fields.errors[0].text, "Write a name.");
  EXPECT_EQ(problem_of(Refused{.code = Refusal::email_taken}).errors.at(0).field, "email");
  EXPECT_EQ(problem_of(Refused{.code = Refusal::licence_forged}).errors.at(0).field, "key");
  EXPECT_TRUE(problem_of(Refused{.code = Refusal::not_found}).errors.empty());
}

TEST(Refusals, end_a_request_where_an_answer_is_one) {
  EXPECT_EQ(granted(service::Answer<int>(7)), 7);
  EXPECT_NO_THROW(granted(service::Answer<void>()));
  EXPECT_THROW(granted(service::Answer<int>(service::refuse(Refusal::not_found))), Declined);
}

TEST(SessionCookie, is_for_our_pages_alone) {
  EXPECT_EQ(cookie_of(Secret("abc"), std::chrono::hours(1)),
            "postferry_session=abc; Max-Age=3600; Path=/; HttpOnly; Secure; SameSite=Strict");
  EXPECT_EQ(cookie_that_forgets(),
            "postferry_session=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Strict");
}

TEST(DoorRules, name_permissions_of_the_service) {
  EXPECT_EQ(needs(service::Permission::manage_people).permission, "manage_people");
  EXPECT_EQ(needs_signing_in().permission, "signed_in");
  EXPECT_TRUE(open_to_anyone().permission.empty());
}

}  // namespace
}  // namespace postferry::api
