// Pages, ETags, limits, the static page, metrics and the headers of every response.
#include <gtest/gtest.h>

#include "api/metrics.hpp"
#include "api/paging.hpp"
#include "api/preconditions.hpp"
#include "api/problem.hpp"
#include "api/rate_limit.hpp"
#include "api/responses.hpp"
#include "api/security_headers.hpp"
#include "api/static_page.hpp"

namespace postferry::api {
namespace {

using namespace std::chrono_literals;

net::HttpRequest with_query(net::QueryPairs query) {
  return {.method = "GET", .query = std::move(query)};
}

net::HttpRequest with_header(std::string name, std::string value, std::string path = "/") {
  return {
      .method = "GET", .path = std::move(path), .headers = {{std::move(name), std::move(value)}}};
}

unsigned status_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Declined& declined) {
    return declined.problem().status;
  }
  return 200;
}

TEST(Paging, ReadsLimitAndCursor) {
  EXPECT_EQ(page_of(with_query({})).limit, 50u);
  const Cursor cursor{"", "01J\xc3\xa4"};
  const auto page = page_of(with_query({{"limit", "7"}, {"cursor", cursor_text(cursor)}}));
  EXPECT_EQ(page.limit, 7u);
  EXPECT_EQ(page.after, cursor);
}

TEST(Paging, RefusesWhatIsNoneOfThisList) {
  for (const char* limit : {"0", "-1", "501", "x", "", "7x", "99999999999999999999"})
    EXPECT_EQ(status_of([&] { page_of(with_query({{"limit", limit}})); }), 400u) << limit;
  for (const std::string& cursor : {std::string("x"), std::string("////"), std::string(3000, 'A'),
                                    cursor_text({"one key"}), cursor_text({"a", "b", "c"})})
    EXPECT_EQ(status_of([&] { page_of(with_query({{"cursor", cursor}})); }), 400u) << cursor;
}

TEST(Paging, ACursorIsSafeInAUrl) {
  for (int i = 0; i < 256; ++i) {
    const Cursor cursor{std::string(1, static_cast<char>(i % 128)) + "?>~", std::to_string(i)};
    const auto text = cursor_text(cursor);
    EXPECT_EQ(text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                     "0123456789-_"),
              std::string::npos);
    if (i % 128 != 0x1f) {
      EXPECT_EQ(parse_cursor(text), cursor) << i;
    }
  }
}

TEST(Preconditions, AChangeNeedsTheVersionThatWasSeen) {
  EXPECT_EQ(status_of([] { require_match({}, "\"7\""); }), 428u);
  EXPECT_EQ(status_of([] { require_match(with_header("If-Match", "\"6\""), "\"7\""); }), 412u);
  EXPECT_EQ(status_of([] { require_match(with_header("If-Match", "\"6\", \"7\""), "\"7\""); }),
            200u);
  EXPECT_EQ(status_of([] { require_match(with_header("If-Match", "*"), "\"7\""); }), 200u);
  EXPECT_EQ(status_of([] { require_match(with_header("If-Match", "7"), "\"7\""); }), 412u);
}

TEST(Preconditions, WhatIsKnownIsNotSentAgain) {
  const auto again =
      json_response(with_header("If-None-Match", "W/\"7\""), text::json::Object{}, etag_of("7"));
  EXPECT_EQ(again.status, 304u);
  EXPECT_EQ(again.headers.find("ETag"), "\"7\"");
  EXPECT_EQ(json_response({}, text::json::Object{}, etag_of("7")).status, 200u);
}

TEST(RateLimit, RefillsAndSaysHowLong) {
  RateLimit limit({.burst = 2, .per_minute = 6});
  const Deadline start{1h};
  EXPECT_EQ(limit.take("a", start), std::nullopt);
  EXPECT_EQ(limit.take("a", start), std::nullopt);
  EXPECT_EQ(limit.take("a", start), 10s);
  EXPECT_EQ(limit.take("b", start), std::nullopt) << "another one has his own";
  EXPECT_EQ(limit.take("a", start + 4s), 6s);
  EXPECT_EQ(limit.take("a", start + 11s), std::nullopt);
  EXPECT_TRUE(limit.take("a", start + 11s));
}

TEST(RateLimit, ForgetsWhoIsFullAgainAndNeverHoldsTooMany) {
  RateLimit limit({.burst = 2, .per_minute = 60}, 100);
  const Deadline start{1h};
  for (int i = 0; i < 1000; ++i) limit.take(std::to_string(i), start);
  EXPECT_EQ(limit.keys(), 100u);
  limit.take("late", start + 10s);
  EXPECT_EQ(limit.keys(), 1u);
}

