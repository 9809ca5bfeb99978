// Passwords: argon2id with parameters that can be raised, and a thread of its own.
#include "service/password_hash.hpp"

#include <chrono>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "service/password_hasher.hpp"
#include "tests/support/run_task.hpp"

namespace postferry::service {
namespace {

constexpr Argon2Parameters small{.passes = 1, .memory_bytes = 8192};
constexpr Argon2Parameters larger{.passes = 2, .memory_bytes = 16384};

TEST(PasswordHash, MatchesItsPasswordAlone) {
  const auto hash = hash_password(Secret("correct horse battery"), small);
  EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$")) << hash;
  EXPECT_EQ(match_password(Secret("correct horse battery"), hash, small), PasswordMatch::yes);
  EXPECT_EQ(match_password(Secret("correct horse batterz"), hash, small), PasswordMatch::no);
  EXPECT_EQ(match_password(Secret(""), hash, small), PasswordMatch::no);
  EXPECT_EQ(match_password(Secret(std::string_view("correct horse battery\0", 22)), hash, small),
            PasswordMatch::no);
}

TEST(PasswordHash, IsAnotherEachTime) {
  EXPECT_NE(hash_password(Secret("same"), small), hash_password(Secret("same"), small));
}

TEST(PasswordHash, IsToldToBeOldWhenTheParametersAreOthers) {
  const auto hash = hash_password(Secret("correct horse battery"), small);
  EXPECT_EQ(match_password(Secret("correct horse battery"), hash, larger),
            PasswordMatch::yes_but_old);
  EXPECT_EQ(match_password(Secret("wrong"), hash, larger), PasswordMatch::no);
}

TEST(PasswordHash, OfNonsenseMatchesNothing) {
  for (const std::string& hash :
       std::vector<std::string>{std::string(), std::string("nonsense"), std::string(500, 'x'),
                                std::string("$argon2id$v=19$m=8,t=1,p=1$$")})
    EXPECT_EQ(match_password(Secret(hash), hash, small), PasswordMatch::no) << hash;
}

TEST(PasswordHasher, HashesAndMatches) {
  PasswordHasher hasher(small);
  test::TaskLoop loop;
  const auto hash = loop.run(hasher.hash(Secret("correct horse battery")));
  ASSERT_TRUE(hash);
  EXPECT_EQ(loop.run(hasher.match(Secret("correct horse battery"), *hash)), PasswordMatch::yes);
  EXPECT_EQ(loop.run(hasher.match(Secret("wrong"), *hash)), PasswordMatch::no);
  EXPECT_EQ(loop.run(hasher.match(Secret("correct horse battery"), "")), PasswordMatch::no);
}

Task<> count_turns(int& turns, const bool& done) {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
  while (!done) {
    timer.expires_after(std::chrono::milliseconds(1));
    co_await timer.async_wait(boost::asio::use_awaitable);
    ++turns;
  }
}

Task<> match_slowly(PasswordHasher& hasher, std::string hash, bool& done) {
  co_await hasher.match(Secret("wrong"), std::move(hash));
  done = true;
}

TEST(PasswordHasher, DoesNotHoldUpTheLoop) {
  PasswordHasher hasher({.passes = 4, .memory_bytes = std::size_t{32} << 20});
  test::TaskLoop loop;
  bool done = false;
  int turns = 0;
  boost::asio::co_spawn(loop.context(), count_turns(turns, done), boost::asio::detached);
  loop.run(match_slowly(hasher, "", done));
  EXPECT_GT(turns, 3);
}

Task<> match_and_tell(PasswordHasher& hasher, int& refused, int& served) {
  const auto match = co_await hasher.match(Secret("wrong"), "");
  ++(match ? served : refused);
}

TEST(PasswordHasher, RefusesWhoComesWhenTooManyWait) {
  PasswordHasher hasher({.passes = 2, .memory_bytes = std::size_t{8} << 20}, 3);
  test::TaskLoop loop;
  int refused = 0;
  int served = 0;
  for (int who = 0; who < 10; ++who)
    boost::asio::co_spawn(loop.context(), match_and_tell(hasher, refused, served),
                          boost::asio::detached);
  while (refused + served < 10 && loop.context().run_one_for(std::chrono::seconds(30)) > 0)
    continue;
  EXPECT_EQ(served, 3);
  EXPECT_EQ(refused, 7);
  EXPECT_EQ(loop.run(hasher.match(Secret("wrong"), "")), PasswordMatch::no);  // there is room again
}

}  // namespace
}  // namespace postferry::service
