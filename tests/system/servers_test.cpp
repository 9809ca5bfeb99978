// The throwaway servers and the tests' own eyes: each server starts, takes mail and gives it back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <memory>
#include <ostream>
#include <string>

#include "tests/support/imap_client.hpp"
#include "tests/support/mailbox_oracle.hpp"
#include "tests/support/servers/throwaway_courier.hpp"
#include "tests/support/servers/throwaway_cyrus.hpp"
#include "tests/support/servers/throwaway_dovecot.hpp"

namespace postferry::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* short_letter =
    "From: anna@example.org\r\nSubject: Hello\r\nDate: Tue, 4 Mar 2003 10:20:30 +0100\r\n\r\n"
    "A line with a caf\xc3\xa9\r\n.\r\nand a dot.\r\n";

struct Kind {
  std::string name;
  std::string server;
  std::string separator;
  std::string prefix;
  std::unique_ptr<ThrowawayServer> (*make)();

  friend std::ostream& operator<<(std::ostream& out, const Kind& kind) { return out << kind.name; }
};

template <class Server, class Options>
std::unique_ptr<ThrowawayServer> made(Options options) {
  return std::make_unique<Server>(std::move(options));
}

const Kind kinds[] = {
    {"DovecotMaildir", "dovecot", ".", "", [] { return made<ThrowawayDovecot>(DovecotOptions{}); }},
    {"DovecotMaildirBelowInbox", "dovecot", ".", "INBOX.",
     [] { return made<ThrowawayDovecot>(DovecotOptions{.separator = ".", .prefix = "INBOX."}); }},
    {"DovecotMaildirFs", "dovecot", "/", "",
     [] { return made<ThrowawayDovecot>(DovecotOptions{.separator = "/", .layout = "fs"}); }},
    {"DovecotSdbox", "dovecot", "/", "",
     [] { return made<ThrowawayDovecot>(DovecotOptions{.format = MailFormat::sdbox}); }},
    {"DovecotMdbox", "dovecot", "/", "",
     [] { return made<ThrowawayDovecot>(DovecotOptions{.format = MailFormat::mdbox}); }},
    {"CyrusBesideInbox", "cyrus", ".", "", [] { return made<ThrowawayCyrus>(CyrusOptions{}); }},
    {"CyrusBelowInbox", "cyrus", "/", "INBOX/",
     [] {
       return made<ThrowawayCyrus>(
           CyrusOptions{.folders = CyrusFolders::below_inbox, .separator = CyrusSeparator::slash});
     }},
    {"Courier", "courier", ".", "INBOX.", [] { return made<ThrowawayCourier>(CourierOptions{}); }},
};

class EachServer : public testing::TestWithParam<Kind> {
 protected:
  void SetUp() override {
    if (!server_here(GetParam().server)) GTEST_SKIP() << "run tools/servers first";
    server_ = GetParam().make();
  }

  std::unique_ptr<ThrowawayServer> server_;
};

TEST_P(EachServer, TakesAMessageAndGivesItBack) {
  ImapClient client(server_->port(), "anna", server_->password());
  client.append("INBOX", short_letter, "\\Seen \\Flagged", "04-Mar-2003 10:20:30 +0100");
  const auto messages = client.read("INBOX");
  ASSERT_EQ(messages.size(), 1U);
  EXPECT_EQ(messages[0].body, short_letter);
  EXPECT_THAT(messages[0].flags, ElementsAre("\\Flagged", "\\Seen"));
  EXPECT_EQ(messages[0].instant, instant_of("04-Mar-2003 09:20:30 +0000"));
}

TEST_P(EachServer, NamesFoldersAsAsked) {
  ImapClient client(server_->port(), "anna", server_->password());
  EXPECT_EQ(client.personal_prefix(), GetParam().prefix);
  EXPECT_EQ(client.folders().at(0).separator, GetParam().separator);
  const std::string work = GetParam().prefix + "Work";
  const std::string inner = work + GetParam().separator + "2003";
  client.create(work);
  client.create(inner);
  client.subscribe(inner);
  client.append(inner, short_letter);
  const SeenAccount seen = look_at(client);
  EXPECT_TRUE(seen.folders.contains("Work/2003"));
  EXPECT_EQ(seen.messages.size(), 1U);
  EXPECT_TRUE(client.subscribed().contains(inner));
  client.read("INBOX");  // Courier renames no folder that is open
  client.rename(inner, work + GetParam().separator + "2004");
  client.remove(work + GetParam().separator + "2004");
  EXPECT_FALSE(look_at(client).folders.contains("Work/2003"));
}

TEST_P(EachServer, ChangesAndRemovesMessages) {
  ImapClient client(server_->port(), "anna", server_->password());
  const std::string archive = GetParam().prefix + "Archive";
  client.create(archive);
  client.append("INBOX", short_letter);
  client.append("INBOX", std::string(short_letter) + "second\r\n");
  client.append("INBOX", std::string(short_letter) + "third\r\n");
  client.store("INBOX", "1:*", "+FLAGS (\\Answered)");
  client.move("INBOX", std::to_string(client.read("INBOX").at(0).uid), archive);
  client.expunge("INBOX", std::to_string(client.read("INBOX").at(0).uid));
  ASSERT_EQ(client.read("INBOX").size(), 1U);
  EXPECT_THAT(client.read("INBOX")[0].body, HasSubstr("third"));
  ASSERT_EQ(client.read(archive).size(), 1U);
  EXPECT_THAT(client.read(archive)[0].flags, ElementsAre("\\Answered"));
}

