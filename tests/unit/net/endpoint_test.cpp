// Addresses, pins and account URLs as a user writes them.
#include "net/endpoint.hpp"

#include <gtest/gtest.h>

#include "net/url.hpp"

namespace postferry::net {
namespace {

const Endpoint imap{.host = "imap.example", .port = 993};

TEST(Connect, TakesAnAddressWithOrWithoutPort) {
  const auto plain = with_connect(imap, "192.0.2.7");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->connect_to, "192.0.2.7");
  EXPECT_EQ(plain->connect_port, 0);
  EXPECT_EQ(plain->host, "imap.example");
  const auto with_port = with_connect(imap, "192.0.2.7:1993");
  ASSERT_TRUE(with_port);
  EXPECT_EQ(with_port->connect_to, "192.0.2.7");
  EXPECT_EQ(with_port->connect_port, 1993);
}

TEST(Connect, TakesAddressesOfTheSixthVersion) {
  EXPECT_EQ(with_connect(imap, "2001:db8::1")->connect_to, "2001:db8::1");
  EXPECT_EQ(with_connect(imap, "[2001:db8::1]")->connect_port, 0);
  const auto with_port = with_connect(imap, "[2001:db8::1]:143");
  EXPECT_EQ(with_port->connect_to, "2001:db8::1");
  EXPECT_EQ(with_port->connect_port, 143);
}

TEST(Connect, RefusesWhatIsNoAddress) {
  for (const char* text :
       {"", ":993", "host:", "host:0", "host:65536", "host:99x", "[::1", "[::1]x"})
    EXPECT_FALSE(with_connect(imap, text)) << text;
}

TEST(Fingerprint, IsReadWithAndWithoutColons) {
  const std::string hex = "000102030405060708090a0b0c0d0e0f101112131415161718191A1B1C1D1E1F";
  const auto plain = parse_fingerprint(hex);
  ASSERT_TRUE(plain);
  EXPECT_EQ((*plain)[31], 0x1f);
  const std::string printed = fingerprint_text(*plain);
  EXPECT_EQ(printed.size(), 95u);
  EXPECT_TRUE(printed.starts_with("00:01:02:"));
  EXPECT_EQ(*parse_fingerprint(printed), *plain);
}

TEST(Fingerprint, RefusesOtherLengthsAndLetters) {
  const std::string hex(64, 'a');
  EXPECT_FALSE(parse_fingerprint(hex.substr(1)));
  EXPECT_FALSE(parse_fingerprint(hex + "a"));
  EXPECT_FALSE(parse_fingerprint("g" + hex.substr(1)));
  EXPECT_FALSE(parse_fingerprint(""));
  EXPECT_FALSE(parse_fingerprint(":" + hex));
}

TEST(AccountUrl, IsDecoded) {
  const auto url =
      parse_url("IMAPS://alice%40old.example@IMAP.old.example:1993/a?connect=%5B::1%5D:9&tls=none");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->scheme, "imaps");
  EXPECT_EQ(url->user, "alice@old.example");
  EXPECT_EQ(url->host, "imap.old.example");
  EXPECT_EQ(url->port, 1993);
  EXPECT_EQ(url->path, "/a");
  ASSERT_EQ(url->parameters.size(), 2u);
  EXPECT_EQ(url->parameters[0], (std::pair<std::string, std::string>{"connect", "[::1]:9"}));
}

TEST(AccountUrl, KnowsAddressesOfTheSixthVersion) {
  EXPECT_EQ(parse_url("imaps://bob@[2001:db8::1]")->host, "2001:db8::1");
}

TEST(AccountUrl, RefusesPasswordsAndNonsense) {
  for (const char* text : {"imaps://alice:secret@host", "alice@host", "imaps:alice",
                           "imaps://alice@", "imaps://alice@host:0", "imaps://alice@host:99999",
                           "imaps://%zz@host", "imaps://alice@old.example@host"}) {
    const auto url = parse_url(text);
    ASSERT_FALSE(url) << text;
    EXPECT_EQ(url.error().code, ErrorCode::bad_usage);
    EXPECT_EQ(url.error().text.find("secret"), std::string::npos);
  }
}

}  // namespace
}  // namespace postferry::net
