#include "base/secret.hpp"

#include <gtest/gtest.h>
#include <sstream>
#include <utility>

#include "base/error.hpp"

namespace postferry {
namespace {

template <class T>
concept Printable = requires(std::ostream& out, const T& value) { out << value; };

static_assert(!Printable<Secret>, "a secret goes into no stream");
static_assert(!std::is_convertible_v<Secret, std::string>);
static_assert(!std::is_convertible_v<Secret, std::string_view>);

TEST(Secret, shows_stars) {
  EXPECT_EQ(to_string(Secret("hunter2")), "***");
  EXPECT_EQ(to_string(Secret()), "***");
}

TEST(Secret, reveals_what_it_was_given) {
  const Secret secret("p\xc3\xa4ss\"word\\");
  EXPECT_EQ(secret.reveal(), "p\xc3\xa4ss\"word\\");
  EXPECT_FALSE(secret.empty());
  EXPECT_TRUE(Secret().empty());
}

TEST(Secret, copies_and_moves) {
  Secret first("one");
  Secret second = first;
  EXPECT_EQ(first.reveal(), "one");
  EXPECT_EQ(second.reveal(), "one");
  Secret third = std::move(first);
  EXPECT_EQ(third.reveal(), "one");
  second = Secret("two");
  EXPECT_EQ(second.reveal(), "two");
}

TEST(Secret, is_empty_after_a_move_also_when_it_was_short) {
  for (const auto* text : {"short", "a secret that is too long for the string's own buffer"}) {
    Secret first(text);
    const Secret second = std::move(first);
    EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move)
  }
}

TEST(Wipe, overwrites_the_whole_buffer) {
  for (const std::size_t length : {1U, 5U, 15U, 16U, 200U}) {
    std::string text(length, 's');
    text.resize(length / 2);  // what was cut off is still in the buffer
    const char* const buffer = text.data();
    wipe(text);
    EXPECT_TRUE(text.empty());
    ASSERT_EQ(text.data(), buffer) << "the same buffer";
    text.resize(text.capacity(), '\0');
    EXPECT_EQ(text.find('s'), std::string::npos) << length;
  }
}

// Reads the bytes that were behind a string's end before wipe() without touching them in between.
TEST(Wipe, leaves_nothing_behind_the_end) {
  std::string text(64, 's');
  char* const buffer = text.data();
  const std::size_t capacity = text.capacity();
  wipe(text);
  text.resize_and_overwrite(capacity, [](char*, std::size_t size) { return size; });
  ASSERT_EQ(text.data(), buffer);
  for (std::size_t i = 1; i < 64; ++i) EXPECT_EQ(text[i], '\0') << i;
}

}  // namespace
}  // namespace postferry
