#include <gtest/gtest.h>
#include <set>
#include <string>
#include <vector>

#include "imap/store/append_contents.hpp"
#include "imap/store/listing.hpp"
#include "imap/store/mailbox_state.hpp"
#include "imap/store/placements.hpp"
#include "imap/store/special_use.hpp"
#include "imap/store/translate.hpp"

namespace postferry::imap {
namespace {

TEST(MailboxState, has_one_text_wherever_it_came_from) {
  StatusData status;
  status.messages = 3;
  status.uid_next = 9;
  status.uid_validity = 4;
  status.highest_modseq = 77;
  Selected selected{.mailbox = "INBOX", .exists = 3};
  selected.uid_next = 9;
  selected.uid_validity = 4;
  selected.highest_modseq = 77;
  selected.modseqs = ModSeqs::kept;
  for (const auto trust : {ModSeqTrust::honest, ModSeqTrust::none}) {
    const auto told = checkpoint(state_of(status, trust).value());
    EXPECT_EQ(told, checkpoint(state_of(selected, trust).value()));
    EXPECT_EQ(told.bytes(), trust == ModSeqTrust::honest ? "v=4;n=9;m=77;c=3" : "v=4;n=9;m=0;c=3");
    EXPECT_EQ(parse_checkpoint(told), state_of(status, trust));
  }
  selected.modseqs = ModSeqs::absent;
  EXPECT_EQ(state_of(selected, ModSeqTrust::honest)->highest_modseq, 0U);
  status.uid_next.reset();
  EXPECT_FALSE(state_of(status, ModSeqTrust::honest));
}

TEST(MailboxState, no_other_text_is_a_checkpoint) {
  for (const auto* text : {"", "v=1", "v=1;n=2;m=3", "v=1;n=2;m=3;c=", "v=1;n=2;m=3;c=4;x",
                           "n=2;v=1;m=3;c=4", "v=99999999999;n=2;m=3;c=4", "v=1;n=2;m=3;c=-4",
                           "v=1 n=2 m=3 c=4", "v=1;n=2;m=99999999999999999999;c=4"})
    EXPECT_FALSE(parse_checkpoint(mail::Checkpoint(text))) << text;
}

TEST(Translate, flags_cross_and_come_back) {
  Flags wire{SystemFlag::seen, SystemFlag::recent};
  wire.add("$Forwarded");
  wire.add("\\Important");
  const auto domain = domain_flags(wire);
  EXPECT_EQ(domain, mail::Flags::parse("\\Seen $Forwarded"));
  EXPECT_EQ(print(wire_flags(domain)), "(\\Seen $Forwarded)");
  EXPECT_TRUE(wire_flags(mail::Flags::parse("a(b a]b a\"b")).empty()) << "no atoms";
}

TEST(Translate, ids_are_decimal_uids) {
  EXPECT_EQ(item_id(4294967295).bytes(), "4294967295");
  EXPECT_EQ(uid_of(mail::ItemId("17")), 17U);
  for (const auto* text : {"", "x", "17x", "-1", "4294967296"})
    EXPECT_EQ(uid_of(mail::ItemId(text)), 0U) << text;
  const std::vector ids{mail::ItemId("7"), mail::ItemId("x"), mail::ItemId("5"), mail::ItemId("6")};
  EXPECT_EQ(print(uid_set(ids)), "5:7");
}

TEST(PermanentFlags, decide_what_is_kept) {
  Flags wished{SystemFlag::seen, SystemFlag::draft};
  wished.add("Work");
  wished.add("$Junk");
  Flags some{SystemFlag::seen};
  some.add("$junk");
  EXPECT_EQ(print(kept_flags(wished, some)), "(\\Seen $Junk)");
  some.set(SystemFlag::any_keyword);
  EXPECT_EQ(kept_flags(wished, some).keywords().size(), 2U);
  EXPECT_TRUE(kept_flags(wished, {}).empty());
}

TEST(ReceivedByHeader, is_the_newest_received_then_date_then_now) {
  EXPECT_EQ(to_rfc3339(received_by_header("Received: by b; Tue, 1 Jul 2003 10:52:37 +0200\r\n"
                                          "Received: by a; Mon, 30 Jun 2003 10:52:37 +0200\r\n"
                                          "Date: Sun, 29 Jun 2003 10:52:37 +0200\r\n")
                           .instant),
            "2003-07-01T08:52:37Z");
  EXPECT_EQ(to_rfc3339(received_by_header("Received: by b without a date\r\n"
                                          "Date: Sun, 29 Jun 2003 10:52:37 +0200\r\n")
                           .instant),
            "2003-06-29T08:52:37Z");
  const auto before = now();
  EXPECT_GE(received_by_header("Subject: none\r\n\r\n").instant, before);
  EXPECT_GE(received_by_header("Date: Thu, 1 Jan 1970 00:00:00 +0000\r\n\r\n").instant, before);
}

ListResponse line(std::string mailbox, std::vector<std::string> attributes = {}) {
  ListResponse response;
  response.mailbox = std::move(mailbox);
  response.attributes = std::move(attributes);
  response.delimiter = '/';
  return response;
}

TEST(Listing, merges_doubled_lines_and_puts_the_inbox_first) {
  Listing listing;
  listing.listed = {line("Work", {"\\HasNoChildren"}), line("Inbox"), line("INBOX", {"\\Marked"}),
                    line("Work", {"\\Archive", "\\Subscribed"})};
  const auto folders = folders_of(listing, NameEncoding::modified_utf7, ModSeqTrust::none);
  ASSERT_EQ(folders.size(), 2U);
  EXPECT_TRUE(folders[0].path.is_inbox());
  EXPECT_EQ(folders[1].special_use, mail::SpecialUse::archive);
  EXPECT_EQ(folders[1].subscribed, mail::Subscribed::yes);
}

TEST(Listing, twins_keep_their_bytes_and_get_distinct_paths) {
  Listing listing;
  listing.listed = {line("R&D"), line("R&-D"), line("Caf\xc3\xa9"), line("Caf&AOk-"),
                    line("Caf\xe9")};
  const auto folders = folders_of(listing, NameEncoding::modified_utf7, ModSeqTrust::none);
  std::set<mail::FolderPath> paths;
  for (const auto& folder : folders) paths.insert(folder.path);
  EXPECT_EQ(paths.size(), 5U);
  for (const auto& folder : folders) {
    if (folder.store_name == "R&-D") EXPECT_EQ(folder.path.text(), "R&D");
    if (folder.store_name == "Caf&AOk-") EXPECT_EQ(folder.path.text(), "Café");
  }
}

TEST(SpecialUse, is_known_by_the_attributes_of_the_rfcs_and_of_xlist) {
  EXPECT_EQ(special_use_of(line("x", {"\\HasChildren", "\\sent"})), mail::SpecialUse::sent);
  EXPECT_EQ(special_use_of(line("x", {"\\AllMail"})), mail::SpecialUse::all);
  EXPECT_EQ(special_use_of(line("x", {"\\Spam"})), mail::SpecialUse::junk);
  EXPECT_EQ(special_use_of(line("x")), mail::SpecialUse::none);
  for (const auto use : {mail::SpecialUse::sent, mail::SpecialUse::drafts, mail::SpecialUse::trash,
                         mail::SpecialUse::junk, mail::SpecialUse::archive})
    EXPECT_EQ(special_use_of(line("x", {std::string(use_attribute(use))})), use);
}

}  // namespace
}  // namespace postferry::imap
