// Ids and tokens: ids sort by time, tokens cannot be guessed and only their hash is kept.
#include <algorithm>
#include <gtest/gtest.h>
#include <set>
#include <thread>
#include <vector>

#include "service/token.hpp"
#include "service/ulid.hpp"

namespace postferry::service {
namespace {

constexpr Milliseconds at(std::int64_t milliseconds) {
  return Milliseconds(std::chrono::milliseconds(milliseconds));
}

TEST(Ulids, BeginWithTheirTime) {
  Ulids ulids;
  // 2016-07-30T23:54:10.259Z, the example of the ULID specification
  EXPECT_EQ(ulids.next(at(1469918176385)).substr(0, 10), "01ARYZ6S41");
  EXPECT_TRUE(is_ulid(ulids.next()));
}

TEST(Ulids, SortInTheOrderInWhichTheyWereMade) {
  Ulids ulids;
  std::vector<std::string> made;
  for (int round = 0; round < 1000; ++round) made.push_back(ulids.next(at(1700000000000)));
  made.push_back(ulids.next(at(1699999999000)));  // the clock was set back
  made.push_back(ulids.next(at(1700000000001)));
  EXPECT_TRUE(std::ranges::is_sorted(made));
  EXPECT_EQ(std::set(made.begin(), made.end()).size(), made.size());
}

TEST(Ulids, AreDifferentOnAllThreads) {
  Ulids ulids;
  std::vector<std::vector<std::string>> made(4);
  {
    std::vector<std::jthread> threads;
    for (auto& own : made)
      threads.emplace_back([&ulids, &own] {
        for (int round = 0; round < 500; ++round) own.push_back(ulids.next());
      });
  }
  std::set<std::string> all;
  for (const auto& own : made) all.insert(own.begin(), own.end());
  EXPECT_EQ(all.size(), 2000U);
}

TEST(Ulids, AreToldFromOtherTexts) {
  EXPECT_TRUE(is_ulid("01ARYZ6S41TSV4RRFFQ69G5FAV"));
  for (const auto* text : {"", "01ARYZ6S41TSV4RRFFQ69G5FA", "01ARYZ6S41TSV4RRFFQ69G5FAVX",
                           "01aryz6s41tsv4rrffq69g5fav", "81ARYZ6S41TSV4RRFFQ69G5FAV",
                           "01ARYZ6S41TSV4RRFFQ69G5FAU", "01ARYZ6S41TSV4RRFFQ69'; --"})
    EXPECT_FALSE(is_ulid(text)) << text;
}

TEST(Tokens, AreLongAndNeverTheSame) {
  std::set<std::string> seen;
  for (const auto kind : {TokenKind::session, TokenKind::api, TokenKind::link}) {
    for (int round = 0; round < 100; ++round) {
      const auto token = new_token(kind);
      EXPECT_GE(token.reveal().size(), 52U);  // 256 bits
      EXPECT_EQ(is_api_token(token.reveal()), kind == TokenKind::api);
      EXPECT_TRUE(seen.emplace(token.reveal()).second);
    }
  }
}

TEST(Tokens, AreStoredAsTheirDigest) {
  EXPECT_EQ(token_hash("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Tokens, AgainstForgedRequestsFollowFromTheSession) {
  const auto session = new_token(TokenKind::session);
  const auto other = new_token(TokenKind::session);
  const auto token = csrf_token(session);
  EXPECT_TRUE(is_csrf_token(session, token.reveal()));
  EXPECT_FALSE(is_csrf_token(other, token.reveal()));
  EXPECT_FALSE(is_csrf_token(session, ""));
  EXPECT_FALSE(is_csrf_token(session, session.reveal()));
  EXPECT_FALSE(is_csrf_token(session, token.reveal().substr(1)));
  EXPECT_NE(token_hash(session.reveal()), token.reveal());  // what is stored does not tell it
}

}  // namespace
}  // namespace postferry::service
