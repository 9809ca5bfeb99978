// Openers under a Budget: what they take, when they wait, what they give back.
#include "engine/budgeted_doors.hpp"

#include <deque>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/steady_timer.hpp>

#include "local/memory_account.hpp"
#include "local/memory_source.hpp"
#include "tests/support/run_task.hpp"

namespace postferry::engine {
namespace {

using namespace std::chrono_literals;

class Heard final : public EventSink {
 public:
  void take(const Event& event) noexcept override {
    if (const auto* notice = std::get_if<Notice>(&event)) texts.push_back(notice->text);
  }
  std::vector<std::string> texts;
};

class BudgetedDoors : public testing::Test {
 protected:
  BudgetedDoors()
      : budget_(BudgetLimits{.host_connections = 3, .first_connections = 3, .first_pause = 30ms}) {}

  // Fails with what stands in `refusals_`, then opens.
  Opening<mail::Source> opener(std::shared_ptr<Place> place, std::uint64_t secret = 1,
                               std::chrono::milliseconds patience = 5s) {
    return budgeted<mail::Source>([this] { return open(); },
                                  {.place = std::move(place),
                                   .guard = &guard_,
                                   .secret = secret,
                                   .side = Side::source,
                                   .events = &heard_,
                                   .patience = patience},
                                  stop_);
  }
  Task<std::unique_ptr<mail::Source>> open() {
    ++tries_;
    if (!refusals_.empty()) {
      auto error = refusals_.front();
      refusals_.pop_front();
      throw Failure(std::move(error));
    }
    co_return std::make_unique<local::MemorySource>(account_);
  }
  std::shared_ptr<Place> place(const std::string& user) {
    return budget_.enter({"old.example:993", user});
  }
  std::optional<ErrorCode> refusal_of(const Opening<mail::Source>& opening) {
    try {
      loop_.run(opening());
    } catch (const Failure& failure) {
      return failure.error().code;
    }
    return std::nullopt;
  }

  static Error limit() { return {.code = ErrorCode::too_many_connections, .text = "BYE Too many"}; }
  static Error wrong() { return {.code = ErrorCode::wrong_password, .text = "NO"}; }

