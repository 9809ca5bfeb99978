// An HTTP server and clients that are good, slow, greedy or gone.
#include "net/http_server.hpp"

#include <atomic>
#include <gtest/gtest.h>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/error.hpp"
#include "tests/unit/net/http_fixture.hpp"

namespace postferry::net {
namespace {

using namespace std::chrono_literals;

HttpService echo() {
  return answering([](HttpRequest request) -> HttpResponse {
    std::string told = request.method + " " + request.path;
    for (const auto& [name, value] : request.query)
      told.append(" ").append(name).append("=").append(value);
    if (!request.body.empty()) told += " [" + request.body + "]";
    told += " from " + request.peer + (request.transport == Transport::tls ? " tls" : "");
    return {.status = 200, .headers = {{"Content-Type", "text/plain"}}, .body = told};
  });
}

HttpServerOptions with_limits(HttpLimits limits) {
  HttpServerOptions options;
  options.limits = limits;
  return options;
}

TEST(HttpServer, AnswersSeveralRequestsOnOneConnection) {
  RunningServer server(echo());
  RawClient client(server.port());
  EXPECT_EQ(body_of(client.ask(get("/a?b=c%20d&e"))), "GET /a b=c d e= from 127.0.0.1");
  const std::string second =
      client.ask("POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello");
  EXPECT_EQ(status_of(second), "200");
  EXPECT_NE(second.find("Connection: keep-alive\r\n"), std::string::npos);
  EXPECT_NE(second.find("Date: "), std::string::npos);
  EXPECT_EQ(body_of(second), "POST /b [hello] from 127.0.0.1");
}

TEST(HttpServer, AnswersPipelinedRequestsInOrder) {
  RunningServer server(echo());
  RawClient client(server.port());
  client.send(get("/1") + get("/2") + get("/3"));
  for (const char* path : {"/1", "/2", "/3"})
    EXPECT_EQ(body_of(client.response()), std::string("GET ") + path + " from 127.0.0.1");
}

TEST(HttpServer, TakesARequestByteByByte) {
  RunningServer server(echo());
  RawClient client(server.port());
  const std::string request =
      "POST /b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3\r\nhel\r\n2;a=b\r\nlo\r\n0\r\n\r\n";
  for (const char c : request) client.send(std::string_view(&c, 1));
  EXPECT_EQ(body_of(client.response()), "POST /b [hello] from 127.0.0.1");
}

TEST(HttpServer, ClosesWhenTheClientWantsIt) {
  RunningServer server(echo());
  RawClient client(server.port());
  const auto response = client.ask("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_NE(response.find("Connection: close\r\n"), std::string::npos);
  EXPECT_TRUE(client.closed());
}

TEST(HttpServer, SendsNoBodyToHead) {
  RunningServer server(echo());
  RawClient client(server.port());
  client.send("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n" + get("/b"));
  const std::string head = client.read_until("\r\n\r\n");
  EXPECT_NE(head.find("Content-Length: 22\r\n"), std::string::npos) << head;
  EXPECT_EQ(status_of(client.response()), "200");
}

TEST(HttpServer, AddsTheHeadersOfEveryResponse) {
  HttpServerOptions options;
  options.headers = {{"X-Content-Type-Options", "nosniff"}, {"Content-Type", "unused"}};
  RunningServer server(echo(), std::move(options));
  RawClient client(server.port());
  const auto good = client.ask(get("/"));
  EXPECT_NE(good.find("X-Content-Type-Options: nosniff\r\n"), std::string::npos);
  EXPECT_EQ(good.find("unused"), std::string::npos);
  EXPECT_NE(client.ask("nonsense\r\n\r\n").find("nosniff"), std::string::npos);
}

TEST(HttpServer, AnswersNonsenseWithAProblem) {
  RunningServer server(echo());
  for (const char* request :
       {"nonsense\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /a/../b HTTP/1.1\r\nHost: x\r\n\r\n", "GET /%2e%2e HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /?a=%ff HTTP/1.1\r\nHost: x\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n"}) {
    RawClient client(server.port());
    const auto response = client.ask(request);
    EXPECT_EQ(status_of(response), "400") << request << response;
    EXPECT_NE(response.find("application/problem+json"), std::string::npos);
    EXPECT_TRUE(body_of(response).starts_with("{\"type\":\"about:blank\"")) << response;
    EXPECT_TRUE(client.closed());
  }
}

TEST(HttpServer, RefusesWhatItDoesNotSpeak) {
  RunningServer server(echo());
  EXPECT_EQ(status_of(RawClient(server.port()).ask("GET / HTTP/3.0\r\nHost: x\r\n\r\n")), "505");
  EXPECT_EQ(status_of(RawClient(server.port())
                          .ask("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n")),
            "501");
  EXPECT_EQ(
      status_of(
          RawClient(server.port()).ask("GET / HTTP/1.1\r\nHost: x\r\nExpect: wonders\r\n\r\n")),
      "417");
}

TEST(HttpServer, RefusesALongHead) {
  HttpLimits limits;
  limits.head_bytes = 1000;
  RunningServer server(echo(), with_limits(limits));
  RawClient client(server.port());
  std::string request = "GET / HTTP/1.1\r\nHost: x\r\n";
  for (int i = 0; i < 60; ++i) request += "X-Field: a value that counts\r\n";
  EXPECT_EQ(status_of(client.ask(request + "\r\n")), "431");
  EXPECT_TRUE(client.closed());
}

TEST(HttpServer, RefusesAnUploadWithoutReadingIt) {
  RunningServer server(echo());
  RawClient client(server.port());
  client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1073741824\r\n\r\n");
  const std::string some(64 * 1024, 'a');
  std::size_t sent = 0;
  while (sent < (64u << 20) && client.send(some)) sent += some.size();
  EXPECT_LT(sent, 16u << 20) << "the server reads on";
  RawClient polite(server.port());
  EXPECT_EQ(status_of(polite.ask("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
                                 "Content-Length: 1073741824\r\n\r\n")),
            "413");
  EXPECT_TRUE(polite.closed());
}

TEST(HttpServer, RefusesAChunkedUploadThatGrowsTooLong) {
  RunningServer server(echo());
  RawClient client(server.port());
  const std::string chunk = "200\r\n" + std::string(512, 'a') + "\r\n";
  client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + chunk +
              chunk);
  EXPECT_EQ(status_of(client.response()), "413");
}

TEST(HttpServer, AsksTheRouteForTheLimitOfABody) {
  HttpService service = echo();
  service.body_limit = [](const HttpRequest& head) { return head.path == "/lists" ? 10u : 2u; };
  RunningServer server(std::move(service));
  RawClient client(server.port());
  EXPECT_EQ(
      status_of(client.ask("POST /lists HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello")),
      "200");
  EXPECT_EQ(status_of(client.ask("POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello")),
            "413");
}

TEST(HttpServer, TellsAWaitingClientToGoOn) {
  RunningServer server(echo());
  RawClient client(server.port());
  client.send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_EQ(body_of(client.ask("ab")), "POST / [ab] from 127.0.0.1");
}

TEST(HttpServer, EndsAClientThatTrickles) {
  HttpLimits limits;
  limits.head = 300ms;
  limits.body = 300ms;
  RunningServer server(echo(), with_limits(limits));
  for (const char* start : {"GET / HTTP/1.1\r\n",
                            "POST / HTTP/1.1\r\nHost: x\r\n"
                            "Content-Length: 100\r\n\r\n"}) {
    RawClient client(server.port());
    const auto began = std::chrono::steady_clock::now();
    client.send(start);
    while (client.send("a") && std::chrono::steady_clock::now() - began < 4s)
      std::this_thread::sleep_for(50ms);
    EXPECT_LT(std::chrono::steady_clock::now() - began, 3s) << start;
  }
}

TEST(HttpServer, EndsAnIdleConnection) {
  HttpLimits limits;
  limits.idle = 200ms;
  RunningServer server(echo(), with_limits(limits));
  RawClient client(server.port());
  EXPECT_EQ(status_of(client.ask(get("/"))), "200");
  const auto began = std::chrono::steady_clock::now();
  EXPECT_TRUE(client.closed());
  EXPECT_LT(std::chrono::steady_clock::now() - began, 3s);
}

TEST(HttpServer, EndsAClientThatDoesNotRead) {
  HttpLimits limits;
  limits.piece = 300ms;
  RunningServer server(
      answering([](HttpRequest) { return HttpResponse{.body = std::string(32 << 20, 'a')}; }),
      with_limits(limits));
  RawClient client(server.port());
  client.send(get("/"));
  EXPECT_EQ(status_of(client.read_until("\r\n\r\n")), "200");
  const auto began = std::chrono::steady_clock::now();
  while (server.counts().open > 0 && std::chrono::steady_clock::now() - began < 4s)
    std::this_thread::sleep_for(50ms);
  EXPECT_EQ(server.counts().open, 0u);
}

TEST(HttpServer, BoundsTheConnectionsOfAPeer) {
  HttpLimits limits;
  limits.connections_per_peer = 2;
  RunningServer server(echo(), with_limits(limits));
  RawClient first(server.port());
  RawClient second(server.port());
  EXPECT_EQ(status_of(first.ask(get("/"))), "200");
  EXPECT_EQ(status_of(second.ask(get("/"))), "200");
  EXPECT_TRUE(RawClient(server.port()).closed());
  EXPECT_EQ(server.counts().turned_away, 1u);
}

TEST(HttpServer, BoundsAllConnectionsAlsoThoseOfAProxy) {
  HttpServerOptions options;
  options.limits.connections = 2;
  options.limits.connections_per_peer = 1;
  options.trusted_proxies = {*AddressRange::parse("127.0.0.0/8")};
  RunningServer server(echo(), std::move(options));
  RawClient first(server.port());
  RawClient second(server.port());
  EXPECT_EQ(status_of(first.ask(get("/"))), "200");
  EXPECT_EQ(status_of(second.ask(get("/"))), "200");
  EXPECT_TRUE(RawClient(server.port()).closed());
}

TEST(HttpServer, BelievesOnlyItsProxies) {
  const std::string request =
      "GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: "
      "https\r\n\r\n";
  RunningServer alone(echo());
  EXPECT_EQ(body_of(RawClient(alone.port()).ask(request)), "GET / from 127.0.0.1");
  HttpServerOptions options;
  options.trusted_proxies = {*AddressRange::parse("127.0.0.1")};
  RunningServer behind(echo(), std::move(options));
  EXPECT_EQ(body_of(RawClient(behind.port()).ask(request)), "GET / from 192.0.2.7 tls");
}

TEST(HttpServer, AFailingHandlerIsAnInternalErrorThatIsTold) {
  std::atomic<int> told = 0;
  HttpService service = answering([](HttpRequest) -> HttpResponse {
    throw Failure(Error{.code = ErrorCode::state_broken, .text = "secret detail"});
  });
  service.on_failure = [&told](const HttpRequest&, std::exception_ptr) { ++told; };
  RunningServer server(std::move(service));
  RawClient client(server.port());
  const auto response = client.ask(get("/"));
  EXPECT_EQ(status_of(response), "500");
  EXPECT_EQ(response.find("secret detail"), std::string::npos);
  EXPECT_EQ(told, 1);
  EXPECT_EQ(status_of(client.ask(get("/"))), "500") << "the connection goes on";
}

TEST(HttpServer, AHandlerThatTakesTooLongIsGivenUp) {
  HttpLimits limits;
  limits.handler = 200ms;
  HttpService service{.answer = [](HttpRequest) -> Task<HttpResponse> {
                        boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor,
                                                        1h);
                        co_await timer.async_wait(boost::asio::use_awaitable);
                        co_return HttpResponse{};
                      },
                      .body_limit = {}};
  RunningServer server(std::move(service), with_limits(limits));
  const auto response = RawClient(server.port()).ask(get("/"));
  EXPECT_EQ(status_of(response), "503");
  EXPECT_NE(response.find("Retry-After: "), std::string::npos);
}

TEST(HttpServer, TellsOfEachExchange) {
  std::promise<HttpExchange> told;
  HttpService service = echo();
  service.on_exchange = [&told](const HttpExchange& exchange) { told.set_value(exchange); };
  RunningServer server(std::move(service));
  RawClient client(server.port());
  client.ask(get("/a?token=secret"));
  const auto exchange = told.get_future().get();
  EXPECT_EQ(exchange.method, "GET");
  EXPECT_EQ(exchange.path, "/a");
  EXPECT_EQ(exchange.status, 200u);
  EXPECT_EQ(exchange.bytes, std::string("GET /a token=secret from 127.0.0.1").size());
}

TEST(HttpServer, SaysThatAnAddressIsTaken) {
  RunningServer server(echo());
  boost::asio::io_context context;
  HttpServerOptions options;
  options.port = server.port();
  try {
    const HttpServer second(context.get_executor(), options, echo());
    FAIL() << "two listen at one port";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.error().code, ErrorCode::cannot_connect);
    EXPECT_EQ(failure.error().where, "127.0.0.1:" + std::to_string(server.port()));
  }
}

}  // namespace
}  // namespace postferry::net
