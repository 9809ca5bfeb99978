#include <cstddef>
#include <gtest/gtest.h>
#include <set>
#include <string>
#include <vector>

#include "imap/store/folder_names.hpp"

namespace postferry::imap {
namespace {

const FolderNames flat_prefix{.prefix = "", .delimiter = '/'};
const FolderNames below_inbox{.prefix = "INBOX.", .delimiter = '.'};

std::string text_of(std::string_view mailbox, const FolderNames& names) {
  return path_of(mailbox, names.delimiter, names).text();
}

std::string wire_of(std::string_view path, const FolderNames& names) {
  const auto mailbox = mailbox_of(mail::FolderPath::parse(path).value(), names);
  return mailbox ? *mailbox : "refused";
}

TEST(FolderNames, levels_are_parted_at_the_delimiter_and_decoded_each) {
  EXPECT_EQ(text_of("Work/2012", flat_prefix), "Work/2012");
  EXPECT_EQ(text_of("Entw&APw-rfe/A &- B", flat_prefix), "Entwürfe/A & B");
  EXPECT_EQ(path_of("a.b", std::nullopt, flat_prefix).text(), "a.b");
  EXPECT_EQ(path_of("a\\b", '\\', flat_prefix).text(), "a/b");
}

TEST(FolderNames, a_slash_within_a_level_stays_within_it) {
  EXPECT_EQ(path_of("INBOX.a/b", '.', below_inbox).segments().size(), 1U);
  EXPECT_EQ(wire_of("a//b", below_inbox), "INBOX.a/b");
  EXPECT_EQ(wire_of("a//b", flat_prefix), "refused");
}

TEST(FolderNames, the_inbox_has_no_case_at_the_root_only) {
  EXPECT_EQ(text_of("inbox", flat_prefix), "INBOX");
  EXPECT_EQ(text_of("Inbox/Sub", flat_prefix), "INBOX/Sub");
  EXPECT_EQ(text_of("Work/Inbox", flat_prefix), "Work/Inbox");
  EXPECT_EQ(text_of("INBOX.Work.Inbox", below_inbox), "Work/Inbox");
}

TEST(FolderNames, a_prefix_is_no_part_of_the_path) {
  EXPECT_EQ(text_of("INBOX", below_inbox), "INBOX");
  EXPECT_EQ(text_of("INBOX.Sent", below_inbox), "Sent");
  EXPECT_EQ(text_of("Inbox.Sent.2012", below_inbox), "Sent/2012");
  EXPECT_EQ(wire_of("Sent/2012", below_inbox), "INBOX.Sent.2012");
  EXPECT_EQ(wire_of("INBOX", below_inbox), "INBOX");
  const FolderNames mail_folder{.prefix = "Mail/", .delimiter = '/'};
  EXPECT_EQ(text_of("Mail/Sent", mail_folder), "Sent");
  EXPECT_EQ(wire_of("Sent", mail_folder), "Mail/Sent");
}

TEST(FolderNames, a_folder_called_like_the_inbox_below_it_is_another) {
  EXPECT_EQ(text_of("INBOX.Inbox", below_inbox), "INBOX/Inbox");
  EXPECT_EQ(text_of("INBOX.INBOX", below_inbox), "INBOX/INBOX");
  EXPECT_EQ(text_of("INBOX.INBOX.Sub", below_inbox), "INBOX/Sub");
  EXPECT_EQ(text_of("INBOX.Inbox.Sub", below_inbox), "INBOX/Inbox/Sub");
  EXPECT_EQ(wire_of("INBOX/INBOX/Sub", below_inbox), "refused");
}

TEST(FolderNames, every_mailbox_comes_back_as_it_was_and_no_two_share_a_path) {
  const std::vector<std::string> levels{"INBOX", "Inbox", "inbox", "Sub"};
  std::set<std::string> paths;
  std::size_t mailboxes = 0;
  const auto check = [&](const std::string& mailbox) {
    ++mailboxes;
    const auto path = path_of(mailbox, '.', below_inbox);
    EXPECT_TRUE(paths.insert(path.text()).second) << mailbox << " as " << path.text();
    EXPECT_EQ(mailbox_of(path, below_inbox).value_or("refused"), mailbox);
  };
  check("INBOX");
  for (const auto& one : levels) {
    check("INBOX." + one);
    for (const auto& two : levels) {
      check("INBOX." + one + "." + two);
      for (const auto& three : levels) check("INBOX." + one + "." + two + "." + three);
    }
  }
  EXPECT_EQ(mailboxes, 85U);
}

TEST(FolderNames, odd_names_have_readable_paths) {
  EXPECT_EQ(text_of("R&D", flat_prefix), "R&D");
  EXPECT_EQ(text_of("Caf\xc3\xa9", flat_prefix), "Café");
  EXPECT_EQ(text_of("Caf\xe9", flat_prefix), "Café");
  EXPECT_EQ(text_of("a//b/", flat_prefix), "a/_/b");
  EXPECT_EQ(text_of("/a", flat_prefix), "_/a");
  const auto path = path_of(std::string(3000, 'x'), '/', flat_prefix);
  EXPECT_LE(path.name().size(), 1024U);
  EXPECT_NE(path, path_of(std::string(3001, 'x'), '/', flat_prefix));
}

TEST(FolderNames, twins_are_told_apart_by_their_raw_names) {
  const auto path = path_of("R&D", '/', flat_prefix);
  EXPECT_EQ(twin_path(path, "R&D"), twin_path(path, "R&D"));
  EXPECT_NE(twin_path(path, "R&D"), twin_path(path, "R&-D"));
  EXPECT_NE(twin_path(path, "R&D"), path);
}

TEST(FolderNames, only_the_personal_namespace_is_ours) {
  const NamespaceResponse cyrus{
      .personal = {{"INBOX.", '.'}}, .others = {{"user.", '.'}}, .shared = {{"", '.'}}};
  EXPECT_TRUE(is_personal("INBOX", cyrus));
  EXPECT_TRUE(is_personal("INBOX.Sent", cyrus));
  EXPECT_FALSE(is_personal("user.bob.Sent", cyrus));
  EXPECT_FALSE(is_personal("announcements", cyrus));
  const NamespaceResponse dovecot{
      .personal = {{"", '/'}}, .others = {}, .shared = {{"Shared/", '/'}}};
  EXPECT_TRUE(is_personal("Sharedware", dovecot));
  EXPECT_FALSE(is_personal("Shared/all", dovecot));
  EXPECT_FALSE(is_personal("Shared", dovecot)) << "the bare prefix";
  const NamespaceResponse prefixed{.personal = {{"Mail/", '/'}}, .others = {}, .shared = {}};
  EXPECT_FALSE(is_personal("Mail", prefixed)) << "the root of our own";
}

TEST(FolderNames, names_that_cannot_go_out_are_refused) {
  EXPECT_EQ(wire_of("a.b", below_inbox), "refused");
  EXPECT_EQ(wire_of("a\rb", flat_prefix), "refused");
  EXPECT_EQ(wire_of("a/b", {.prefix = "", .delimiter = std::nullopt}), "refused");
  EXPECT_FALSE(mailbox_of(mail::FolderPath(), flat_prefix));
}

}  // namespace
}  // namespace postferry::imap
