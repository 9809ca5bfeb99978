// What the HTTP server reads by itself: targets, ranges, forwarded addresses, requests in pieces.
#include <gtest/gtest.h>

#include "base/error.hpp"
#include "net/byte_range.hpp"
#include "net/forwarded.hpp"
#include "net/http_request_reader.hpp"
#include "net/http_response_writer.hpp"
#include "net/request_target.hpp"

namespace postferry::net {
namespace {

TEST(RequestTarget, IsSplitThenDecoded) {
  const auto target = parse_request_target("/a%20b/c%C3%A4/?q=1+2&q=%26&empty&=x");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "/a%20b/c%C3%A4/");
  EXPECT_EQ(target->segments, (std::vector<std::string>{"a b", "c\xc3\xa4", ""}));
  EXPECT_EQ(target->query, (QueryPairs{{"q", "1 2"}, {"q", "&"}, {"empty", ""}, {"", "x"}}));
}

TEST(RequestTarget, HasOtherForms) {
  EXPECT_EQ(parse_request_target("http://host:80/a?b=c")->path, "/a");
  EXPECT_EQ(parse_request_target("HTTPS://host")->path, "/");
  EXPECT_EQ(parse_request_target("http://host?b=c")->query, (QueryPairs{{"b", "c"}}));
  EXPECT_EQ(parse_request_target("*")->segments, std::vector<std::string>{"*"});
  EXPECT_TRUE(parse_request_target("/")->segments.empty());
}

TEST(RequestTarget, RefusesTricks) {
  for (const char* target :
       {"", "a", "host:443", "/..", "/a/../b", "/a/%2e%2E/b", "/./a", "/a%2fb", "/a%00b",
        "/a%0d%0ab", "/%ff", "/%c0%af", "/a%", "/a%4", "/a%zz", "/?a=%", "/?%ff=1", "/a%7f"})
    EXPECT_FALSE(parse_request_target(target)) << target;
  std::string many = "/?a";
  for (int i = 0; i < 100; ++i) many += "&a";
  EXPECT_FALSE(parse_request_target(many));
  EXPECT_EQ(parse_request_target(many.substr(0, many.size() - 2))->query.size(), 100u);
}

TEST(PercentEncoding, ComesBack) {
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  EXPECT_EQ(percent_decoded(percent_encoded(all)), all);
  EXPECT_EQ(percent_encoded("a b/c?"), "a%20b%2Fc%3F");
}

TEST(Range, IsReadAsTheRfcSays) {
  const auto part = [](std::uint64_t first, std::uint64_t length) {
    return WishedRange{.wish = RangeWish::part, .range = {.first = first, .length = length}};
  };
  EXPECT_EQ(wished_range("bytes=0-0", 10), part(0, 1));
  EXPECT_EQ(wished_range("bytes=2-", 10), part(2, 8));
  EXPECT_EQ(wished_range("BYTES= 2 - 100 ", 10), part(2, 8));
  EXPECT_EQ(wished_range("bytes=-3", 10), part(7, 3));
  EXPECT_EQ(wished_range("bytes=-30", 10), part(0, 10));
  EXPECT_EQ(wished_range("bytes=10-", 10).wish, RangeWish::unreachable);
  EXPECT_EQ(wished_range("bytes=0-", 0).wish, RangeWish::unreachable);
  EXPECT_EQ(wished_range("bytes=-0", 10).wish, RangeWish::unreachable);
  EXPECT_EQ(wished_range("bytes=18446744073709551615-18446744073709551615", 10).wish,
            RangeWish::unreachable);
  EXPECT_EQ(wished_range("bytes=0-18446744073709551615", 10), part(0, 10));
  for (const char* header :
       {"", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=3-2", "bytes=0-1,3-4", "lines=0-1",
        "bytes=99999999999999999999-", "bytes=--1", "bytes=+1-2"})
    EXPECT_EQ(wished_range(header, 10), WishedRange{}) << header;
  EXPECT_EQ(wished_range(std::nullopt, 10), WishedRange{});
}

TEST(Range, EndsAsFarAsANumberGoes) {
  EXPECT_EQ(wished_range("bytes=0-18446744073709551615", UINT64_MAX).range.length, UINT64_MAX);
}

class Forwarded : public testing::Test {
 protected:
  Client client(const std::string& connected, HttpFields headers) {
    return client_of({.address = connected, .transport = Transport::clear}, headers, proxies_);
  }
  std::vector<AddressRange> proxies_{*AddressRange::parse("10.0.0.0/8"),
                                     *AddressRange::parse("2001:db8::1")};
};

TEST_F(Forwarded, IsNotBelievedFromStrangers) {
  const HttpFields lie{{"X-Forwarded-For", "1.2.3.4"}, {"X-Forwarded-Proto", "https"}};
  EXPECT_EQ(client("192.0.2.7", lie), (Client{.address = "192.0.2.7"}));
}

TEST_F(Forwarded, IsReadFromItsEndAsFarAsTheProxiesReach) {
  const HttpFields chain{{"X-Forwarded-For", "6.6.6.6, 192.0.2.7"},
                         {"X-Forwarded-For", "10.1.1.1"},
                         {"X-Forwarded-Proto", "http, https"}};
  EXPECT_EQ(client("10.0.0.1", chain),
            (Client{.address = "192.0.2.7", .transport = Transport::tls}));
  EXPECT_EQ(client("2001:db8::1", {{"X-Forwarded-For", "[2001:db8::9]:4711"}}).address,
            "2001:db8::9");
  EXPECT_EQ(client("10.0.0.1", {{"X-Forwarded-For", "192.0.2.7:80"}}).address, "192.0.2.7");
  EXPECT_EQ(client("10.0.0.1", {{"X-Forwarded-For", "10.0.0.2, 10.0.0.3"}}).address, "10.0.0.2");
}

TEST_F(Forwarded, NonsenseIsNotBelieved) {
  EXPECT_EQ(client("10.0.0.1", {{"X-Forwarded-For", "6.6.6.6, unknown"}}).address, "10.0.0.1");
  EXPECT_EQ(client("10.0.0.1", {{"X-Forwarded-For", "6.6.6.6, nobody, 192.0.2.7"}}).address,
            "192.0.2.7");
  EXPECT_EQ(client("10.0.0.1", {{"X-Forwarded-For", "[::1"}}).address, "10.0.0.1");
  EXPECT_EQ(client("10.0.0.1", {}).address, "10.0.0.1");
}

TEST(HttpFields, HoldNothingThatEndsALine) {
  HttpFields fields;
  EXPECT_THROW(fields.add("Location", "/a\r\nSet-Cookie: x"), Failure);
  EXPECT_THROW(fields.add("Bad Name", "x"), Failure);
  EXPECT_THROW(fields.add("", "x"), Failure);
  EXPECT_THROW((HttpFields{{"A", std::string("a\0b", 3)}}), Failure);
  fields.add("Accept", "a");
  fields.add("ACCEPT", "b");
  EXPECT_EQ(fields.list("accept"), "a, b");
  fields.set("accept", "c");
  EXPECT_EQ(fields.list("Accept"), "c");
}

TEST(HttpRequest, FindsItsCookies) {
  const HttpRequest request{
      .headers = {{"Cookie", "a=1; postferry_session=s=3"}, {"Cookie", "b="}}};
  EXPECT_EQ(request.cookie("postferry_session"), "s=3");
  EXPECT_EQ(request.cookie("b"), "");
  EXPECT_EQ(request.cookie("session"), std::nullopt);
}

TEST(HttpDate, IsThatOfTheRfc) {
  EXPECT_EQ(imf_fixdate(Instant(std::chrono::seconds(784111777))), "Sun, 06 Nov 1994 08:49:37 GMT");
}

// What a reader makes of bytes that come in pieces of this size.
std::string read_in_pieces(std::string_view bytes, std::size_t piece) {
  RequestReader reader(400);
  std::size_t taken = 0;
  std::string pending;
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    pending.append(bytes.substr(at, piece));
    while (true) {
      const std::size_t used = reader.feed(pending);
      taken += used;
      pending.erase(0, used);
      if (!reader.head_done() || reader.done() || reader.refusal()) break;
      reader.allow_body(20);
      if (used == 0) break;
    }
  }
  if (reader.refusal()) return "refused " + std::to_string(reader.refusal()->status);
  const auto& request = reader.request();
  std::string told = request.method + " " + request.path + " " +
                     std::to_string(request.headers.size()) + " [" + request.body + "]";
  return told + (reader.done() ? " done after " + std::to_string(taken) : " waits");
}

