// Addresses inside a network, and how a name cannot lead there.
#include "net/address_rules.hpp"

#include <gtest/gtest.h>

#include "tests/unit/net/net_fixture.hpp"

namespace postferry::net {
namespace {

using namespace std::chrono_literals;

TEST(AddressRange, ContainsByItsBits) {
  const auto range = AddressRange::parse("172.16.0.0/12");
  ASSERT_TRUE(range);
  EXPECT_TRUE(range->contains(*parse_address("172.31.255.255")));
  EXPECT_FALSE(range->contains(*parse_address("172.32.0.0")));
  EXPECT_TRUE(range->contains(*parse_address("::ffff:172.16.0.1")));
  EXPECT_TRUE(AddressRange::parse("::/0")->contains(*parse_address("1.2.3.4")));
  EXPECT_FALSE(AddressRange::parse("0.0.0.0/0")->contains(*parse_address("2001:db8::1")));
  EXPECT_TRUE(AddressRange::parse("2001:db8::/127")->contains(*parse_address("2001:db8::1")));
  EXPECT_FALSE(AddressRange::parse("2001:db8::/127")->contains(*parse_address("2001:db8::2")));
}

TEST(AddressRange, RefusesWhatIsNone) {
  for (const char* text : {"", "/", "10.0.0.0/", "10.0.0.0/33", "::/129", "10.0.0/8", "a/8",
                           "10.0.0.0/-1", "10.0.0.0/8x", "10.0.0.0/8/8", "0x7f.1", "127.1"})
    EXPECT_FALSE(AddressRange::parse(text)) << text;
}

TEST(AddressRules, RefuseWhatIsInside) {
  const auto rules = public_internet_only();
  for (const char* address : {"0.0.0.0",
                              "127.0.0.1",
                              "127.255.255.255",
                              "10.1.2.3",
                              "172.16.0.1",
                              "192.168.1.1",
                              "169.254.169.254",
                              "100.64.0.1",
                              "224.0.0.1",
                              "255.255.255.255",
                              "::",
                              "::1",
                              "fe80::1",
                              "fe80::1%lo",
                              "fc00::1",
                              "fd12::1",
                              "ff02::1",
                              "::ffff:127.0.0.1",
                              "::ffff:10.0.0.1",
                              "::127.0.0.1",
                              "64:ff9b::7f00:1",
                              "64:ff9b::a00:1",
                              "2002:7f00:1::",
                              "2002:c0a8:101::1",
                              "fec0::1",
                              "2001:db8::1",
                              "not an address",
                              ""})
    EXPECT_FALSE(rules.permits(address)) << address;
  for (const char* address : {"1.1.1.1", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2a00:1450::1",
                              "64:ff9b::808:808", "2002:808:808::1", "::ffff:8.8.8.8"})
    EXPECT_TRUE(rules.permits(address)) << address;
}

TEST(AddressRules, SettingsAllowSome) {
  auto rules = public_internet_only();
  rules.allowed = {*AddressRange::parse("192.168.7.0/24"), *AddressRange::parse("fd00:7::/32")};
  EXPECT_TRUE(rules.permits("192.168.7.9"));
  EXPECT_TRUE(rules.permits("::ffff:192.168.7.9"));
  EXPECT_TRUE(rules.permits("fd00:7::1"));
  EXPECT_FALSE(rules.permits("192.168.8.9"));
  EXPECT_TRUE(AddressRules{}.permits("127.0.0.1")) << "nothing is refused by default";
}

TEST(AddressRules, HoldForConnectionsByNameAndByAddress) {
  ScriptedServer server("S: hello\nX close\n");
  const NetworkPolicy policy{.addresses = public_internet_only()};
  for (const char* host : {"127.0.0.1", "localhost"}) {
    const Error error = failure_of([&] {
      run(first_words({.host = host, .port = server.port(), .security = Security::none}, policy,
                      deadline_in(5s)));
    });
    EXPECT_EQ(error.code, ErrorCode::cannot_connect);
    EXPECT_EQ(error.retry, Retry::never);
    EXPECT_NE(error.text.find("connects nobody"), std::string::npos) << error.text;
  }
  // ?connect= leads nowhere else either.
  EXPECT_EQ(failure_of([&] {
              run(first_words(at(server, Security::none, "mail.example"), policy, deadline_in(5s)));
            }).code,
            ErrorCode::cannot_connect);
  NetworkPolicy allowing = policy;
  allowing.addresses.allowed = {*AddressRange::parse("127.0.0.0/8")};
  EXPECT_EQ(run(first_words(at(server, Security::none), allowing, deadline_in(5s))), "hello\r\n");
}

}  // namespace
}  // namespace postferry::net
