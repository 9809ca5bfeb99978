// The door: cookies with and without the token against forged requests, API tokens, and rules.
#include "api/door.hpp"

#include <gtest/gtest.h>

#include "api/caller.hpp"
#include "api/problem.hpp"
#include "service/api_tokens.hpp"
#include "service/set_up.hpp"
#include "service/sign_in.hpp"
#include "service/token.hpp"
#include "storage/catalog/catalog.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/run_task.hpp"
#include "tests/support/temporary_folder.hpp"

namespace postferry::api {
namespace {

class TheDoor : public testing::Test {
 protected:
  TheDoor()
      : catalog_(storage::SqliteFile{folder_.path() / "catalog.db"}),
        hasher_({.passes = 1, .memory_bytes = 8 * 1024 * 1024}),
        lock_out_(service::system_clock()),
        people_{.catalog = catalog_, .hasher = hasher_, .lock_out = lock_out_, .ulids = ulids_},
        door_(door_to(people_)) {}

  void SetUp() override {
    auto link = loop_.run(service::make_setup_link(people_));
    auto in = loop_.run(service::set_up(people_,
                                        {.token = *link,
                                         .email = "olga@provider.example",
                                         .name = "Olga",
                                         .password = Secret("correct horse battery"),
                                         .customer_name = "Provider",
                                         .language = "en",
                                         .time_zone = "UTC"},
                                        "192.0.2.7"));
    ASSERT_TRUE(in);
    session_ = in->session;
  }

  Call call(std::string method, net::HttpFields headers, Rules rules) {
    routes_.push_back(std::make_unique<Route>(
        Route{.method = method, .pattern = PathPattern("/x"), .rules = rules, .handler = {}}));
    return {.request = {.method = std::move(method), .headers = std::move(headers)},
            .route = routes_.back().get()};
  }
  net::HttpFields cookie() const {
    return {{"Cookie", "postferry_session=" + std::string(session_.reveal())}};
  }
  // The code it is turned away with; empty when it is let in.
  std::string refusal(Call& of) {
    try {
      loop_.run(door_(of));
      return {};
    } catch (const Declined& declined) {
      return declined.problem().code;
    }
  }

  test::TemporaryFolder folder_;
  test::TaskLoop loop_;
  storage::catalog::Catalog catalog_;
  service::PasswordHasher hasher_;
  service::LockOut lock_out_;
  service::Ulids ulids_;
  service::People people_;
  Door door_;
  Secret session_;
  std::vector<std::unique_ptr<Route>> routes_;
};

TEST_F(TheDoor, asks_nobody_on_open_routes) {
  auto open = call("POST", {{"Cookie", "postferry_session=old"}}, open_to_anyone());
  EXPECT_EQ(refusal(open), "");
  EXPECT_EQ(open.caller, nullptr);
}

TEST_F(TheDoor, knows_a_session_and_charges_it) {
  auto known = call("GET", cookie(), needs_signing_in());
  EXPECT_EQ(refusal(known), "");
  EXPECT_EQ(actor_of(known).name, "Olga");
  EXPECT_EQ(known.caller->session().reveal(), session_.reveal());
  EXPECT_TRUE(known.charged_to.starts_with("session "));
  auto unknown = call("GET", {{"Cookie", "postferry_session=x"}}, needs_signing_in());
  EXPECT_EQ(refusal(unknown), "not_signed_in");
  auto nobody = call("GET", {}, needs_signing_in());
  EXPECT_EQ(refusal(nobody), "not_signed_in");
}

TEST_F(TheDoor, demands_the_csrf_token_of_what_changes_something) {
  for (const auto* method : {"POST", "PUT", "PATCH", "DELETE"}) {
    auto forged = call(method, cookie(), needs_signing_in());
    EXPECT_EQ(refusal(forged), "csrf_token_wrong") << method;
    auto headers = cookie();
    headers.add("X-CSRF-Token", std::string(service::csrf_token(session_).reveal()));
    auto ours = call(method, headers, needs_signing_in());
    EXPECT_EQ(refusal(ours), "") << method;
  }
}

TEST_F(TheDoor, knows_an_api_token_whatever_its_cookie) {
  auto olga = call("GET", cookie(), needs_signing_in());
  ASSERT_EQ(refusal(olga), "");
  auto made = loop_.run(
      service::make_token(people_, actor_of(olga),
                          {.name = "t", .scope = "read", .ends = now() + std::chrono::hours(1)}));
  ASSERT_TRUE(made);
  const std::string bearer = "bearer " + std::string(made->token.reveal());
  auto script = call("POST", {{"Authorization", bearer}}, needs(service::Permission::see));
  EXPECT_EQ(refusal(script), "");
  EXPECT_TRUE(script.caller->session().empty());
  EXPECT_TRUE(script.charged_to.starts_with("token "));
  auto wide = call("GET", {{"Authorization", bearer}}, needs(service::Permission::plan));
  EXPECT_EQ(refusal(wide), "not_allowed");
  auto headers = cookie();
  headers.add("Authorization", "Basic b2xnYTp4");
  auto basic = call("GET", headers, needs_signing_in());
  EXPECT_EQ(refusal(basic), "not_signed_in");
}

TEST_F(TheDoor, knows_no_permission_that_is_none) {
  auto strange = call("GET", cookie(), needs("walk_through_walls"));
  EXPECT_EQ(refusal(strange), "not_allowed");
}

}  // namespace
}  // namespace postferry::api
