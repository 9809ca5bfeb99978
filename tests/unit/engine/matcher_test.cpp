#include "engine/matcher.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <map>

#include "engine/looks.hpp"
#include "local/memory_source.hpp"
#include "tests/support/run_task.hpp"
#include "tests/unit/engine/two_accounts.hpp"

namespace postferry::engine {
namespace {

struct Matcher : testing::Test {
  void wanted(std::string bytes, mail::Received at = day(1)) {
    source.deliver(inbox, std::move(bytes), {}, at);
  }
  void present(std::string bytes, mail::Received at = day(1)) {
    target.deliver(inbox, std::move(bytes), {}, at);
  }

  Matches match(Trust trust = Trust::fingerprints) { return test::run(matching(trust)); }
  Task<Matches> matching(Trust trust) {
    local::MemorySource left(source);
    local::MemorySource right(target);
    mail::Folder folder;
    folder.path = inbox;
    const auto left_items = co_await describe_all(left, folder, co_await left.ids(folder));
    const auto right_items = co_await describe_all(right, folder, co_await right.ids(folder));
    co_return co_await engine::match({left, folder, left_items}, {right, folder, right_items},
                                     trust);
  }
  // Reads of contents on either side.
  std::uint64_t count_reads() {
    std::uint64_t reads = 0;
    for (auto* account : {&source, &target})
      account->on_step([&reads](const local::MemoryStep& step) {
        if (step.call == local::MemoryCall::read && step.moment == local::MemoryMoment::content)
          ++reads;
        return local::MemoryFault::none;
      });
    match();
    return reads;
  }

