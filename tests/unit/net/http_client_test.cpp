// Requests to a server of ours: what arrives, what comes back, and what is not trusted.
#include "net/http_client.hpp"

#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>

#include <boost/asio/steady_timer.hpp>

#include "base/gather.hpp"
#include "base/sha256.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/net/http_fixture.hpp"
#include "tests/unit/net/net_fixture.hpp"

namespace postferry::net {
namespace {

using namespace std::chrono_literals;

HttpService mirror() {
  return answering([](HttpRequest request) -> HttpResponse {
    if (request.path == "/long") return {.body = std::string(5000, 'a')};
    if (request.path == "/away")
      return {.status = 302, .headers = {{"Location", std::string(*request.parameter("to"))}}};
    std::string told = request.method + " " + request.path;
    for (const char* name : {"Content-Type", "Authorization", "X-Signature", "Expect"})
      if (const auto value = request.headers.find(name))
        told.append(" ").append(name).append("=").append(*value);
    return {.status = request.path == "/teapot" ? 418u : 200u,
            .headers = {{"X-Seen", "yes"}},
            .body = told + " [" + request.body + "]"};
  });
}

class Requests : public testing::Test {
 protected:
  std::string url(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(server_.port()) + path;
  }
  ClientResponse send(ClientRequest request, ClientOptions options = {},
                      std::chrono::milliseconds within = 5s) {
    if (!options.proxy) options.proxy = Secret("");
    return run(client_.send(std::move(request), std::move(options), deadline_in(within)));
  }
  Error refused(ClientRequest request, ClientOptions options = {},
                std::chrono::milliseconds within = 5s) {
    return failure_of([&] { send(std::move(request), std::move(options), within); });
  }

