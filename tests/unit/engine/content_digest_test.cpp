#include "engine/content_digest.hpp"

#include <gtest/gtest.h>

namespace postferry::engine {
namespace {

using namespace std::string_view_literals;

ContentDigest::Sums at_once(std::string_view bytes, Purpose purpose = Purpose::comparison) {
  ContentDigest digest(purpose);
  digest.update(bytes);
  return digest.finish();
}

void expect_equal(const ContentDigest::Sums& left, const ContentDigest::Sums& right) {
  EXPECT_EQ(left.whole, right.whole);
  EXPECT_EQ(left.header, right.header);
  EXPECT_EQ(left.body, right.body);
  EXPECT_EQ(left.form, right.form);
  EXPECT_EQ(left.fingerprint, right.fingerprint);
  EXPECT_EQ(left.size_bytes, right.size_bytes);
}

constexpr auto messages = std::to_array<std::string_view>({
    "",
    "\r\n",
    "\n",
    "\r",
    "x",
    "Subject: a\r\n",
    "Subject: a\r\n\r\n",
    "Subject: a\r\n\r\nbody\r\n\r\nmore",
    "Subject: a\n\nbody\n\nmore",
    "Subject: a\r\n\rb\r\n\r\nbody",
    "Subject: a\r\n\r\r\nbody",
    "\r\nno header",
    "Message-ID: <1@x>\r\nDate: Thu, 17 May 2012 10:11:12 +0200\r\n\r\nHello\0there\r\n"sv,
});

TEST(ContentDigest, byte_by_byte_equals_at_once) {
  for (const auto bytes : messages) {
    SCOPED_TRACE(bytes);
    ContentDigest digest(Purpose::comparison);
    for (const char c : bytes) digest.update({&c, 1});
    expect_equal(digest.finish(), at_once(bytes));
  }
}

TEST(ContentDigest, in_two_pieces_cut_anywhere) {
  for (const auto bytes : messages)
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
      ContentDigest digest(Purpose::comparison);
      digest.update(bytes.substr(0, cut));
      digest.update(bytes.substr(cut));
      expect_equal(digest.finish(), at_once(bytes));
    }
}

TEST(ContentDigest, is_the_sha256_of_all_and_of_the_body) {
  const auto sums = at_once("Subject: a\r\n\r\nbody\r\n");
  EXPECT_EQ(sums.whole, sha256("Subject: a\r\n\r\nbody\r\n"));
  EXPECT_EQ(sums.body, sha256("body\r\n"));
  EXPECT_EQ(at_once("Subject: a\n\nbody").body, sha256("body"));
  EXPECT_EQ(at_once("Subject: a\r\n").body, sha256(""));
  EXPECT_EQ(at_once("x", Purpose::transfer).body, mail::Digest{});
}

TEST(ContentDigest, takes_the_fingerprint_of_the_header_alone) {
  const std::string header = "Message-ID: <1@x>\r\nDate: Thu, 17 May 2012 10:11:12 +0200\r\n";
  EXPECT_EQ(at_once(header + "\r\nbody").fingerprint, mail::fingerprint_of(header));
  EXPECT_EQ(at_once("Received: there\r\n" + header + "\r\nother").fingerprint,
            mail::fingerprint_of(header));
  EXPECT_TRUE(at_once(header).fingerprint.is_strong());
  EXPECT_FALSE(at_once("Subject: a\r\n\r\n" + header).fingerprint.is_strong());
}

TEST(ContentDigest, starts_anew_after_the_end) {
  ContentDigest digest(Purpose::comparison);
  for (const auto bytes : messages) {
    digest.update(bytes);
    expect_equal(digest.finish(), at_once(bytes));
  }
}

TEST(ContentDigest, keeps_a_bound_of_an_endless_header) {
  ContentDigest digest(Purpose::comparison);
  Sha256 all;
  const std::string line = "X-Endless: " + std::string(9000, 'x') + "\r\n";
  for (int i = 0; i < 100; ++i) {
    digest.update(line);
    all.update(line);
  }
  const auto sums = digest.finish();
  EXPECT_EQ(sums.whole, all.finish());
  EXPECT_EQ(sums.size_bytes, 100 * line.size());
}

TEST(CanonicalForm, leaves_out_what_servers_change) {
  const auto form = [](std::string_view bytes) { return at_once(bytes).form; };
  EXPECT_EQ(form("To: J\xfcrgen\r\n\r\nbody"), form("To: JXrgen\r\n\r\nbody\r\n"));
  EXPECT_EQ(form("A: b\n\nbody\n"), form("A: b\r\n\r\nbody\r\n\r\n"));
  EXPECT_EQ(form("A: b\r\n\r\n--m\r\nName: \xc3\xa9\r\n\r\nx"),
            form("A: b\r\n\r\n--m\r\nName: XX\r\n\r\nx"));
  EXPECT_EQ(form("A: b\r\n\r\nx\0y"sv), form("A: b\r\n\r\nx\x80y"sv));
}

TEST(CanonicalForm, keeps_what_people_wrote) {
  const auto form = [](std::string_view bytes) { return at_once(bytes).form; };
  EXPECT_NE(form("A: b\r\n\r\nJ\xfcrgen"), form("A: b\r\n\r\nJXrgen"));
  EXPECT_NE(form("A: b\r\n\r\nx\r\n\r\ny"), form("A: b\r\n\r\nx\r\ny"));
  EXPECT_NE(form("A: b\r\n\r\nx"), form("A: c\r\n\r\nx"));
}

TEST(ContentDigest, a_second_delivery_has_the_same_header) {
  const auto header = [](std::string_view bytes) { return at_once(bytes).header; };
  EXPECT_EQ(header("Received: one\r\n by two\r\nA: b\r\n\r\nx"),
            header("X-Spam-Score: 1\r\nreceived: three\r\nA: b\r\n\r\ny"));
  EXPECT_NE(header("A: b\r\n\r\n"), header("A: X\r\n\r\n"));
}

}  // namespace
}  // namespace postferry::engine
