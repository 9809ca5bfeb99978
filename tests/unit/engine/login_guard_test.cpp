#include "engine/login_guard.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <memory>

namespace postferry::engine {
namespace {

using testing::HasSubstr;
using Answer = LoginGuard::Answer;
using Attempt = LoginGuard::Attempt;

Attempt attempt(std::string user, std::uint64_t secret = 1, std::string host = "old.example:993") {
  return {std::move(host), std::move(user), secret};
}

Error refused(std::string text = "NO [AUTHENTICATIONFAILED] Authentication failed.") {
  return {.code = ErrorCode::wrong_password, .text = std::move(text)};
}

// Of one who leaves when he is told to wait.
Answer ask(LoginGuard& guard, const Attempt& tried) {
  return LoginGuard::Ticket(guard, tried).ask();
}

void refuse(LoginGuard& guard, const Attempt& tried, const Error& error = refused()) {
  ASSERT_EQ(ask(guard, tried), Answer::go);
  guard.tell_failure(tried, error);
}

void welcome(LoginGuard& guard, const Attempt& tried) {
  ASSERT_EQ(ask(guard, tried), Answer::go);
  guard.tell_success(tried);
}

TEST(LoginGuard, one_secret_refused_to_two_users_is_enough) {
  LoginGuard guard;
  refuse(guard, attempt("a"));
  EXPECT_EQ(guard.left_alone("old.example:993"), nullptr);
  refuse(guard, attempt("b"));
  ASSERT_NE(guard.left_alone("old.example:993"), nullptr);
  EXPECT_EQ(ask(guard, attempt("c")), Answer::left_alone);
  EXPECT_EQ(ask(guard, attempt("c", 2)), Answer::left_alone);
  EXPECT_EQ(ask(guard, attempt("c", 1, "new.example:993")), Answer::go);
}

TEST(LoginGuard, an_unproven_secret_is_tried_by_one_at_a_time) {
  LoginGuard guard;
  ASSERT_EQ(ask(guard, attempt("a")), Answer::go);
  EXPECT_EQ(ask(guard, attempt("b")), Answer::wait);
  EXPECT_EQ(ask(guard, attempt("c", 2)), Answer::go);
  guard.tell_success(attempt("a"));
  EXPECT_EQ(ask(guard, attempt("b")), Answer::go);
  EXPECT_EQ(ask(guard, attempt("d")), Answer::go);
  guard.tell_failure(attempt("b"), refused());
  EXPECT_EQ(ask(guard, attempt("e")), Answer::wait);
}

TEST(LoginGuard, who_comes_first_tries_an_unproven_secret_first) {
  LoginGuard guard;
  ASSERT_EQ(ask(guard, attempt("gone")), Answer::go);
  LoginGuard::Ticket first(guard, attempt("a"));
  EXPECT_EQ(first.ask(), Answer::wait);
  guard.tell_failure(attempt("gone"), refused());
  LoginGuard::Ticket newcomer(guard, attempt("gone too"));
  EXPECT_EQ(newcomer.ask(), Answer::wait);
  EXPECT_EQ(ask(guard, attempt("b", 2)), Answer::go);  // another queue
  EXPECT_EQ(first.ask(), Answer::go);
  EXPECT_EQ(newcomer.ask(), Answer::wait);
  guard.tell_success(attempt("a"));
  EXPECT_EQ(newcomer.ask(), Answer::go);
}

TEST(LoginGuard, who_waits_no_more_holds_up_nobody) {
  LoginGuard guard;
  ASSERT_EQ(ask(guard, attempt("a")), Answer::go);
  auto first = std::make_unique<LoginGuard::Ticket>(guard, attempt("b"));
  LoginGuard::Ticket second(guard, attempt("c"));
  EXPECT_EQ(first->ask(), Answer::wait);
  guard.tell_nothing(attempt("a"));
  EXPECT_EQ(second.ask(), Answer::wait);
  first.reset();
  EXPECT_EQ(second.ask(), Answer::go);
}

TEST(LoginGuard, each_with_a_wrong_secret_of_their_own_is_no_reason) {
  LoginGuard guard;
  for (int user = 0; user < 50; ++user)
    refuse(guard, attempt(std::to_string(user), static_cast<std::uint64_t>(user)));
  EXPECT_EQ(guard.left_alone("old.example:993"), nullptr);
}

TEST(LoginGuard, the_same_user_again_and_a_welcome_between_are_no_reason) {
  LoginGuard guard;
  refuse(guard, attempt("a"));
  refuse(guard, attempt("a"));
  welcome(guard, attempt("b"));
  refuse(guard, attempt("c"));
  EXPECT_EQ(guard.left_alone("old.example:993"), nullptr);
}

TEST(LoginGuard, unknown_users_under_a_good_secret_keep_nobody_out) {
  LoginGuard guard;
  welcome(guard, attempt("a"));
  for (const auto* user : {"gone", "gone too", "and this one"}) refuse(guard, attempt(user));
  EXPECT_EQ(guard.left_alone("old.example:993"), nullptr);
  welcome(guard, attempt("b"));
  for (const auto* user : {"gone", "gone too", "and this one"}) refuse(guard, attempt(user));
  EXPECT_EQ(ask(guard, attempt("c")), Answer::go);
}

TEST(LoginGuard, a_good_secret_that_ends_is_not_tried_for_ever) {
  LoginGuard guard;
  welcome(guard, attempt("a"));
  int tries = 0;
  for (; guard.left_alone("old.example:993") == nullptr; ++tries) {
    ASSERT_LT(tries, 10);
    refuse(guard, attempt(std::to_string(tries)));
  }
  EXPECT_EQ(tries, 5);
  EXPECT_THAT(*guard.left_alone("old.example:993"), HasSubstr("to 5 users in a row;"));
}

TEST(LoginGuard, a_wrong_secret_of_a_few_does_not_keep_out_those_with_a_good_one) {
  LoginGuard guard;
  welcome(guard, attempt("a", 1));
  for (const auto* user : {"b", "c", "d", "e"}) refuse(guard, attempt(user, 2));
  EXPECT_EQ(ask(guard, attempt("f", 1)), Answer::go);
  refuse(guard, attempt("g", 2));
  EXPECT_NE(guard.left_alone("old.example:993"), nullptr);
}

TEST(LoginGuard, a_welcome_elsewhere_proves_nothing_here) {
  LoginGuard guard;
  welcome(guard, attempt("a", 2, "new.example:993"));
  refuse(guard, attempt("b", 2));
  refuse(guard, attempt("c", 2));
  EXPECT_NE(guard.left_alone("old.example:993"), nullptr);
}

TEST(LoginGuard, refusals_of_those_who_are_in_say_nothing_of_the_secret) {
  LoginGuard guard;
  for (const auto* user : {"a", "b", "c", "d", "e", "f"}) {
    const auto tried = attempt(user);
    welcome(guard, tried);
    ASSERT_EQ(ask(guard, tried), Answer::go);
    guard.tell_failure(tried, refused(), LoginGuard::Before::let_in);
    EXPECT_EQ(ask(guard, attempt("x")), Answer::go);
    EXPECT_EQ(ask(guard, attempt("y")), Answer::go);  // nobody waits for another
    guard.tell_nothing(attempt("x"));
    guard.tell_nothing(attempt("y"));
  }
  EXPECT_EQ(guard.left_alone("old.example:993"), nullptr);
}

TEST(LoginGuard, accounts_that_are_closed_to_imap_are_no_reason) {
  LoginGuard guard;
  for (const auto* user : {"a", "b", "c"})
    refuse(guard, attempt(user), {.code = ErrorCode::imap_switched_off});
  EXPECT_EQ(guard.left_alone("old.example:993"), nullptr);
}

TEST(LoginGuard, a_host_that_says_too_many_tries_is_left_alone) {
  LoginGuard guard;
  refuse(guard, attempt("a"),
         {.code = ErrorCode::throttled, .text = "NO Too many failed login attempts"});
  EXPECT_NE(guard.left_alone("old.example:993"), nullptr);
}

TEST(LoginGuard, a_blocked_address_is_of_the_host_and_a_blocked_account_is_not) {
  LoginGuard guard;
  refuse(guard, attempt("a"),
         {.code = ErrorCode::login_refused, .text = "NO Your account has been blocked"});
  EXPECT_EQ(guard.left_alone("old.example:993"), nullptr);
  refuse(guard, attempt("b", 2),
         {.code = ErrorCode::login_refused, .text = "NO Your IP address is blocked"});
  EXPECT_NE(guard.left_alone("old.example:993"), nullptr);
}

TEST(LoginGuard, a_host_that_falls_silent_after_refusals_is_left_alone) {
  LoginGuard guard;
  const Error silent{.code = ErrorCode::cannot_connect, .text = "Connection refused"};
  refuse(guard, attempt("a", 1));
  refuse(guard, attempt("b", 2), silent);
  EXPECT_EQ(guard.left_alone("old.example:993"), nullptr);
  refuse(guard, attempt("c", 3), silent);
  ASSERT_NE(guard.left_alone("old.example:993"), nullptr);
  EXPECT_THAT(*guard.left_alone("old.example:993"), HasSubstr("fail2ban"));
}

TEST(LoginGuard, a_host_that_is_never_reached_is_left_alone) {
  LoginGuard guard;
  const Error silent{.code = ErrorCode::cannot_connect, .text = "Connection refused"};
  for (const auto* user : {"a", "b", "c"}) refuse(guard, attempt(user), silent);
  EXPECT_NE(guard.left_alone("old.example:993"), nullptr);
  LoginGuard other;
  welcome(other, attempt("a"));
  for (const auto* user : {"a", "b", "c", "d"}) refuse(other, attempt(user), silent);
  EXPECT_EQ(other.left_alone("old.example:993"), nullptr);
}

TEST(LoginGuard, a_limit_on_connections_is_no_refused_login) {
  LoginGuard guard;
  const Error limit{.code = ErrorCode::too_many_connections, .text = "BYE Too many connections"};
  for (const auto* user : {"a", "b", "c", "d"}) refuse(guard, attempt(user), limit);
  EXPECT_EQ(guard.left_alone("old.example:993"), nullptr);
}

TEST(LoginGuard, what_was_cut_short_tells_nothing) {
  LoginGuard guard;
  ASSERT_EQ(ask(guard, attempt("a")), Answer::go);
  guard.tell_nothing(attempt("a"));
  EXPECT_EQ(ask(guard, attempt("b")), Answer::go);
}

}  // namespace
}  // namespace postferry::engine
