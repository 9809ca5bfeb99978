// Waits that end: by a deadline, by a stop, and by a resolver that cannot be stopped.
#include <array>
#include <gtest/gtest.h>
#include <latch>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "net/resolve.hpp"
#include "tests/unit/net/net_fixture.hpp"

namespace postferry::net {
namespace {

using namespace std::chrono_literals;
using boost::asio::ip::tcp;

Task<std::string> read_after_a_write_that_timed_out(Endpoint endpoint, NetworkPolicy policy) {
  const auto stream = co_await connect(std::move(endpoint), std::move(policy), deadline_in(5s));
  const std::string much(64 << 20, 'a');
  const std::array<std::string_view, 1> pieces{much};
  for (int i = 0; i < 2; ++i) {
    std::optional<ErrorCode> code;
    try {
      co_await stream->write(pieces, deadline_in(300ms));
    } catch (const Failure& failure) {
      code = failure.error().code;
    }
    EXPECT_EQ(code, ErrorCode::timed_out);
  }
  std::array<char, 100> buffer;
  const std::size_t count = co_await stream->read_some(buffer, deadline_in(5s));
  std::optional<ErrorCode> code;
  try {
    co_await stream->read_some(buffer, deadline_in(200ms));
  } catch (const Failure& failure) {
    code = failure.error().code;
  }
  EXPECT_EQ(code, ErrorCode::timed_out) << "a read still has a deadline";
  co_return std::string(buffer.data(), count);
}

TEST(Connect, WhatCameBeforeAWriteTimedOutCanBeRead) {
  ScriptedServer server("S: stored\nX pause 2000\nX close\n");
  EXPECT_EQ(run(read_after_a_write_that_timed_out(at(server, Security::none), {})), "stored\r\n");
}

TEST_F(Tls, WhatCameBeforeAWriteTimedOutCanBeRead) {
  ScriptedServer server("X tls\nS: stored\nX pause 2000\nX close\n", server_);
  EXPECT_EQ(run(read_after_a_write_that_timed_out(at(server, Security::tls),
                                                  {.ca_file = ca_file_, .fingerprint = {}})),
            "stored\r\n");
}

// Takes no connection: its queue is full, further ones are left waiting.
class FullListener {
 public:
  FullListener() : acceptor_(context_, {boost::asio::ip::address_v4::loopback(), 0}, false) {
    acceptor_.listen(0);
    for (auto& socket : waiting_) {
      socket.async_connect(acceptor_.local_endpoint(), [](const boost::system::error_code&) {});
    }
  }
  Endpoint endpoint() const {
    return {.host = "127.0.0.1", .port = acceptor_.local_endpoint().port(), .security = {}};
  }

 private:
  boost::asio::io_context context_;
  tcp::acceptor acceptor_;
  std::array<tcp::socket, 3> waiting_{tcp::socket(context_), tcp::socket(context_),
                                      tcp::socket(context_)};
};

TEST(Connect, AnAttemptThatNobodyAnswersEndsByItsDeadline) {
  const FullListener listener;
  const auto start = std::chrono::steady_clock::now();
  const Error error =
      failure_of([&] { run(first_words(listener.endpoint(), {}, deadline_in(300ms))); });
  EXPECT_EQ(error.code, ErrorCode::cannot_connect);
  EXPECT_GE(std::chrono::steady_clock::now() - start, 290ms);
  EXPECT_LT(std::chrono::steady_clock::now() - start, 3s);
}

// What `task` throws when it is cancelled after a moment.
Error cancelled(Task<> task) {
  boost::asio::io_context context;
  boost::asio::cancellation_signal signal;
  std::exception_ptr thrown;
  boost::asio::co_spawn(
      context, std::move(task),
      boost::asio::bind_cancellation_slot(
          signal.slot(), [&](std::exception_ptr problem) { thrown = std::move(problem); }));
  boost::asio::steady_timer later(context, 50ms);
  later.async_wait([&](const boost::system::error_code&) {
    signal.emit(boost::asio::cancellation_type::terminal);
  });
  const auto start = std::chrono::steady_clock::now();
  context.run();
  EXPECT_LT(std::chrono::steady_clock::now() - start, 3s);
  return failure_of([&] {
    if (thrown) std::rethrow_exception(thrown);
  });
}

TEST(Connect, ACancelledAttemptEndsAtOnce) {
  const FullListener listener;
  const auto attempt = [](Endpoint endpoint) -> Task<> {
    co_await connect(std::move(endpoint), {}, deadline_in(20s));
  };
  EXPECT_EQ(cancelled(attempt(listener.endpoint())).code, ErrorCode::interrupted);
}

// A resolver that does not answer before the test is over.
class SlowResolver {
 public:
  ~SlowResolver() { over_->count_down(); }
  AskResolver ask() const {
    return [over = over_](const std::string&, std::uint16_t) -> Answer {
      over->wait();
      return {};
    };
  }

 private:
  std::shared_ptr<std::latch> over_ = std::make_shared<std::latch>(1);
};

Task<> resolved(AskResolver ask, Deadline deadline) {
  co_await resolve("mail.example", 993, deadline, std::move(ask));
}

TEST(Resolve, ASlowResolverHoldsUpNeitherTheLoopNorItsEnd) {
  const SlowResolver slow;
  const auto start = std::chrono::steady_clock::now();
  const Error error = failure_of([&] { run(resolved(slow.ask(), deadline_in(200ms))); });
  EXPECT_EQ(error.code, ErrorCode::timed_out);
  EXPECT_LT(std::chrono::steady_clock::now() - start, 3s);
}

TEST(Resolve, ACancelledQuestionEndsAtOnce) {
  const SlowResolver slow;
  EXPECT_EQ(cancelled(resolved(slow.ask(), deadline_in(20s))).code, ErrorCode::interrupted);
}

TEST(Resolve, GivesAllAddresses) {
  const auto two = [](const std::string& host, std::uint16_t port) -> Answer {
    EXPECT_EQ(host, "mail.example");
    return {.problem = {},
            .addresses = {{boost::asio::ip::make_address("2001:db8::1"), port},
                          {boost::asio::ip::make_address("192.0.2.1"), port}}};
  };
  EXPECT_EQ(run(resolve("mail.example", 993, deadline_in(5s), two)).size(), 2U);
  EXPECT_EQ(run(resolve("localhost", 143, deadline_in(20s))).front().port(), 143);
}

TEST(Resolve, ANameWithoutAddressesIsAnError) {
  const auto none = [](const std::string&, std::uint16_t) { return Answer{}; };
  EXPECT_EQ(failure_of([&] { run(resolved(none, deadline_in(5s))); }).code,
            ErrorCode::cannot_resolve);
}

}  // namespace
}  // namespace postferry::net
