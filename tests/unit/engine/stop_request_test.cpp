// What a stop cuts short, and what is tried again: openings and pauses of a run.
#include <chrono>
#include <gtest/gtest.h>
#include <utility>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "tests/support/run_task.hpp"
#include "tests/unit/engine/two_accounts.hpp"

namespace postferry::engine {
namespace {

using namespace std::chrono_literals;

Task<> wait_for(std::chrono::milliseconds span) {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, span);
  co_await timer.async_wait(boost::asio::use_awaitable);
}

// What the task throws while a stop is asked for after 50 ms, and that it comes soon.
template <class Work>
Error stopped_in(Work work) {
  test::TaskLoop loop;
  StopRequest stop;
  boost::asio::steady_timer later(loop.context(), 50ms);
  later.async_wait([&](const boost::system::error_code&) { stop.stop(); });
  const auto begin = std::chrono::steady_clock::now();
  Error error;
  try {
    loop.run(work(stop));
    ADD_FAILURE() << "nothing was thrown";
  } catch (const Failure& failure) {
    error = failure.error();
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
  return error;
}

TEST(StopRequest, ends_a_pause) {
  const auto error = stopped_in([](const StopRequest& stop) { return pause_for(30s, stop); });
  EXPECT_EQ(error.code, ErrorCode::interrupted);
}

TEST(StopRequest, ends_an_opening) {
  const auto error = stopped_in([](const StopRequest& stop) -> Task<std::unique_ptr<mail::Source>> {
    const Opening<mail::Source> slow = []() -> Task<std::unique_ptr<mail::Source>> {
      co_await wait_for(30s);
      co_return nullptr;
    };
    const auto open = stoppable<mail::Source>(slow, stop);
    co_return co_await open();
  });
  EXPECT_EQ(error.code, ErrorCode::interrupted);
}

TEST(StopRequest, leaves_a_pause_its_time_when_nobody_asks) {
  const StopRequest stop;
  const auto begin = std::chrono::steady_clock::now();
  test::run(pause_for(60ms, stop));
  EXPECT_GE(std::chrono::steady_clock::now() - begin, 60ms);
}

TEST(StopRequest, tells_only_who_still_listens) {
  StopRequest stop;
  int told = 0;
  const StopRequest::Watch listens(stop, [&] { told += 1; });
  {
    const StopRequest::Watch gone(stop, [&] { told += 100; });
  }
  stop.stop();
  stop.stop();
  EXPECT_EQ(told, 1);
  EXPECT_THROW(stop.check(), Failure);
}

// So many openings of the source are refused like this, counted.
struct Refusing {
  int until = 0;
  int openings = 0;
};

Task<std::unique_ptr<mail::Source>> open_or_refuse(const RunContext& inner, Refusing& refusing,
                                                   ErrorCode code, int first) {
  const int opening = refusing.openings++;
  if (opening >= first && opening < first + refusing.until)
    throw Failure(Error{.code = code,
                        .text = "not now",
                        .where = "old.example",
                        .side = Side::source,
                        .scope = Scope::host,
                        .retry = Retry::later});
  co_return co_await inner.open_source();
}

TEST(FirstOpening, of_a_server_that_cannot_be_reached_is_not_tried_again) {
  TwoAccounts accounts;
  const auto inner = accounts.context();
  auto context = inner;
  Refusing refusing{.until = 2};
  context.open_source = [&] {
    return open_or_refuse(inner, refusing, ErrorCode::cannot_connect, 0);
  };
  const StopRequest nobody;
  const auto verdict = run_once(context, nobody);
  ASSERT_TRUE(verdict.stopped_by);
  EXPECT_EQ(verdict.stopped_by->code, ErrorCode::cannot_connect);
  EXPECT_EQ(refusing.openings, 1);
}

TEST(LaterOpening, of_a_server_that_was_there_is_tried_again) {
  TwoAccounts accounts;
  accounts.source.deliver(path("INBOX"), letter(1), {}, day(1));
  const auto inner = accounts.context();
  auto context = inner;
  Refusing refusing{.until = 2};
  context.open_source = [&] {
    return open_or_refuse(inner, refusing, ErrorCode::cannot_connect, 1);
  };
  bool broken = false;
  accounts.source.on_step([&](const local::MemoryStep&) {
    if (refusing.openings == 0 || std::exchange(broken, true)) return local::MemoryFault::none;
    return local::MemoryFault::lose_connection;
  });
  const StopRequest nobody;
  const auto verdict = run_once(context, nobody);
  EXPECT_EQ(verdict.exit(), Exit::complete) << verdict.sentence();
  EXPECT_EQ(refusing.openings, 4);
}

}  // namespace
}  // namespace postferry::engine