  local::MemoryAccount source;
  local::MemoryAccount target;
};

TEST_F(Matcher, one_and_one_of_a_strong_class_are_the_same_unread) {
  wanted(letter(1));
  wanted(letter(2));
  present("Received: there\r\n" + letter(2));
  const auto matches = match();
  ASSERT_EQ(matches.matched.size(), 1U);
  EXPECT_EQ(matches.matched[0].wanted, 1U);
  EXPECT_EQ(matches.matched[0].likeness, Likeness::fingerprint);
  EXPECT_EQ(matches.missing, std::vector<std::size_t>{0});
  EXPECT_TRUE(matches.strange.empty());
  EXPECT_EQ(count_reads(), 0U);
}

TEST_F(Matcher, equal_ones_are_a_multiset) {
  for (int i = 0; i < 5; ++i) wanted(letter(1));
  for (int i = 0; i < 3; ++i) present(letter(1));
  EXPECT_EQ(match().matched.size(), 3U);
  EXPECT_EQ(match().missing.size(), 2U);
  for (int i = 0; i < 4; ++i) present(letter(1));
  EXPECT_EQ(match().matched.size(), 5U);
  EXPECT_EQ(match().strange.size(), 2U);
}

TEST_F(Matcher, digests_decide_within_a_class) {
  for (int i = 0; i < 4; ++i) wanted(letter(1, fmt::format("body {}", i)));
  present(letter(1, "body 2"));
  present(letter(1, "body 9"));
  const auto matches = match();
  ASSERT_EQ(matches.matched.size(), 1U);
  EXPECT_EQ(matches.matched[0].wanted, 2U);
  EXPECT_EQ(matches.matched[0].likeness, Likeness::every_byte);
  EXPECT_EQ(matches.matched[0].digest, sha256(letter(1, "body 2")));
  EXPECT_EQ(matches.missing, (std::vector<std::size_t>{0, 1, 3}));
  EXPECT_EQ(matches.strange, std::vector<std::size_t>{1});
}

TEST_F(Matcher, a_delivered_twin_is_known_by_its_body) {
  wanted("Received: old\r\n" + letter(1, "a"));
  wanted("Received: old\r\n" + letter(1, "b"));
  present("Received: new.example, longer\r\n" + letter(1, "b"));
  const auto matches = match();
  ASSERT_EQ(matches.matched.size(), 1U);
  EXPECT_EQ(matches.matched[0].wanted, 1U);
  EXPECT_EQ(matches.matched[0].likeness, Likeness::body);
}

TEST_F(Matcher, every_byte_goes_before_the_body) {
  wanted("Received: old\r\n" + letter(1));
  wanted(letter(1));
  present(letter(1));
  const auto matches = match();
  ASSERT_EQ(matches.matched.size(), 1U);
  EXPECT_EQ(matches.matched[0].wanted, 1U);
  EXPECT_EQ(matches.matched[0].likeness, Likeness::every_byte);
}

TEST_F(Matcher, weak_fingerprints_match_by_bytes_only) {
  wanted(nameless(1));
  wanted(nameless(2));
  present(nameless(2));
  present("X-New: field\r\n" + nameless(1));
  const auto matches = match();
  ASSERT_EQ(matches.matched.size(), 1U);
  EXPECT_EQ(matches.matched[0].wanted, 1U);
  EXPECT_EQ(matches.matched[0].likeness, Likeness::every_byte);
  EXPECT_EQ(matches.missing, std::vector<std::size_t>{0});
}

TEST_F(Matcher, an_empty_message_is_like_an_empty_message) {
  wanted("");
  wanted("");
  present("");
  EXPECT_EQ(match().matched.size(), 1U);
}

TEST_F(Matcher, weak_ones_are_found_where_the_server_says_other_sizes) {
  wanted(nameless(1));
  present(nameless(1));
  target.traits().size_off_by_bytes = 17;
  EXPECT_EQ(match().matched.size(), 1U);
}

TEST_F(Matcher, what_a_server_altered_is_the_same_at_the_same_instant) {
  wanted("To: J\xfcrgen\r\n\r\nthe last line has no end", day(1));
  present("To: JXrgen\r\n\r\nthe last line has no end\r\n", day(1));
  wanted("To: J\xfcrgen\r\n\r\nanother", day(1));
  present("To: JXrgen\r\n\r\nanother", day(2));
  const auto matches = match();
  ASSERT_EQ(matches.matched.size(), 1U);
  EXPECT_EQ(matches.matched[0].wanted, 0U);
  EXPECT_EQ(matches.matched[0].likeness, Likeness::form);
  EXPECT_EQ(matches.missing, std::vector<std::size_t>{1});
}

TEST_F(Matcher, a_message_is_found_that_is_weak_on_one_side_alone) {
  wanted("Date: 1 May 2005\r\nMessage-ID: <1@x>\r\nTo: J\xfcrgen\r\n\r\nbody", day(1));
  present("Date\t\x01: 1 May 2005\r\nnothing", day(1));
  wanted("", day(2));
  present("", day(2));
  present("Date: 1 May 2005\r\nMessage ID: <1@x>\r\nTo: JXrgen\r\n\r\nbody", day(1));
  EXPECT_EQ(match().matched.size(), 1U) << "another field name is another message";
}

TEST_F(Matcher, eight_bit_bytes_in_a_field_do_not_tell_messages_apart) {
  wanted("Message-ID: <1@x>\r\nDate: 1 May 2005 (\xc3\xb9)\r\n\r\nbody");
  present("Message-ID: <1@x>\r\nDate: 1 May 2005 (XX)\r\n\r\nbody");
  EXPECT_EQ(match().matched.size(), 1U);
  EXPECT_EQ(count_reads(), 0U);
}

TEST_F(Matcher, at_settling_the_instant_must_agree_or_bytes_decide) {
  wanted(letter(1), day(1));
  present(letter(1), day(2));
  wanted(letter(2), day(1));
  present(letter(2), day(1));
  const auto matches = match(Trust::same_instant);
  std::map<std::size_t, Likeness> likeness;
  for (const auto& one : matches.matched) likeness.emplace(one.wanted, one.likeness);
  EXPECT_EQ(likeness, (std::map<std::size_t, Likeness>{{0, Likeness::every_byte},
                                                       {1, Likeness::fingerprint}}));
}

TEST_F(Matcher, a_thousand_and_more_are_described_in_portions) {
  for (int i = 0; i < 2100; ++i) wanted(letter(i));
  for (int i = 0; i < 2100; i += 2) present(letter(i));
  const auto matches = match();
  EXPECT_EQ(matches.matched.size(), 1050U);
  EXPECT_EQ(matches.missing.size(), 1050U);
}

}  // namespace
}  // namespace postferry::engine
