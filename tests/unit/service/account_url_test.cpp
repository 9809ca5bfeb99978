#include "service/account_url.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postferry::service {
namespace {

using testing::HasSubstr;
using testing::Not;

AccountUrl parsed(std::string_view text, Side side = Side::source) {
  auto account = parse_account_url(text, side);
  EXPECT_TRUE(account) << text << ": " << (account ? "" : account.error().text);
  return account.value_or(AccountUrl{});
}

std::string refused(std::string_view text, Side side = Side::source) {
  auto account = parse_account_url(text, side);
  EXPECT_FALSE(account) << text;
  if (account) return {};
  EXPECT_EQ(account.error().code, ErrorCode::bad_usage);
  EXPECT_EQ(account.error().where, argument_name(side));
  return account.error().text;
}

TEST(AccountUrl, imaps_with_the_standard_port) {
  const auto account = parsed("imaps://alice@Old.Example");
  EXPECT_EQ(account.user, "alice");
  EXPECT_EQ(account.endpoint.host, "old.example");
  EXPECT_EQ(account.endpoint.port, 993);
  EXPECT_EQ(account.endpoint.security, net::Security::tls);
  EXPECT_EQ(account.key(), "alice@old.example:993");
  EXPECT_EQ(account.name(), "alice@old.example");
}

TEST(AccountUrl, imap_demands_starttls_unless_told_otherwise) {
  EXPECT_EQ(parsed("imap://a@h").endpoint.security, net::Security::starttls);
  EXPECT_EQ(parsed("imap://a@h").endpoint.port, 143);
  EXPECT_EQ(parsed("imap://a@h:1143?tls=none").endpoint.security, net::Security::none);
  EXPECT_EQ(parsed("imap://a@h:1143?tls=none").endpoint.port, 1143);
  EXPECT_THAT(refused("imaps://a@h?tls=none"), HasSubstr("imap://"));
  EXPECT_THAT(refused("imap://a@h?tls=starttls"), HasSubstr("none"));
}

TEST(AccountUrl, users_are_decoded) {
  EXPECT_EQ(parsed("imaps://alice%40old.example@imap.old.example").user, "alice@old.example");
  EXPECT_EQ(parsed("imaps://a%3Ab@h").user, "a:b");
  EXPECT_EQ(parsed("imaps://j%C3%BCrgen@h").user, "jürgen");
  EXPECT_EQ(parsed("imaps://jürgen@h").user, "jürgen");
  EXPECT_EQ(parsed("imaps://a+b@h").user, "a+b");
  EXPECT_EQ(parsed("imaps://OLD\\alice@h").user, "OLD\\alice");
}

TEST(AccountUrl, the_last_at_sign_before_the_host_separates) {
  const auto account = parsed("imaps://alice@old.example@Imap.old.example:1993?ca=/a@b");
  EXPECT_EQ(account.user, "alice@old.example");
  EXPECT_EQ(account.endpoint.host, "imap.old.example");
  EXPECT_EQ(account.endpoint.port, 1993);
  EXPECT_EQ(account.policy.ca_file, "/a@b");
  EXPECT_EQ(parsed("imaps://a%40b@c@h").user, "a@b@c");
  EXPECT_THAT(refused("imaps://alice@old.example@"), HasSubstr("host"));
}

TEST(AccountUrl, names_tell_the_host_only_where_they_must) {
  EXPECT_EQ(parsed("imaps://alice%40old.example@imap.old.example").name(), "alice@old.example");
  EXPECT_EQ(parsed("imaps://alice%40old.example@imap.new.example").name(),
            "alice@old.example (imap.new.example)");
  EXPECT_EQ(parsed("imaps://alice%40old.example@notold.example").name(),
            "alice@old.example (notold.example)");
}

TEST(AccountUrl, ipv6_and_international_hosts) {
  const auto account = parsed("imaps://alice@[2001:db8::7]:1993");
  EXPECT_EQ(account.endpoint.host, "2001:db8::7");
  EXPECT_EQ(account.endpoint.port, 1993);
  EXPECT_EQ(parsed("imaps://alice@xn--mnchen-3ya.example").endpoint.host, "xn--mnchen-3ya.example");
}

TEST(AccountUrl, a_password_is_refused_and_not_repeated) {
  for (const auto* text :
       {"imaps://alice:hunter2@h", "imaps://alice:hun/ter2@h", "imaps://alice:hunter2#x@h",
        "imaps://alice:1hunter2@h@h", "imap://alice%40x:hunter2@h?tls=none",
        "imaps://alice@h?password=hunter2", "imaps://:hunter2@h", "//alice:hunter2@h",
        "imaps://a:99hunter2[@h"}) {
    const auto message = refused(text, Side::target);
    EXPECT_THAT(message, Not(HasSubstr("hunter2"))) << text;
    EXPECT_THAT(message, Not(HasSubstr("ter2"))) << text;
    EXPECT_THAT(message, HasSubstr("POSTFERRY_TARGET_PASSWORD")) << text;
    EXPECT_THAT(message, HasSubstr("--target-password-file")) << text;
  }
  EXPECT_THAT(refused("imaps://alice:hunter2?@h"), Not(HasSubstr("hunter2")));
}

TEST(AccountUrl, trust) {
  const auto account = parsed(
      "imaps://a@h?ca=/etc/ssl/my%20ca+1.pem&connect=192.0.2.7:1993&fingerprint="
      "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF");
  EXPECT_EQ(account.policy.ca_file, "/etc/ssl/my ca+1.pem");
  EXPECT_EQ(account.endpoint.host, "h");
  EXPECT_EQ(account.endpoint.connect_to, "192.0.2.7");
  EXPECT_EQ(account.endpoint.connect_port, 1993);
  ASSERT_TRUE(account.policy.fingerprint);
  EXPECT_EQ((*account.policy.fingerprint)[15], 0xFF);
  EXPECT_EQ(account.key(), "a@h:993");
  EXPECT_THAT(refused("imaps://a@h?fingerprint=1234"), HasSubstr("64 hex digits"));
  EXPECT_THAT(refused("imaps://a@h?connect=192.0.2.7:port"), HasSubstr("ADDRESS:PORT"));
  EXPECT_THAT(refused("imap://a@h?tls=none&ca=x"), HasSubstr("?ca="));
}

TEST(AccountUrl, masters) {
  const auto account = parsed("imaps://alice@h?master=admin&master-separator=*");
  EXPECT_EQ(account.master, "admin");
  EXPECT_EQ(account.master_separator, "*");
  EXPECT_EQ(account.user, "alice");
  EXPECT_THAT(refused("imaps://alice@h?master-separator=*"), HasSubstr("?master=NAME"));
}

TEST(AccountUrl, what_is_wrong_is_named) {
  EXPECT_THAT(refused("pop3://a@h"), HasSubstr("imaps://"));
  EXPECT_THAT(refused("imaps://h"), HasSubstr("USER@h"));
  EXPECT_THAT(refused("imaps://@h"), HasSubstr("USER@h"));
  EXPECT_THAT(refused("imaps://a@h/INBOX"), HasSubstr("--include"));
  EXPECT_THAT(refused("imaps://a@h?colour=blue"), HasSubstr("?colour="));
  EXPECT_THAT(refused("imaps://a@h?colour=blue"), HasSubstr("fingerprint"));
  EXPECT_THAT(refused("imaps://a@h?ca=x&ca=y"), HasSubstr("twice"));
  EXPECT_THAT(refused("imaps://a@h?ca="), HasSubstr("needs a value"));
  EXPECT_THAT(refused("imaps://a%0d%0ab@h"), HasSubstr("control character"));
  for (const auto* text :
       {"", "alice@old.example", "imaps:alice@h", "imaps://a%zz@h", "imaps://a%4@h",
        "imaps://a@h:0", "imaps://a@h:65536", "imaps://a@", "imaps://a@h:993x"})
    EXPECT_THAT(refused(text), Not(testing::IsEmpty()));
}

TEST(AccountUrl, the_same_account_under_two_names) {
  const auto same = [](std::string_view left, std::string_view right) {
    return is_same_account(parsed(left), parsed(right, Side::target));
  };
  EXPECT_TRUE(same("imaps://a@h", "imaps://a@H:993"));
  EXPECT_TRUE(same("imaps://a@h", "imap://a@h"));
  EXPECT_TRUE(same("imaps://a@h?connect=192.0.2.7", "imaps://a@k?connect=192.0.2.7"));
  EXPECT_FALSE(same("imaps://a@h", "imaps://b@h"));
  EXPECT_FALSE(same("imaps://a@h", "imaps://a@h?connect=192.0.2.7"));
  EXPECT_FALSE(same("imap://a@127.0.0.1:1143?tls=none", "imap://a@127.0.0.1:1144?tls=none"));
}

TEST(AccountUrl, accounts_of_a_pair_have_two_names) {
  const auto names = [](std::string_view left, std::string_view right) {
    const auto [source, target] = named_accounts(parsed(left), parsed(right, Side::target));
    return source.name + " -> " + target.name;
  };
  EXPECT_EQ(names("imaps://a@old.example", "imaps://a@new.example"),
            "a@old.example -> a@new.example");
  EXPECT_EQ(names("imaps://a%40x.example@one.x.example", "imaps://a%40x.example@two.x.example"),
            "a@x.example (one.x.example) -> a@x.example (two.x.example)");
  EXPECT_EQ(names("imap://a@127.0.0.1:1143?tls=none", "imap://a@127.0.0.1:1144?tls=none"),
            "a@127.0.0.1:1143 -> a@127.0.0.1:1144");
  EXPECT_EQ(names("imaps://a@h?connect=192.0.2.7", "imaps://a@h"), "a@192.0.2.7:993 -> a@h:993");
}

TEST(AccountUrl, one_name_with_two_servers_is_one_pair_whichever_side_tells_its_address) {
  const auto keys = [](std::string_view left, std::string_view right) {
    const auto [source, target] = named_accounts(parsed(left), parsed(right, Side::target));
    return source.key + " -> " + target.key;
  };
  EXPECT_EQ(keys("imaps://a@h", "imaps://a@h?connect=192.0.2.8"), "a@h:993 -> a@h:993#target");
  EXPECT_EQ(keys("imaps://a@h?connect=192.0.2.7", "imaps://a@h"), "a@h:993 -> a@h:993#target");
  EXPECT_EQ(keys("imaps://a@h", "imaps://a@k"), "a@h:993 -> a@k:993");
}

}  // namespace
}  // namespace postferry::service