  local::MemoryAccount account_;
  Budget budget_;
  LoginGuard guard_;
  StopRequest stop_;
  Heard heard_;
  std::deque<Error> refusals_;
  int tries_ = 0;
  test::TaskLoop loop_;
};

TEST_F(BudgetedDoors, hold_a_slot_as_long_as_they_live) {
  const auto open = opener(place("a"));
  {
    const auto first = loop_.run(open());
    const auto second = loop_.run(open());
    EXPECT_EQ(budget_.connections("old.example:993"), 2u);
    const auto third = loop_.run(open());
    EXPECT_EQ(refusal_of(open), ErrorCode::too_many_connections);
    EXPECT_EQ(tries_, 3);
  }
  EXPECT_EQ(budget_.connections("old.example:993"), 0u);
}

TEST_F(BudgetedDoors, the_first_waits_until_the_host_has_room_again) {
  refusals_ = {limit(), limit()};
  const auto door = loop_.run(opener(place("a"))());
  EXPECT_TRUE(door);
  EXPECT_EQ(tries_, 3);
  ASSERT_EQ(heard_.texts.size(), 2u);
  EXPECT_THAT(heard_.texts[0], testing::HasSubstr("old.example:993 takes no more connections now"));
}

TEST_F(BudgetedDoors, a_further_one_does_not) {
  const auto open = opener(place("a"));
  const auto first = loop_.run(open());
  refusals_ = {limit()};
  EXPECT_EQ(refusal_of(open), ErrorCode::too_many_connections);
  EXPECT_EQ(tries_, 2);
  // Neither he nor another user knocks for a second one.
  EXPECT_EQ(refusal_of(open), ErrorCode::too_many_connections);
  const auto of_another = opener(place("b"));
  const auto second = loop_.run(of_another());
  EXPECT_EQ(refusal_of(of_another), ErrorCode::too_many_connections);
  EXPECT_EQ(tries_, 3);
  EXPECT_THAT(heard_.texts, testing::IsEmpty());
}

TEST_F(BudgetedDoors, silence_towards_one_while_another_is_in_is_a_limit) {
  refusals_ = {wrong()};
  EXPECT_EQ(refusal_of(opener(place("w"), 7)), ErrorCode::wrong_password);
  const auto first = loop_.run(opener(place("a"))());
  refusals_ = {{.code = ErrorCode::timed_out, .text = "no answer"},
               {.code = ErrorCode::cannot_connect, .text = "Nothing was said"},
               {.code = ErrorCode::connection_lost, .text = "hung up"}};
  EXPECT_TRUE(loop_.run(opener(place("b"))()));
  EXPECT_EQ(heard_.texts.size(), 3u);  // it waited each time
  EXPECT_EQ(budget_.allowed("old.example:993"), 1u);
  EXPECT_EQ(guard_.left_alone("old.example:993"), nullptr);
}

TEST_F(BudgetedDoors, silence_towards_all_is_not) {
  refusals_ = {wrong(), {.code = ErrorCode::timed_out, .text = "no answer"}};
  EXPECT_EQ(refusal_of(opener(place("w"), 7)), ErrorCode::wrong_password);
  EXPECT_EQ(refusal_of(opener(place("a"))), ErrorCode::timed_out);
  EXPECT_THAT(heard_.texts, testing::IsEmpty());
}

TEST_F(BudgetedDoors, one_that_was_there_before_is_not_waited_for_while_another_is) {
  const auto open = opener(place("a"));
  const auto first = loop_.run(open());
  {
    const auto second = loop_.run(open());
  }
  refusals_ = {limit(), limit()};
  EXPECT_EQ(refusal_of(open), ErrorCode::too_many_connections);
  EXPECT_EQ(refusal_of(open), ErrorCode::too_many_connections);
  EXPECT_EQ(tries_, 3);  // the last was not tried: one user has one there
  EXPECT_THAT(heard_.texts, testing::IsEmpty());
}

TEST_F(BudgetedDoors, a_further_one_that_is_refused_as_a_login_is_no_wrong_secret) {
  for (const auto* user : {"a", "b", "c", "d", "e", "f"}) {
    const auto open = opener(place(user));
    const auto first = loop_.run(open());
    refusals_ = {wrong()};
    if (user[0] == 'a') EXPECT_EQ(refusal_of(open), ErrorCode::wrong_password);
    EXPECT_EQ(refusal_of(open), ErrorCode::too_many_connections);  // not tried any more
    refusals_.clear();
  }
  EXPECT_EQ(tries_, 7);
  EXPECT_EQ(guard_.left_alone("old.example:993"), nullptr);
}

TEST_F(BudgetedDoors, patience_has_an_end) {
  refusals_.assign(100, limit());
  EXPECT_EQ(refusal_of(opener(place("a"), 1, 100ms)), ErrorCode::too_many_connections);
  EXPECT_LT(tries_, 10);
}

TEST_F(BudgetedDoors, a_stop_ends_the_waiting) {
  refusals_ = {{.code = ErrorCode::throttled, .text = "NO", .retry_after = 3600s}};
  const auto open = opener(place("a"));
  boost::asio::steady_timer soon(loop_.context(), 50ms);
  soon.async_wait([this](const boost::system::error_code&) { stop_.stop(); });
  EXPECT_EQ(refusal_of(open), ErrorCode::interrupted);
}

TEST_F(BudgetedDoors, two_refused_users_of_one_secret_and_nobody_knocks_any_more) {
  refusals_ = {wrong(), wrong()};
  EXPECT_EQ(refusal_of(opener(place("a"))), ErrorCode::wrong_password);
  EXPECT_EQ(refusal_of(opener(place("b"))), ErrorCode::wrong_password);
  EXPECT_EQ(refusal_of(opener(place("c"))), ErrorCode::cannot_connect);
  EXPECT_EQ(refusal_of(opener(place("d"), 2)), ErrorCode::cannot_connect);
  EXPECT_EQ(tries_, 2);
}

TEST_F(BudgetedDoors, who_is_kept_out_by_others_is_known_and_who_is_in_stays) {
  const auto open = opener(place("in"));
  const auto door = loop_.run(open());
  refusals_ = {wrong(), wrong(), wrong(), wrong(), wrong()};
  for (const auto* user : {"a", "b", "d", "e", "f"})
    EXPECT_EQ(refusal_of(opener(place(user), 2)), ErrorCode::wrong_password);
  EXPECT_EQ(refusal_of(open), ErrorCode::login_refused);
  try {
    loop_.run(opener(place("c"))());
    FAIL() << "was let in";
  } catch (const Failure& failure) {
    EXPECT_TRUE(is_not_tried(failure.error()));
  }
  EXPECT_FALSE(is_not_tried(wrong()));
}

}  // namespace
}  // namespace postferry::engine
