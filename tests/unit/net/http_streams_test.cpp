// Responses that are made while they are read: pieces, files and events; TLS; the graceful end.
#include <fstream>
#include <gtest/gtest.h>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/error.hpp"
#include "net/connect.hpp"
#include "net/event_stream.hpp"
#include "net/file_response.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/net/http_fixture.hpp"
#include "tests/unit/net/net_fixture.hpp"

namespace postferry::net {
namespace {

using namespace std::chrono_literals;

// Hands the stream of events of its one client out to the test.
struct Teller {
  std::promise<std::weak_ptr<EventStream>> made;
  EventBounds bounds{};

  HttpService service(boost::asio::io_context** context) {
    return answering([this, context](HttpRequest) {
      auto events = std::make_shared<EventStream>((*context)->get_executor(), bounds);
      made.set_value(events);
      return HttpResponse{.headers = {{"Content-Type", "text/event-stream"}}, .body = events};
    });
  }
};

class Events : public testing::Test {
 protected:
  void start(EventBounds bounds = {}, HttpServerOptions options = {}) {
    teller_.bounds = bounds;
    server_.emplace(teller_.service(&context_), std::move(options));
    context_ = &server_->context();
    client_.emplace(server_->port());
    client_->send(get("/events"));
    events_ = teller_.made.get_future().get();
  }
  void on_server(std::function<void(EventStream&)> work) {
    std::promise<void> done;
    boost::asio::post(*context_, [&] {
      if (const auto events = events_.lock()) work(*events);
      done.set_value();
    });
    done.get_future().get();
  }
  bool gone_soon() {
    for (int i = 0; i < 100 && !events_.expired(); ++i) std::this_thread::sleep_for(20ms);
    return events_.expired();
  }