TEST(RequestReader, ReadsTheSameInPiecesOfAnySize) {
  const std::string long_field = "X: " + std::string(380, 'a') + "\r\n";
  const std::pair<std::string, std::string> cases[] = {
      {"\r\nGET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b", "GET /a 1 [] done after 30"},
      {"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhelloGET",
       "POST /a 2 [hello] done after 53"},
      {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3;a=\"b\"\r\nabc\r\n"
       "2\r\nde\r\n0\r\nX-Trailer: y\r\n\r\nrest",
       "POST / 2 [abcde] done after 96"},
      {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: y\r\n\r\nGET",
       "POST / 2 [] done after 67"},
      {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 21\r\n\r\n", "refused 413"},
      {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n15\r\nab", "refused 413"},
      {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n\r\n", "refused 400"},
      {"GET / HTTP/1.1\r\nHost: x\r\n" + long_field + "\r\n", "refused 431"},
      {"GET / HTTP/1.1\r\nHost: x\r\nX: a\r\nX: b\r\nX: c\r\nX: d\r\nX: e\r\nX: f\r\n" + long_field,
       "refused 431"},
      {"GET / HTTP/1.1\nHost: x\n\n", "refused 400"},
      {"GET / HTTP/1.1\r\nHost: x\nX: y\r\n\r\n", "refused 400"},
      {"GET / HTTP/1.1\r\nHost : x\r\n\r\n", "refused 400"},
      {"GET / HTTP/1.1\r\nHost: x\r\nX: a\x01z\r\n\r\n", "refused 400"},
      {"GET / HTTP/1.1\r\nHost: x\r\n", "  0 [] waits"},
      {"CONNECT a:1 HTTP/1.1\r\nHost: x\r\n\r\n", "refused 400"}};
  for (const auto& [bytes, told] : cases) {
    const std::string whole = read_in_pieces(bytes, bytes.size());
    EXPECT_EQ(whole, told) << bytes;
    for (std::size_t piece = 1; piece < bytes.size(); ++piece)
      EXPECT_EQ(read_in_pieces(bytes, piece), whole) << piece << " of " << bytes;
  }
}

TEST(RequestReader, SaysWhatComesAfter) {
  const auto after = [](std::string_view bytes) {
    RequestReader reader(400);
    reader.feed(bytes);
    reader.allow_body(0);
    return reader.after_response();
  };
  EXPECT_EQ(after("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), AfterResponse::keep_open);
  EXPECT_EQ(after("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), AfterResponse::close);
  EXPECT_EQ(after("GET / HTTP/1.0\r\n\r\n"), AfterResponse::close);
  EXPECT_EQ(after("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"), AfterResponse::keep_open);
}

}  // namespace
}  // namespace postferry::net