  RunningServer server_{mirror()};
  HttpClient client_;
};

TEST_F(Requests, ArriveAsTheyWereMeant) {
  const auto got = send({.url = url("/a?b=c")});
  EXPECT_EQ(got.status, 200u);
  EXPECT_EQ(got.body, "GET /a []");
  EXPECT_EQ(got.headers.find("x-seen"), "yes");
  const auto posted = send({.method = "POST",
                            .url = url("/hook"),
                            .headers = {{"Content-Type", "application/json"}, {"X-Signature", "s"}},
                            .body = std::string("{\"a\":\0}", 7),
                            .bearer = Secret("pf_1")});
  EXPECT_EQ(posted.body,
            "POST /hook Content-Type=application/json Authorization=Bearer pf_1 "
            "X-Signature=s [" +
                std::string("{\"a\":\0}", 7) + "]");
  EXPECT_EQ(send({.method = "DELETE", .url = url("/x")}).body, "DELETE /x []");
  EXPECT_EQ(send({.method = "PATCH", .url = url("/x"), .body = "p"}).body, "PATCH /x [p]");
  EXPECT_EQ(send({.method = "POST", .url = url("/x")}).body, "POST /x []");
  EXPECT_EQ(send({.method = "HEAD", .url = url("/x")}).body, "");
  EXPECT_EQ(send({.url = url("/teapot")}).status, 418u) << "any status is a response";
}

TEST_F(Requests, ManyRunAtATime) {
  std::vector<std::string> bodies;
  const auto one = [](HttpClient& client, std::string to, std::vector<std::string>& all) -> Task<> {
    auto response =
        co_await client.send({.url = std::move(to)}, {.proxy = Secret("")}, deadline_in(5s));
    all.push_back(response.body);
  };
  const auto all = [&]() -> Task<> {
    std::vector<Task<>> tasks;
    for (int i = 0; i < 20; ++i) tasks.push_back(one(client_, url("/a"), bodies));
    co_await all_of(std::move(tasks));
  };
  run(all());
  EXPECT_EQ(bodies, std::vector<std::string>(20, "GET /a []"));
}

TEST_F(Requests, ALongAnswerIsCutOff) {
  EXPECT_EQ(send({.url = url("/long")}, {.most_bytes = 5000}).body.size(), 5000u);
  EXPECT_EQ(refused({.url = url("/long")}, {.most_bytes = 4999}).code, ErrorCode::bound_exceeded);
}

TEST_F(Requests, RedirectsAreFollowedOnlyWhereAskedForAndNeverToAnotherScheme) {
  const std::string away = url("/away?to=" + url("/a"));
  EXPECT_EQ(send({.url = away}).status, 302u);
  EXPECT_EQ(send({.url = away}, {.redirects = 1}).body, "GET /a []");
  for (const char* to : {"file:///etc/passwd", "ftp://127.0.0.1/", "https://127.0.0.1/"}) {
    const Error error = refused({.url = url(std::string("/away?to=") + to)}, {.redirects = 5});
    EXPECT_EQ(error.code, ErrorCode::bad_usage) << to << error.text;
  }
}

TEST_F(Requests, OtherSchemesAndPasswordsInUrlsAreRefused) {
  for (const char* bad : {"", "file:///etc/passwd", "ftp://127.0.0.1/", "127.0.0.1", "http://",
                          "http://u@127.0.0.1/", "http://u:p@127.0.0.1/", "http://a b/"})
    EXPECT_EQ(refused({.url = bad}).code, ErrorCode::bad_usage) << bad;
}

TEST_F(Requests, AddressesInsideAreRefusedAlsoBehindANameOrARedirect) {
  const ClientOptions outside{.policy = {.addresses = public_internet_only()}, .redirects = 3};
  EXPECT_EQ(refused({.url = url("/a")}, outside).code, ErrorCode::cannot_connect);
  const std::string port = std::to_string(server_.port());
  for (const std::string host : {"localhost", "127.1", "2130706433", "[::ffff:127.0.0.1]"}) {
    const Error error = refused({.url = "http://" + host + ":" + port + "/a"}, outside);
    EXPECT_TRUE(error.code == ErrorCode::cannot_connect || error.code == ErrorCode::bad_usage)
        << host << error.text;
  }
  // The first address is allowed, the one it leads to is not.
  ClientOptions one = outside;
  one.policy.addresses.allowed = {*AddressRange::parse("127.0.0.1")};
  EXPECT_EQ(send({.url = url("/a")}, one).status, 200u);
  const std::string second = "http://127.0.0.2:" + port + "/a";
  const Error error = refused({.url = url("/away?to=" + second)}, one);
  EXPECT_EQ(error.code, ErrorCode::cannot_connect);
  EXPECT_NE(error.text.find("connects nobody"), std::string::npos) << error.text;
}

TEST_F(Requests, EndByTheirDeadline) {
  ScriptedServer silent("X silence\n");
  const auto began = std::chrono::steady_clock::now();
  const Error error =
      refused({.url = "http://127.0.0.1:" + std::to_string(silent.port()) + "/"}, {}, 200ms);
  EXPECT_EQ(error.code, ErrorCode::timed_out) << error.text;
  EXPECT_LT(std::chrono::steady_clock::now() - began, 3s);
}

TEST_F(Requests, SayWhoDoesNotAnswer) {
  std::uint16_t port = 0;
  {
    port = ScriptedServer("X close\n").port();
  }
  EXPECT_EQ(refused({.url = "http://127.0.0.1:" + std::to_string(port) + "/"}).code,
            ErrorCode::cannot_connect);
  EXPECT_EQ(refused({.url = "http://no-such-host.invalid/"}, {}, 20s).code,
            ErrorCode::cannot_resolve);
}

TEST_F(Requests, GoThroughTheProxyOfTheSettings) {
  ScriptedServer proxy(
      "C: GET http://hooks.example/a HTTP/1.1\nX pause 100\n"
      "S= HTTP/1.1 200 OK<<0d0a>>Content-Length: 2<<0d0a0d0a>>hi\nX close\n");
  const auto response = send({.url = "http://hooks.example/a"},
                             {.policy = {.addresses = public_internet_only()},
                              .proxy = Secret("http://127.0.0.1:" + std::to_string(proxy.port()))});
  EXPECT_EQ(response.body, "hi");
}

TEST_F(Requests, EndWithTheClient) {
  ScriptedServer silent("X silence\n");
  auto client = std::make_unique<HttpClient>();
  test::TaskLoop loop;
  boost::asio::steady_timer later(loop.context(), 100ms);
  later.async_wait([&client](const boost::system::error_code&) { client.reset(); });
  const Error error = failure_of([&] {
    loop.run(client->send({.url = "http://127.0.0.1:" + std::to_string(silent.port()) + "/"},
                          {.proxy = Secret("")}, deadline_in(1h)));
  });
  EXPECT_EQ(error.code, ErrorCode::interrupted);
}

TEST_F(Tls, TheClientTrustsAuthoritiesAndPins) {
  const test::TemporaryFolder folder;
  std::ofstream(folder.path() / "certificate.pem") << server_.certificate_pem;
  std::ofstream(folder.path() / "key.pem") << server_.key_pem;
  HttpServerOptions options;
  options.tls =
      TlsFiles{.certificate = folder.path() / "certificate.pem", .key = folder.path() / "key.pem"};
  RunningServer server(mirror(), std::move(options));
  HttpClient client;
  const auto send = [&](const std::string& host, NetworkPolicy policy) {
    return run(client.send({.url = "https://" + host + ":" + std::to_string(server.port()) + "/a"},
                           {.policy = std::move(policy), .proxy = Secret("")}, deadline_in(5s)));
  };
  EXPECT_EQ(send("127.0.0.1", {.ca_file = ca_file_}).body, "GET /a []");
  EXPECT_EQ(failure_of([&] { send("127.0.0.1", {}); }).code, ErrorCode::certificate_untrusted);
  EXPECT_EQ(failure_of([&] { send("localhost", {.ca_file = ca_file_}); }).code,
            ErrorCode::certificate_wrong_name);
  EXPECT_EQ(failure_of([&] { send("127.0.0.1", {.ca_file = "/nowhere.pem"}); }).code,
            ErrorCode::file_unreadable);
  const NetworkPolicy pinned{.fingerprint = sha256(server_.certificate_der)};
  EXPECT_EQ(send("localhost", pinned).body, "GET /a []") << "a pin replaces authority and name";
  const NetworkPolicy wrong{.ca_file = ca_file_, .fingerprint = sha256("something else")};
  const Error error = failure_of([&] { send("127.0.0.1", wrong); });
  EXPECT_EQ(error.code, ErrorCode::fingerprint_mismatch);
  EXPECT_NE(error.text.find(fingerprint_text(sha256(server_.certificate_der))), std::string::npos);
}

}  // namespace
}  // namespace postferry::net