  Teller teller_;
  boost::asio::io_context* context_ = nullptr;
  std::optional<RunningServer> server_;
  std::optional<RawClient> client_;
  std::weak_ptr<EventStream> events_;
};

TEST_F(Events, AreToldAsTheyCome) {
  start();
  EXPECT_NE(client_->read_until("\r\n\r\n").find("Transfer-Encoding: chunked"), std::string::npos);
  on_server([](EventStream& events) { events.send({.name = "hello", .data = "{}", .id = "1"}); });
  EXPECT_EQ(client_->read_until("\n\n"), "1d\r\nid: 1\nevent: hello\ndata: {}\n\n");
  on_server([](EventStream& events) { events.end(); });
  EXPECT_EQ(client_->read_to_the_end(), "\r\n0\r\n\r\n");
  EXPECT_TRUE(gone_soon());
}

TEST_F(Events, ASilentStreamIsKeptAliveByComments) {
  start({.heartbeat = 50ms});
  client_->read_until("\r\n\r\n");
  EXPECT_EQ(client_->read_until(":\n\n"), "3\r\n:\n\n");
  EXPECT_EQ(client_->read_until(":\n\n"), "\r\n3\r\n:\n\n");
}

TEST_F(Events, EndWhenTheClientGoes) {
  start();
  client_->read_until("\r\n\r\n");
  client_.reset();
  EXPECT_TRUE(gone_soon());
}

TEST_F(Events, ASlowReaderFallsBehindAndIsEnded) {
  start({.waiting_events = 10});
  client_->read_until("\r\n\r\n");
  on_server([](EventStream& events) {
    for (int i = 0; i < 11; ++i) events.send({.name = "migration", .data = std::to_string(i)});
    EXPECT_TRUE(events.ended());
  });
  const std::string told = client_->read_to_the_end();
  EXPECT_NE(told.find("event: behind\ndata: {}\n\n"), std::string::npos) << told;
  EXPECT_EQ(told.find("migration"), std::string::npos);
}

TEST_F(Events, OfOneKeyOnlyTheLatestWaits) {
  start({.waiting_events = 10});
  client_->read_until("\r\n\r\n");
  on_server([](EventStream& events) {
    for (int i = 0; i < 1000; ++i)
      events.send({.name = "overview", .data = std::to_string(i), .key = "overview"});
    EXPECT_FALSE(events.ended());
    events.end();
  });
  const std::string told = client_->read_to_the_end();
  EXPECT_NE(told.find("data: 999\n"), std::string::npos) << told;
  EXPECT_EQ(told.find("data: 998\n"), std::string::npos) << told;
}

TEST_F(Events, EndWithTheServer) {
  start();
  client_->read_until("\r\n\r\n");
  server_->close(5s);
  EXPECT_TRUE(client_->read_to_the_end().ends_with("0\r\n\r\n"));
}

TEST(EventText, CannotBeBrokenOutOf) {
  EXPECT_EQ(event_text({.name = "a\ndata: x", .data = "1\n2\r\n\n3", .id = "7\n\n"}),
            "id: 7\nevent: adata: x\ndata: 1\ndata: 2\ndata: \ndata: 3\n\n");
}

TEST(HttpPieces, AreAskedForOneAfterTheOther) {
  RunningServer server(answering([](HttpRequest) {
    const auto count = std::make_shared<int>(0);
    return HttpResponse{.body = BodyPieces([count]() -> Task<std::string> {
                          co_return ++*count > 3 ? "" : "line " + std::to_string(*count) + "\n";
                        })};
  }));
  RawClient client(server.port());
  client.send(get("/"));
  client.read_until("\r\n\r\n");
  EXPECT_EQ(client.read_until("0\r\n\r\n"),
            "7\r\nline 1\n\r\n7\r\nline 2\n\r\n7\r\nline 3\n\r\n0\r\n\r\n");
  EXPECT_EQ(status_of(client.ask("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n")), "200");
  client.send("GET / HTTP/1.0\r\n\r\n");
  EXPECT_EQ(body_of(client.read_to_the_end()), "line 1\nline 2\nline 3\n");
}

class Files : public testing::Test {
 protected:
  void SetUp() override {
    std::ofstream(folder_.path() / "log") << "0123456789";
    server_.emplace(answering([this](HttpRequest request) {
      FileWish wish;
      if (request.parameter("after"))
        wish.after = std::stoul(std::string(*request.parameter("after")));
      if (request.parameter("download")) wish.download_name = "a\"b\r\n.log";
      return file_response(request, folder_.path() / request.segments.at(0), wish);
    }));
  }
  std::string ask(const std::string& path, const std::string& range) {
    return RawClient(server_->port())
        .ask("GET " + path + " HTTP/1.1\r\nHost: x\r\n" +
             (range.empty() ? "" : "Range: " + range + "\r\n") + "\r\n");
  }

