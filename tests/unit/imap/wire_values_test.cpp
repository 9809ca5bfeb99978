// UIDs, flags, dates and mailbox names.
#include <gtest/gtest.h>

#include "imap/wire/flags.hpp"
#include "imap/wire/internal_date.hpp"
#include "imap/wire/mailbox_name.hpp"
#include "imap/wire/uid_set.hpp"

namespace postferry::imap {
namespace {

using namespace std::chrono;

std::string normal(std::string_view text) { return print(parse_uid_set(text).value()); }

TEST(UidSet, SortsAndMerges) {
  EXPECT_EQ(normal(""), "");
  EXPECT_EQ(normal("7"), "7");
  EXPECT_EQ(normal("3,1,2"), "1:3");
  EXPECT_EQ(normal("5:3,10,4:6,8"), "3:6,8,10");
  EXPECT_EQ(normal("1:4294967295,5"), "1:4294967295");
}

TEST(UidSet, AStarNeedsAMeaning) {
  EXPECT_FALSE(parse_uid_set("1:*"));
  EXPECT_EQ(print(*parse_uid_set("5:*", 9)), "5:9");
  EXPECT_EQ(print(*parse_uid_set("5:*", 3)), "3:5");
}

TEST(UidSet, RefusesWhatIsNoSet) {
  for (const char* text :
       {"0", "1,", ",1", "1:", ":1", "a", "1 2", "4294967296", "-1", "1::2", "1:2:3"}) {
    EXPECT_FALSE(parse_uid_set(text)) << text;
  }
}

TEST(UidSet, AddsAndRemovesLikeASet) {
  std::vector<bool> model(64);
  UidSet set;
  std::uint32_t seed = 7;
  for (int step = 0; step < 4000; ++step) {
    seed = seed * 1664525 + 1013904223;
    const Uid first = 1 + (seed >> 8) % 60;
    const Uid last = std::min<Uid>(63, first + (seed >> 20) % 4);
    const bool adds = (seed >> 28) % 2 == 0;
    if (adds) {
      set.add(UidRange{first, last});
    } else {
      set.remove(UidSet(UidRange{first, last}));
    }
    for (Uid uid = first; uid <= last; ++uid) model[uid] = adds;
    Uid expected = 0;
    for (Uid uid = 1; uid < 64; ++uid) {
      ASSERT_EQ(set.contains(uid), model[uid]) << print(set);
      expected += model[uid] ? 1 : 0;
    }
    ASSERT_EQ(set.count(), expected);
    ASSERT_EQ(static_cast<Uid>(std::ranges::distance(set.begin(), set.end())), expected);
    ASSERT_EQ(parse_uid_set(print(set)), set);
  }
}

TEST(UidSet, SplitsByPrintedLengthAndByCount) {
  UidSet set;
  for (Uid uid = 1; uid < 20000; uid += 2) set.add(uid);
  UidSet again;
  for (const UidSet& part : split(set, 1000)) {
    EXPECT_LE(print(part).size(), 1000u);
    EXPECT_GT(print(part).size(), 980u * static_cast<unsigned>(part.largest() != set.largest()));
    again.add(part);
  }
  EXPECT_EQ(again, set);
  const auto parts = split_by_count(*parse_uid_set("1:10,20:4294967295"), 3'000'000'000);
  ASSERT_EQ(parts.size(), 2u);
  EXPECT_EQ(parts[0].count(), 3'000'000'000u);
  EXPECT_EQ(parts[1].largest(), 4294967295u);
}

TEST(Flags, SystemFlagsAreBitsAndKeywordsHaveNoCase) {
  Flags flags;
  for (const char* name : {"\\seen", "$Forwarded", "$FORWARDED", "\\Weird", "\\*"}) flags.add(name);
  EXPECT_TRUE(flags.has(SystemFlag::seen));
  EXPECT_TRUE(flags.has("$forwarded"));
  EXPECT_EQ(print(flags), "(\\Seen \\* $Forwarded \\Weird)");
  flags.remove("$forwarded");
  EXPECT_EQ(flags.keywords(), std::vector<std::string>{"\\Weird"});
  EXPECT_TRUE(is_flag("NAME:FLAG1"));
  for (const char* name : {"", "\\", "a b", "x\r\nA1 LOGOUT", "(", "\xc3\xbc", "\\*"}) {
    EXPECT_FALSE(is_flag(name)) << name;
  }
}

InternalDate date(std::string_view text) { return parse_internal_date(text).value(); }

TEST(InternalDate, PrintsWhatItRead) {
  const InternalDate old = date(" 1-Feb-1994 21:52:25 -0800");
  EXPECT_EQ(old.instant, sys_days(1994y / February / 2) + 5h + 52min + 25s);
  EXPECT_EQ(old.zone, -480min);
  for (const char* text : {"01-Feb-1994 21:52:25 -0800", "29-Feb-2000 00:00:00 +0000",
                           "31-Dec-9999 23:59:59 +0545", "01-Jan-0001 00:00:00 -2359"}) {
    EXPECT_EQ(print(date(text)), text);
  }
}

TEST(InternalDate, TakesWhatServersSend) {
  const InternalDate plain = date("05-Aug-2019 09:40:23 +0000");
  for (const char* text : {"5-aug-2019 09:40:23", "05-Aug-2019 09:40:23 GMT",
                           "05-Aug-19 9:40:23  +00:00", " 5-Aug-2019 11:40:23 +0200"}) {
    EXPECT_EQ(date(text).instant, plain.instant) << text;
  }
}

TEST(InternalDate, RefusesWhatIsNoDate) {
  for (const char* text :
       {"", "NIL", "00-Jan-0000 00:00:00 +0000", "30-Feb-2001 00:00:00 +0000",
        "01-Foo-2001 00:00:00 +0000", "01-Jan-2001 24:00:00 +0000", "01-Jan-2001 10:00:00 +9900",
        "01-Jan-2001 10:00:00 +0000x", "--1-Jan-2001", "01-Jan--001 10:00:00"}) {
    EXPECT_FALSE(parse_internal_date(text)) << text;
  }
}

TEST(InternalDate, AYearBeyondFourDigitsIsClamped) {
  EXPECT_EQ(print(InternalDate{sys_days(12000y / January / 1), 60min}),
            "31-Dec-9999 23:59:59 +0100");
  EXPECT_EQ(print(InternalDate{sys_seconds(seconds::max()), minutes::max()}),
            "31-Dec-9999 23:59:59 +2359");
  EXPECT_EQ(print_search_date(1994y / February / 1), "1-Feb-1994");
}

TEST(MailboxName, AlwaysGoesBackAsItCame) {
  using enum NameEncoding;
  for (const char* raw :
       {"Entw&APw-rfe", "&AGE-b", "A&B", "\xff\xfe", "Entw\xc3\xbcrfe", "iNbOx"}) {
    EXPECT_EQ(name_from_wire(raw, modified_utf7).raw, raw);
  }
  EXPECT_EQ(name_from_wire("Entw&APw-rfe", modified_utf7).utf8, "Entwürfe");
  EXPECT_EQ(name_from_wire("Entw&APw-rfe", utf8).utf8, "Entw&APw-rfe");
  EXPECT_EQ(name_from_wire("A&B", modified_utf7).utf8, "A&B");
  EXPECT_EQ(name_from_wire("\xe4", modified_utf7).utf8, "ä");
  EXPECT_EQ(name_from_wire("iNbOx", modified_utf7).utf8, "INBOX");
}

TEST(MailboxName, OursAreEncoded) {
  EXPECT_EQ(name_to_wire("Entwürfe", NameEncoding::modified_utf7)->raw, "Entw&APw-rfe");
  EXPECT_EQ(name_to_wire("Entwürfe", NameEncoding::utf8)->raw, "Entwürfe");
  EXPECT_FALSE(name_to_wire("a\r\nb", NameEncoding::modified_utf7));
  EXPECT_FALSE(name_to_wire("\xff", NameEncoding::utf8));
}

}  // namespace
}  // namespace postferry::imap