TEST_P(EachServer, SurvivesAKillAndForgetsAWipedUser) {
  std::uint32_t validity = 0;
  {
    ImapClient client(server_->port(), "anna", server_->password());
    client.append("INBOX", short_letter);
    validity = client.uid_validity("INBOX");
  }
  server_->kill();
  EXPECT_THROW(ImapClient(server_->port(), "anna", server_->password()), std::runtime_error);
  server_->restart();
  {
    ImapClient client(server_->port(), "anna", server_->password());
    EXPECT_EQ(client.read("INBOX").size(), 1U);
    EXPECT_EQ(client.uid_validity("INBOX"), validity);
  }
  server_->wipe_user("anna");
  ImapClient client(server_->port(), "anna", server_->password());
  EXPECT_TRUE(client.read("INBOX").empty());
}

TEST_P(EachServer, SpeaksTlsWithItsOwnAuthority) {
  const auto check = [&](const std::string& how, std::uint16_t port) {
    const Command command{
        .words = {"/bin/sh", "-c",
                  "(sleep 0.3; printf 'a CAPABILITY\\r\\nb LOGOUT\\r\\n'; sleep 0.3) |"
                  " /usr/bin/openssl s_client -quiet -no_ign_eof -verify_return_error"
                  " -verify_hostname localhost -CAfile " +
                      server_->ca_file().string() + how +
                      " -connect 127.0.0.1:" + std::to_string(port) + " 2>&1 | grep -q '^b OK'"},
        .environment = {}};
    return run_command(command, server_->folder(), server_->folder() / "client.log");
  };
  EXPECT_EQ(check("", server_->tls_port()), 0) << server_->log();
  EXPECT_EQ(check(" -starttls imap", server_->port()), 0) << server_->log();
}

INSTANTIATE_TEST_SUITE_P(Servers, EachServer, testing::ValuesIn(kinds),
                         [](const auto& tested) { return tested.param.name; });

TEST(Dovecot, LetsAMasterUserIn) {
  if (!ThrowawayDovecot::available()) GTEST_SKIP() << "run tools/servers first";
  ThrowawayDovecot server;
  ImapClient(server.port(), "anna", server.password()).append("INBOX", short_letter);
  ImapClient client(server.port(), "anna*master", server.password());
  EXPECT_EQ(client.read("INBOX").size(), 1U);
  EXPECT_THROW(ImapClient(server.port(), "anna", "wrong"), ImapRefused);
  EXPECT_THROW(ImapClient(server.port(), "anna*master", "wrong"), ImapRefused);
}

TEST(Dovecot, KeepsItsQuota) {
  if (!ThrowawayDovecot::available()) GTEST_SKIP() << "run tools/servers first";
  ThrowawayDovecot server({.quota_bytes = 100'000});
  ImapClient client(server.port(), "anna", server.password());
  client.append("INBOX", short_letter);
  const std::string large = short_letter + std::string(150'000, 'x') + "\r\n";
  try {
    client.append("INBOX", large);
    FAIL() << "a message above the quota was taken";
  } catch (const ImapRefused& refused) {
    EXPECT_THAT(refused.what(), HasSubstr("OVERQUOTA"));
  }
  EXPECT_THAT(client.command("GETQUOTAROOT INBOX").untagged,
              testing::Contains(HasSubstr("STORAGE")));
}

TEST(Courier, KeepsItsQuota) {
  if (!ThrowawayCourier::available()) GTEST_SKIP() << "run tools/servers first";
  ThrowawayCourier server({.quota_bytes = 100'000});
  ImapClient client(server.port(), "anna", server.password());
  client.append("INBOX", short_letter);
  EXPECT_THROW(client.append("INBOX", short_letter + std::string(150'000, 'x') + "\r\n"),
               ImapRefused);
}

TEST(Dovecot, OffersSpecialFolders) {
  if (!ThrowawayDovecot::available()) GTEST_SKIP() << "run tools/servers first";
  ThrowawayDovecot server;
  ImapClient client(server.port(), "anna", server.password());
  for (const ListedFolder& folder : client.folders()) {
    if (folder.name == "INBOX") continue;
    EXPECT_TRUE(folder.attributes.contains("\\" + folder.name)) << folder.name;
  }
  EXPECT_EQ(client.folders().size(), 5U);
}

TEST(Oracle, FindsEachKindOfDifference) {
  if (!ThrowawayDovecot::available()) GTEST_SKIP() << "run tools/servers first";
  ThrowawayDovecot server({.special_use = SpecialUse::absent});
  ImapClient left(server.port(), "left", server.password());
  ImapClient right(server.port(), "right", server.password());
  const auto differ = [&] { return difference(look_at(left), look_at(right)); };
  for (ImapClient* client : {&left, &right}) {
    client->append("INBOX", short_letter, "\\Seen", "04-Mar-2003 10:20:30 +0100");
    client->append("INBOX", short_letter, "\\Seen", "04-Mar-2003 09:20:30 +0000");
  }
  EXPECT_EQ(differ(), "") << "two copies of one message at the same instant";

  left.append("INBOX", short_letter, "\\Seen", "04-Mar-2003 10:20:30 +0100");
  EXPECT_THAT(differ(), HasSubstr("INBOX: missing")) << "a third copy";
  right.append("INBOX", short_letter, "\\Seen", "04-Mar-2003 10:20:31 +0100");
  EXPECT_THAT(differ(), HasSubstr("INBOX: extra")) << "another second";
  right.expunge("INBOX", "3");
  right.append("INBOX", short_letter, "", "04-Mar-2003 10:20:30 +0100");
  EXPECT_THAT(differ(), HasSubstr("missing")) << "another flag";
  right.store("INBOX", "4", "+FLAGS (\\Seen)");
  EXPECT_EQ(differ(), "");
  left.create("Empty");
  EXPECT_THAT(differ(), HasSubstr("folder Empty is missing"));
}

}  // namespace
}  // namespace postferry::test