TEST(SecurityHeaders, AreStrict) {
  const auto headers = security_headers(net::Transport::clear);
  const auto policy = headers.find("Content-Security-Policy").value_or("");
  EXPECT_TRUE(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"));
  EXPECT_EQ(policy.find("unsafe"), std::string_view::npos);
  EXPECT_EQ(headers.find("X-Content-Type-Options"), "nosniff");
  EXPECT_FALSE(headers.has("Strict-Transport-Security"));
  EXPECT_TRUE(security_headers(net::Transport::tls).has("Strict-Transport-Security"));
}

class Page : public testing::Test {
 protected:
  static constexpr std::array<StaticFile, 3> files{
      {{.path = "/index.html", .bytes = "<html>"},
       {.path = "/assets/app-1a2b.js", .bytes = "let a", .gzip = "packed"},
       {.path = "/favicon.svg", .bytes = "<svg>"}}};

  std::string_view bytes(const net::HttpResponse& response) {
    return std::get<net::LastingBytes>(response.body).bytes;
  }
  StaticPage page_{files};
};

TEST_F(Page, TheIndexStandsForEveryView) {
  for (const char* path : {"/", "/migrations", "/migrations/01J", "/index.html"}) {
    const auto response = page_.answer({.method = "GET", .path = path});
    EXPECT_EQ(response.status, 200u);
    EXPECT_EQ(bytes(response), "<html>");
    EXPECT_EQ(response.headers.find("Cache-Control"), "no-cache");
    EXPECT_EQ(response.headers.find("Content-Type"), "text/html; charset=utf-8");
  }
  for (const char* path : {"/assets/gone-9.js", "/api/v1/nothing", "/.env", "/a/b.php"})
    EXPECT_EQ(page_.answer({.method = "GET", .path = path}).status, 404u) << path;
}

TEST_F(Page, HashedFilesAreKeptAndComePacked) {
  const auto plain = page_.answer({.method = "GET", .path = "/assets/app-1a2b.js"});
  EXPECT_EQ(plain.headers.find("Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(bytes(plain), "let a");
  const auto packed =
      page_.answer(with_header("Accept-Encoding", "br, gzip", "/assets/app-1a2b.js"));
  EXPECT_EQ(packed.headers.find("Content-Encoding"), "gzip");
  EXPECT_EQ(bytes(packed), "packed");
  EXPECT_EQ(packed.headers.find("Content-Type"), "text/javascript; charset=utf-8");
}

TEST_F(Page, WhatTheBrowserHasIsNotSentAgain) {
  const auto first = page_.answer({.method = "GET", .path = "/favicon.svg"});
  const std::string etag(first.headers.find("ETag").value_or(""));
  EXPECT_EQ(page_.answer(with_header("If-None-Match", etag, "/favicon.svg")).status, 304u);
  EXPECT_EQ(page_.answer(with_header("If-None-Match", "\"x\"", "/favicon.svg")).status, 200u);
}

TEST(Metrics, CannotBeBrokenOutOf) {
  EXPECT_EQ(prometheus_text({{.name = "postferry_errors_total",
                              .help = "By\ncode.",
                              .kind = MetricKind::counter,
                              .samples = {{.labels = {{"code", "a\"} 1\nb\\"}}, .value = 2.5}}}}),
            "# HELP postferry_errors_total By\\ncode.\n# TYPE postferry_errors_total counter\n"
            "postferry_errors_total{code=\"a\\\"} 1\\nb\\\\\"} 2.5\n");
}

TEST(Problem, IsADocument) {
  const auto response = problem_response(
      {.status = 422,
       .code = "invalid",
       .detail = "Some \"fields\".",
       .errors = {{.line = 3, .column = "host", .code = "missing", .text = "Needed."}}});
  EXPECT_EQ(response.headers.find("Content-Type"), "application/problem+json");
  EXPECT_EQ(std::get<std::string>(response.body),
            R"({"type":"urn:postferry:problem:invalid","title":"Unprocessable Content",)"
            R"("status":422,"detail":"Some \"fields\".","code":"invalid","errors":[{"line":3,)"
            R"("column":"host","code":"missing","text":"Needed."}]})"
            "\n");
}

}  // namespace
}  // namespace postferry::api
