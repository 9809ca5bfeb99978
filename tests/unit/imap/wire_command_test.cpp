// The commands that we send, as bytes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "imap/wire/commands.hpp"
#include "text/base64.hpp"

namespace postferry::imap {
namespace {

using enum LiteralSupport;

// All segments; "|" where the client waits for "+".
std::string sent(const Command& command) {
  std::string all;
  for (const Segment& segment : command.segments) {
    all.append(segment.bytes).append(segment.pause == Pause::continuation ? "|" : "");
  }
  return all;
}

std::string shown(const Command& command) {
  std::string all;
  for (const Segment& segment : command.segments) all.append(traced(segment));
  return all;
}

TEST(Commands, LoginHidesItsPassword) {
  const Command plain = login("me\"", Secret("p\\w"), synchronizing);
  EXPECT_EQ(sent(plain), "LOGIN \"me\\\"\" \"p\\\\w\"\r\n");
  EXPECT_EQ(shown(plain), "LOGIN \"me\\\"\" ***\r\n");
  EXPECT_EQ(sent(login("me", Secret("pä"), synchronizing)), "LOGIN \"me\" {3}\r\n|pä\r\n");
  EXPECT_EQ(sent(login("me", Secret("pä"), plus)), "LOGIN \"me\" {3+}\r\npä\r\n");
  for (auto support : {synchronizing, minus, plus}) {
    EXPECT_THAT(shown(login("me", Secret("pä"), support)), testing::Not(testing::HasSubstr("pä")));
  }
}

TEST(Commands, AuthenticateGoesInOneStepOrTwo) {
  const std::string answer = text::base64_encode(std::string_view("boss\0me\0pw", 10));
  const Command two = authenticate_plain("boss", "me", Secret("pw"), InitialResponse::separate);
  EXPECT_EQ(sent(two), "AUTHENTICATE PLAIN\r\n|" + answer + "\r\n");
  EXPECT_EQ(shown(two), "AUTHENTICATE PLAIN\r\n***\r\n");
  const Command one = authenticate_plain("boss", "me", Secret("pw"), InitialResponse::inlined);
  EXPECT_EQ(sent(one), "AUTHENTICATE PLAIN " + answer + "\r\n");
  EXPECT_EQ(shown(one), "AUTHENTICATE PLAIN ***\r\n");
  EXPECT_EQ(sent(authenticate_xoauth2("me", Secret("tok"), InitialResponse::inlined)),
            "AUTHENTICATE XOAUTH2 " +
                text::base64_encode("user=me\x01"
                                    "auth=Bearer tok\x01\x01") +
                "\r\n");
}

TEST(Commands, Listing) {
  EXPECT_EQ(sent(list("", "*", plus)), "LIST \"\" \"*\"\r\n");
  EXPECT_EQ(sent(lsub("", "%", plus)), "LSUB \"\" \"%\"\r\n");
  EXPECT_EQ(sent(xlist("", "*", plus)), "XLIST \"\" \"*\"\r\n");
  const ListReturn wanted{
      .subscribed = true, .special_use = true, .status_items = {"MESSAGES", "UIDNEXT"}};
  EXPECT_EQ(sent(list_extended({}, "", "*", wanted, plus)),
            "LIST \"\" \"*\" RETURN (SUBSCRIBED SPECIAL-USE STATUS (MESSAGES UIDNEXT))\r\n");
  const std::string_view selection[] = {"SUBSCRIBED", "RECURSIVEMATCH"};
  EXPECT_EQ(sent(list_extended(selection, "", "*", {}, plus)),
            "LIST (SUBSCRIBED RECURSIVEMATCH) \"\" \"*\"\r\n");
}

TEST(Commands, Selecting) {
  EXPECT_EQ(sent(select(Access::read_only, "a b", Condstore::off, {}, plus)),
            "EXAMINE \"a b\"\r\n");
  EXPECT_EQ(sent(select(Access::read_write, "x", Condstore::on, {}, plus)),
            "SELECT \"x\" (CONDSTORE)\r\n");
  const Qresync known{.uid_validity = 7, .modseq = 99, .known_uids = UidSet(UidRange{1, 5})};
  EXPECT_EQ(sent(select(Access::read_only, "x", Condstore::on, known, plus)),
            "EXAMINE \"x\" (QRESYNC (7 99 1:5))\r\n");
  const std::string_view items[] = {"MESSAGES", "UIDNEXT"};
  EXPECT_EQ(sent(status("x", items, plus)), "STATUS \"x\" (MESSAGES UIDNEXT)\r\n");
}

TEST(Commands, OnMessages) {
  EXPECT_EQ(sent(uid_fetch("5:*", "(UID FLAGS)")), "UID FETCH 5:* (UID FLAGS)\r\n");
  EXPECT_EQ(sent(uid_fetch("1:*", "(FLAGS)", ChangedSince{.modseq = 9, .vanished = true})),
            "UID FETCH 1:* (FLAGS) (CHANGEDSINCE 9 VANISHED)\r\n");
  EXPECT_EQ(sent(uid_search("SINCE 1-Feb-1994", "ALL")),
            "UID SEARCH RETURN (ALL) SINCE 1-Feb-1994\r\n");
  EXPECT_EQ(header_criterion("Message-ID", "<a\"b>"), "HEADER Message-ID \"<a\\\"b>\"");
  EXPECT_EQ(header_criterion("Message-ID", "<ä>"), std::nullopt);
  Flags flags{SystemFlag::seen, SystemFlag::recent, SystemFlag::any_keyword};
  for (const char* name : {"$Junk", "bad flag", "x\r\nA1 LOGOUT"}) flags.add(name);
  EXPECT_EQ(sent(uid_store("3", FlagChange::add, flags)),
            "UID STORE 3 +FLAGS.SILENT (\\Seen $Junk)\r\n");
  EXPECT_EQ(sent(uid_store("3", FlagChange::replace, {}, 12)),
            "UID STORE 3 (UNCHANGEDSINCE 12) FLAGS.SILENT ()\r\n");
  EXPECT_EQ(sent(uid_copy("1", "x", plus)), "UID COPY 1 \"x\"\r\n");
  EXPECT_EQ(sent(uid_move("1", "x", plus)), "UID MOVE 1 \"x\"\r\n");
  EXPECT_EQ(sent(uid_expunge("1:2")), "UID EXPUNGE 1:2\r\n");
}

TEST(Commands, OnMailboxesNamesAreNeverBareBytes) {
  EXPECT_EQ(sent(create("Sent", "\\Sent", plus)), "CREATE \"Sent\" (USE (\\Sent))\r\n");
  EXPECT_EQ(sent(subscribe("a\r\nb", plus)), "SUBSCRIBE {4+}\r\na\r\nb\r\n");
  EXPECT_EQ(sent(get_quota_root("\xe4", minus)), "GETQUOTAROOT {1+}\r\n\xe4\r\n");
  EXPECT_EQ(sent(rename("\xe4", "\xf6", synchronizing)), "RENAME {1}\r\n|\xe4 {1}\r\n|\xf6\r\n");
}

TEST(Commands, IdAndEnable) {
  EXPECT_EQ(sent(id({}, plus)), "ID NIL\r\n");
  const std::pair<std::string_view, std::string_view> fields[] = {{"name", "Postferry"}};
  EXPECT_EQ(sent(id(fields, plus)), "ID (\"name\" \"Postferry\")\r\n");
  const std::string_view wanted[] = {"QRESYNC", "UTF8=ACCEPT"};
  EXPECT_EQ(sent(enable(wanted)), "ENABLE QRESYNC UTF8=ACCEPT\r\n");
  EXPECT_EQ(sent(plain_command("NOOP")), "NOOP\r\n");
}

TEST(Commands, AppendComesInPieces) {
  EXPECT_EQ(sent(append_start("x", plus)), "APPEND \"x\"");
  const InternalDate date = *parse_internal_date("1-Feb-1994 21:52:25 -0800");
  EXPECT_EQ(append_message({SystemFlag::seen}, date, 12, plus).bytes,
            " (\\Seen) \"01-Feb-1994 21:52:25 -0800\" {12+}\r\n");
  EXPECT_EQ(append_message({}, {}, 12, plus, LiteralType::literal8).bytes, " ~{12+}\r\n");
  EXPECT_EQ(append_message({}, {}, 12, plus, LiteralType::utf8).bytes, " UTF8 (~{12+}\r\n");
  EXPECT_EQ(append_message({}, {}, 4096, minus).pause, Pause::none);
  const Segment waits = append_message({}, {}, 4097, minus);
  EXPECT_EQ(waits.bytes, " {4097}\r\n");
  EXPECT_EQ(waits.pause, Pause::continuation);
}

}  // namespace
}  // namespace postferry::imap
