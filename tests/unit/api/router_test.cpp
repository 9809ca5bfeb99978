// Requests to routes: which handler hears them, who is let in, and what is told of failures.
#include "api/router.hpp"

#include <gtest/gtest.h>

#include "api/health.hpp"
#include "api/problem.hpp"
#include "api/responses.hpp"
#include "net/request_target.hpp"
#include "tests/support/run_task.hpp"
#include "text/json.hpp"

namespace postferry::api {
namespace {

namespace json = text::json;

net::HttpRequest request_of(std::string method, std::string_view target) {
  auto parsed = net::parse_request_target(target).value();
  return {.method = std::move(method),
          .path = std::move(parsed.path),
          .segments = std::move(parsed.segments),
          .query = std::move(parsed.query),
          .peer = "192.0.2.7"};
}

net::HttpResponse ask(Router& router, std::string method, std::string_view target) {
  return test::run(router.answer(request_of(std::move(method), target)));
}

std::string text_of(const net::HttpResponse& response) {
  return std::get<std::string>(response.body);
}

json::Value json_of(const net::HttpResponse& response) {
  return json::parse(text_of(response)).value();
}

// Says which route heard it, and what stood in the path.
Handler named(std::string name) {
  return [name = std::move(name)](Call call) -> Task<net::HttpResponse> {
    std::string told = name;
    for (const auto& [key, value] : call.in_path) told.append(" ").append(key + "=" + value);
    return [](std::string text) -> Task<net::HttpResponse> {
      co_return net::HttpResponse{.body = std::move(text)};
    }(std::move(told));
  };
}

class Routes : public testing::Test {
 protected:
  void SetUp() override {
    auto things = router_.below("/api/v1/things");
    things.get("", open_to_anyone(), named("list"));
    things.post("", open_to_anyone().body(10), named("make"));
    things.get("/{id}", open_to_anyone(), named("one"));
    things.patch("/{id}", open_to_anyone(), named("change"));
    things.remove("/{id}", open_to_anyone(), named("remove"));
    things.get("/accept", open_to_anyone(), named("accept"));
    things.get("/{id}/runs/{number}/log", open_to_anyone(), named("log"));
    things.get("/examples/{format}.csv", open_to_anyone(), named("example"));
  }
  Router router_;
};

TEST_F(Routes, AreFoundByMethodAndPath) {
  EXPECT_EQ(text_of(ask(router_, "GET", "/api/v1/things")), "list");
  EXPECT_EQ(text_of(ask(router_, "POST", "/api/v1/things")), "make");
  EXPECT_EQ(text_of(ask(router_, "GET", "/api/v1/things/7")), "one id=7");
  EXPECT_EQ(text_of(ask(router_, "PATCH", "/api/v1/things/a%20b")), "change id=a b");
  EXPECT_EQ(text_of(ask(router_, "DELETE", "/api/v1/things/7")), "remove id=7");
  EXPECT_EQ(text_of(ask(router_, "GET", "/api/v1/things/7/runs/2/log?after=1")),
            "log id=7 number=2");
  EXPECT_EQ(text_of(ask(router_, "GET", "/api/v1/things/examples/own.csv")), "example format=own");
}

TEST_F(Routes, TheMoreExactPatternHears) {
  EXPECT_EQ(text_of(ask(router_, "GET", "/api/v1/things/accept")), "accept");
  // Of the same path DELETE knows only the pattern with a name.
  EXPECT_EQ(text_of(ask(router_, "DELETE", "/api/v1/things/accept")), "remove id=accept");
}

TEST_F(Routes, WhatIsUnknownIsNotFound) {
  for (const char* target : {"/", "/api", "/api/v1/things/", "/api/v1/things/7/runs",
                             "/api/v1/things/examples/.csv", "/api/v1/THINGS"}) {
    const auto response = ask(router_, "GET", target);
    EXPECT_EQ(response.status, 404u) << target;
    EXPECT_EQ(json_of(response).at("code").as_string(), "not_found");
  }
}

TEST_F(Routes, AnotherMethodIsToldWhichThereAre) {
  const auto response = ask(router_, "PUT", "/api/v1/things/7");
  EXPECT_EQ(response.status, 405u);
  EXPECT_EQ(response.headers.find("Allow"), "DELETE, GET, HEAD, OPTIONS, PATCH");
  EXPECT_EQ(json_of(response).at("code").as_string(), "method_not_allowed");
  const auto options = ask(router_, "OPTIONS", "/api/v1/things");
  EXPECT_EQ(options.status, 204u);
  EXPECT_EQ(options.headers.find("Allow"), "GET, HEAD, OPTIONS, POST");
}

TEST_F(Routes, HeadIsHeardByGet) {
  EXPECT_EQ(text_of(ask(router_, "HEAD", "/api/v1/things")), "list");
}

TEST_F(Routes, TheRouteSaysHowLongABodyMayBe) {
  EXPECT_EQ(router_.body_limit(request_of("POST", "/api/v1/things")), 10u);
  EXPECT_EQ(router_.body_limit(request_of("PATCH", "/api/v1/things/7")), Rules{}.body_bytes);
}

TEST_F(Routes, NoAnswerIsKeptByACache) {
  EXPECT_EQ(ask(router_, "GET", "/api/v1/things").headers.find("Cache-Control"), "no-store");
  EXPECT_EQ(ask(router_, "GET", "/nothing").headers.find("Cache-Control"), "no-store");
}

TEST_F(Routes, OneMethodAndPathHasOneHandler) {
  EXPECT_THROW(router_.add("GET", "/api/v1/things", open_to_anyone(), named("again")), Failure);
}

TEST_F(Routes, WhatNoRouteKnowsIsAskedOfThePage) {
  router_.otherwise(named("page"));
  EXPECT_EQ(text_of(ask(router_, "GET", "/migrations")), "page");
  EXPECT_EQ(ask(router_, "POST", "/migrations").status, 404u);
  EXPECT_EQ(ask(router_, "PUT", "/api/v1/things").status, 405u);
}

TEST(Door, IsAskedForEveryRouteAndMayRefuse) {
  std::vector<std::string> asked;
  RouterOptions options;
  options.door = [&asked](Call& call) -> Task<> {
    asked.push_back(call.route->rules.permission);
    if (call.request.parameter("let") != "in") throw Declined(forbidden("This is not for you."));
    call.charged_to = "token 7";
    co_return;
  };
  Router router(std::move(options));
  router.below("/a").get("", needs("a.see"), named("a"));
  EXPECT_EQ(text_of(ask(router, "GET", "/a?let=in")), "a");
  const auto refused = ask(router, "GET", "/a");
  EXPECT_EQ(refused.status, 403u);
  EXPECT_EQ(json_of(refused).at("detail").as_string(), "This is not for you.");
  EXPECT_EQ(asked, (std::vector<std::string>{"a.see", "a.see"}));
}

TEST(Door, CountsTheRequestsOfACallerAndOfAPeer) {
  RouterOptions options;
  options.door = [](Call& call) -> Task<> {
    call.charged_to = std::string(call.request.parameter("token").value_or(""));
    co_return;
  };
  options.per_peer = {.burst = 10, .per_minute = 1};
  options.per_caller = {.burst = 2, .per_minute = 1};
  Router router(std::move(options));
  router.below("/a").get("", open_to_anyone(), named("a"));
  router.below("/b").get("", open_to_anyone().uncounted(), named("b"));
  for (int i = 0; i < 2; ++i) EXPECT_EQ(ask(router, "GET", "/a?token=7").status, 200u);
  const auto refused = ask(router, "GET", "/a?token=7");
  EXPECT_EQ(refused.status, 429u);
  EXPECT_EQ(refused.headers.find("Retry-After"), "60");
  for (int i = 0; i < 7; ++i) EXPECT_EQ(ask(router, "GET", "/a").status, 200u);
  EXPECT_EQ(ask(router, "GET", "/a").status, 429u) << "eleven from one address";
  EXPECT_EQ(ask(router, "GET", "/nothing").status, 429u);
  EXPECT_EQ(ask(router, "GET", "/b").status, 200u);
}

TEST(Failures, BecomeProblemsAndInnerOnesAreToldOnlyToUs) {
  std::string told;
  RouterOptions options;
  options.on_trouble = [&told](std::string_view route, const std::string& what) {
    told = std::string(route) + ": " + what;
  };
  Router router(std::move(options));
  auto root = router.below("");
  root.get("/wrong", open_to_anyone(), [](Call) -> Task<net::HttpResponse> {
    throw Failure(Error{.code = ErrorCode::wrong_password, .text = "NO no.", .where = {}});
    co_return net::HttpResponse{};
  });
  root.get("/broken/{id}", open_to_anyone(), [](Call) -> Task<net::HttpResponse> {
    throw std::runtime_error("the table of secrets is gone");
    co_return net::HttpResponse{};
  });
  const auto wrong = ask(router, "GET", "/wrong");
  EXPECT_EQ(wrong.status, 422u);
  EXPECT_EQ(json_of(wrong).at("code").as_string(), "wrong_password");
  EXPECT_EQ(json_of(wrong).at("type").as_string(), "urn:postferry:problem:wrong_password");
  EXPECT_NE(text_of(wrong).find("NO no."), std::string::npos);
  EXPECT_EQ(told, "");
  const auto broken = ask(router, "GET", "/broken/7");
  EXPECT_EQ(broken.status, 500u);
  EXPECT_EQ(text_of(broken).find("secrets"), std::string::npos);
  EXPECT_EQ(told, "GET /broken/{id}: the table of secrets is gone");
}

TEST(Health, AnswersASupervisor) {
  std::vector<std::string> missing{"The database is not open."};
  Router router;
  add_health(router,
             {.missing = [&missing]() -> Task<std::vector<std::string>> { co_return missing; },
              .metrics = []() -> Task<std::vector<Metric>> {
                co_return std::vector<Metric>{
                    {.name = "postferry_queue",
                     .help = "Migrations by state.",
                     .samples = {{.labels = {{"state", "waiting"}}, .value = 3}}}};
              }});
  EXPECT_EQ(text_of(ask(router, "GET", "/healthz")), "ok\n");
  const auto not_yet = ask(router, "GET", "/readyz");
  EXPECT_EQ(not_yet.status, 503u);
  EXPECT_EQ(json_of(not_yet).at("detail").as_string(), "The database is not open.");
  missing.clear();
  EXPECT_EQ(ask(router, "GET", "/readyz").status, 200u);
  EXPECT_EQ(text_of(ask(router, "GET", "/metrics")),
            "# HELP postferry_queue Migrations by state.\n# TYPE postferry_queue gauge\n"
            "postferry_queue{state=\"waiting\"} 3\n");
}

}  // namespace
}  // namespace postferry::api
