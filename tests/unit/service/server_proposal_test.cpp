#include "service/server_proposal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>

#include "service/server_name.hpp"

namespace postferry::service {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> proposed(std::string_view address, const DomainRecords& records = {}) {
  std::vector<std::string> lines;
  for (const auto& [server, origin, note] : server_proposals(address, records))
    lines.push_back(server.host + ":" + std::to_string(server.port) + " " +
                    std::string(origin_name(origin)));
  return lines;
}

TEST(ServerProposal, usual_names_of_the_domain) {
  EXPECT_THAT(proposed("anna@müller.example"),
              ElementsAre("imap.xn--mller-kva.example:993 guessed_and_answered",
                          "mail.xn--mller-kva.example:993 guessed_and_answered",
                          "xn--mller-kva.example:993 guessed_and_answered"));
  EXPECT_THAT(proposed("anna@localhost"), ElementsAre("imap.localhost:993 guessed_and_answered",
                                                      "mail.localhost:993 guessed_and_answered",
                                                      "localhost:993 guessed_and_answered"));
}

TEST(ServerProposal, what_the_domain_publishes_goes_first) {
  const DomainRecords records{.srv = {{"Mail.Host.Example.", 993, net::Security::tls},
                                      {"mail.host.example", 143, net::Security::starttls},
                                      {"bad host", 993, net::Security::tls}},
                              .mx = {"mx1.old.example."}};
  EXPECT_THAT(proposed("anna@old.example", records),
              ElementsAre("mail.host.example:993 srv", "mail.host.example:143 srv",
                          "imap.old.example:993 guessed_and_answered",
                          "mail.old.example:993 guessed_and_answered",
                          "old.example:993 guessed_and_answered",
                          "mx1.old.example:993 guessed_and_answered"));
}

TEST(ServerProposal, a_domain_may_say_that_it_has_none) {
  EXPECT_THAT(proposed("anna@old.example", {.srv = {{".", 0, net::Security::tls}}, .mx = {}}),
              IsEmpty());
}

TEST(ServerProposal, providers_by_domain_and_by_mail_exchanger) {
  EXPECT_THAT(proposed("anna@GMail.com"), ElementsAre("imap.gmail.com:993 provider"));
  EXPECT_THAT(
      proposed("anna@old.example", {.srv = {}, .mx = {"old-example.mail.protection.outlook.com."}}),
      ElementsAre(
          "outlook.office365.com:993 mx_pattern", "imap.old.example:993 guessed_and_answered",
          "mail.old.example:993 guessed_and_answered", "old.example:993 guessed_and_answered"));
  // The end of a name is a whole label.
  EXPECT_THAT(proposed("a@b.example", {.srv = {}, .mx = {"mx.notgoogle.com"}}),
              testing::Not(testing::Contains("imap.gmail.com:993 mx_pattern")));
}

TEST(ServerProposal, nothing_for_what_is_no_address) {
  for (const auto* address : {"", "anna", "anna@", "anna@a..b"})
    EXPECT_THAT(proposed(address), IsEmpty());
}

TEST(ServerProposal, the_table_is_sound) {
  std::set<std::string_view> domains;
  for (const auto& provider : mail_providers()) {
    EXPECT_EQ(host_name(provider.host), provider.host);
    EXPECT_FALSE(provider.domains.empty() && provider.mx_suffix.empty()) << provider.name;
    for (const auto domain : provider.domains) EXPECT_TRUE(domains.insert(domain).second) << domain;
    for (const auto suffix : provider.mx_suffix) EXPECT_TRUE(suffix.contains('.')) << suffix;
  }
}

}  // namespace
}  // namespace postferry::service
