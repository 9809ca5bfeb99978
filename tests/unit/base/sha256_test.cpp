#include "base/sha256.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <string>
#include <utility>

namespace postferry {
namespace {

std::string hex(const Sha256Digest& digest) {
  std::string text;
  for (const auto byte : digest) text += fmt::format("{:02x}", byte);
  return text;
}

// FIPS 180-4's examples, and those of NIST's test vectors.
constexpr auto of_nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr auto of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

TEST(Sha256, gives_the_known_answers) {
  EXPECT_EQ(hex(sha256("")), of_nothing);
  EXPECT_EQ(hex(sha256("abc")), of_abc);
  EXPECT_EQ(hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(hex(sha256(std::string(1'000'000, 'a'))),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, does_not_care_how_the_bytes_come) {
  const std::string text(1000, 'x');
  for (const std::size_t step : {1U, 3U, 63U, 64U, 65U, 999U}) {
    Sha256 hash;
    for (std::size_t i = 0; i < text.size(); i += step)
      hash.update(std::string_view(text).substr(i, step));
    EXPECT_EQ(hash.finish(), sha256(text)) << step;
  }
}

TEST(Sha256, starts_anew_after_its_end) {
  Sha256 hash;
  hash.update("something else");
  hash.finish();
  hash.update("abc");
  EXPECT_EQ(hex(hash.finish()), of_abc);
  EXPECT_EQ(hex(hash.finish()), of_nothing);
}

TEST(Sha256, moves_in_the_middle) {
  Sha256 first;
  first.update("a");
  Sha256 second = std::move(first);
  second.update("bc");
  EXPECT_EQ(hex(second.finish()), of_abc);
}

}  // namespace
}  // namespace postferry