  test::TemporaryFolder folder_;
  std::optional<RunningServer> server_;
};

TEST_F(Files, AreSentWholeOrInParts) {
  EXPECT_EQ(body_of(ask("/log", "")), "0123456789");
  const auto part = ask("/log", "bytes=2-4");
  EXPECT_EQ(status_of(part), "206");
  EXPECT_NE(part.find("Content-Range: bytes 2-4/10\r\n"), std::string::npos);
  EXPECT_EQ(body_of(part), "234");
  EXPECT_EQ(body_of(ask("/log", "bytes=-3")), "789");
  EXPECT_EQ(status_of(ask("/log", "bytes=10-")), "416");
  EXPECT_EQ(body_of(ask("/log?after=7", "")), "789");
  EXPECT_EQ(body_of(ask("/log?after=70", "")), "");
}

TEST_F(Files, LargeOnesComeWholeAndQuietNamesStayQuiet) {
  std::string much;
  for (int i = 0; i < 50000; ++i) much += std::to_string(i) + "\n";
  std::ofstream(folder_.path() / "long") << much;
  EXPECT_EQ(body_of(ask("/long", "")), much);
  EXPECT_NE(ask("/log?download=1", "").find("filename=\"a_b__.log\"\r\n"), std::string::npos);
}

TEST_F(Files, WhatIsNoRegularFileIsNotThere) {
  std::filesystem::create_symlink("/etc/passwd", folder_.path() / "link");
  std::filesystem::create_directory(folder_.path() / "folder");
  for (const char* path : {"/none", "/link", "/folder"})
    EXPECT_EQ(status_of(ask(path, "")), "404") << path;
}

TEST(HttpServerEnd, LetsARunningRequestFinish) {
  std::promise<void> asked;
  HttpService service{.answer = [&asked](HttpRequest) -> Task<HttpResponse> {
                        asked.set_value();
                        boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor,
                                                        300ms);
                        co_await timer.async_wait(boost::asio::use_awaitable);
                        co_return HttpResponse{.body = std::string("done")};
                      },
                      .body_limit = {}};
  RunningServer server(std::move(service));
  RawClient idle(server.port());
  RawClient client(server.port());
  client.send(get("/"));
  asked.get_future().get();
  server.close(5s);
  const auto response = client.response();
  EXPECT_EQ(body_of(response), "done");
  EXPECT_NE(response.find("Connection: close\r\n"), std::string::npos);
  EXPECT_TRUE(idle.closed());
  EXPECT_EQ(server.counts().open, 0u);
}

TEST(HttpServerEnd, DropsWhatTakesLongerThanTheDeadline) {
  std::promise<void> asked;
  HttpService service{.answer = [&asked](HttpRequest) -> Task<HttpResponse> {
                        asked.set_value();
                        boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor,
                                                        1h);
                        co_await timer.async_wait(boost::asio::use_awaitable);
                        co_return HttpResponse{};
                      },
                      .body_limit = {}};
  RunningServer server(std::move(service));
  RawClient client(server.port());
  client.send(get("/"));
  asked.get_future().get();
  const auto began = std::chrono::steady_clock::now();
  server.close(200ms);
  EXPECT_LT(std::chrono::steady_clock::now() - began, 3s);
  EXPECT_TRUE(client.closed());
}

TEST_F(Tls, TheServerSpeaksIt) {
  const test::TemporaryFolder folder;
  const auto certificate = folder.path() / "certificate.pem";
  const auto key = folder.path() / "key.pem";
  std::ofstream(certificate) << server_.certificate_pem;
  std::ofstream(key) << server_.key_pem;
  HttpServerOptions options;
  options.tls = TlsFiles{.certificate = certificate, .key = key};
  options.limits.handshake = 300ms;
  RunningServer server(
      answering([](HttpRequest request) {
        return HttpResponse{.body = std::string(request.transport == Transport::tls ? "tls" : "")};
      }),
      std::move(options));
  const auto talk = [this, &server]() -> Task<std::string> {
    const auto stream = co_await connect({.host = "mail.example",
                                          .port = 443,
                                          .security = Security::tls,
                                          .connect_to = "127.0.0.1",
                                          .connect_port = server.port()},
                                         {.ca_file = ca_file_}, deadline_in(5s));
    const std::array<std::string_view, 1> request{
        "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"};
    co_await stream->write(request, deadline_in(5s));
    std::array<char, 1000> buffer;
    std::string text;
    while (const auto count = co_await stream->read_some(buffer, deadline_in(5s)))
      text.append(buffer.data(), count);
    co_return text;
  };
  EXPECT_EQ(body_of(run(talk())), "tls");
  RawClient silent(server.port());
  EXPECT_TRUE(silent.closed()) << "a handshake that never comes";
  EXPECT_EQ(body_of(run(talk())), "tls");
}

TEST_F(Tls, AKeyOfAnotherCertificateIsNamed) {
  const test::TemporaryFolder folder;
  const auto other = test::make_certificate(authority_, "DNS:other.example");
  std::ofstream(folder.path() / "certificate.pem") << server_.certificate_pem;
  std::ofstream(folder.path() / "key.pem") << other.key_pem;
  HttpServerOptions options;
  options.tls =
      TlsFiles{.certificate = folder.path() / "certificate.pem", .key = folder.path() / "key.pem"};
  boost::asio::io_context context;
  const Error error = failure_of([&] {
    HttpServer(context.get_executor(), options,
               answering([](HttpRequest) { return HttpResponse{}; }));
  });
  EXPECT_EQ(error.code, ErrorCode::file_unreadable);
  EXPECT_EQ(error.where, (folder.path() / "key.pem").string());
}

}  // namespace
}  // namespace postferry::net
