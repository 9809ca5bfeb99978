// Responses as values, and back.
#include <gtest/gtest.h>

#include "imap/wire/response.hpp"

namespace postferry::imap {
namespace {

// Parses, and checks that printing and parsing again gives the same value.
template <class Kind>
Kind read(std::string_view line) {
  const auto response = parse_response(line);
  if (!response) {
    ADD_FAILURE() << line << ": " << response.error().text;
    return Kind{};
  }
  const std::string printed = print(*response);
  const auto again = parse_response(printed);
  EXPECT_TRUE(again && *again == *response) << line << " became " << printed;
  const Kind* kind = std::get_if<Kind>(&*response);
  EXPECT_NE(kind, nullptr) << line;
  return kind != nullptr ? *kind : Kind{};
}

ErrorCode refused(std::string_view line) {
  const auto response = parse_response(line);
  EXPECT_FALSE(response) << line.substr(0, 100);
  return response ? ErrorCode::internal : response.error().code;
}

using enum CodeName;

TEST(Response, StatusWithAndWithoutTextAndCode) {
  EXPECT_EQ(read<StatusResponse>("* OK"), (StatusResponse{}));
  EXPECT_EQ(read<StatusResponse>("* ok  hello ").text, "hello");
  EXPECT_EQ(read<StatusResponse>("* PREAUTH hi").kind, StatusKind::preauth);
  EXPECT_EQ(read<StatusResponse>("* OK see {5}").text, "see {5}");
  const Tagged tagged = read<Tagged>("A1 NO [OVERQUOTA] full");
  EXPECT_EQ(tagged.tag, "A1");
  EXPECT_EQ(tagged.status.code.name, over_quota);
  EXPECT_EQ(tagged.status.text, "full");
  EXPECT_EQ(read<Continuation>("+").text, "");
  EXPECT_EQ(read<Continuation>("+ Z29vbg==").text, "Z29vbg==");
  EXPECT_EQ(read<StatusResponse>("* OK [no end").text, "[no end");
}

ResponseCode code(std::string_view text) {
  return read<StatusResponse>("* OK [" + std::string(text) + "] text").code;
}

TEST(Response, CodesWithValues) {
  EXPECT_EQ(number(code("UIDVALIDITY 4294967295")), 4294967295u);
  EXPECT_EQ(number(code("highestmodseq 1706092971947030001")), 1706092971947030001u);
  EXPECT_EQ(code("NOMODSEQ").name, no_modseq);
  EXPECT_TRUE(
      std::get<Flags>(code("PERMANENTFLAGS (\\Seen \\*)").value).has(SystemFlag::any_keyword));
  EXPECT_TRUE(std::get<Flags>(code("PERMANENTFLAGS ()").value).empty());
  EXPECT_EQ(std::get<Words>(code("CAPABILITY IMAP4rev1  AUTH=PLAIN ").value),
            (Words{"IMAP4rev1", "AUTH=PLAIN"}));
  EXPECT_EQ(std::get<AppendUid>(code("APPENDUID 7 3:5").value),
            (AppendUid{7, UidSet(UidRange{3, 5})}));
  EXPECT_EQ(print(std::get<UidSet>(code("MODIFIED 7,9").value)), "7,9");
  EXPECT_EQ(std::get<std::string>(code("MAILBOXID (F2212ea)").value), "F2212ea");
  EXPECT_EQ(code("TOOBIG").name, too_big);
  EXPECT_EQ(number(code("TOOBIG 1000")), 1000u);
  EXPECT_EQ(std::get<Words>(code("BADCHARSET (UTF-8 \"x]\")").value), (Words{"UTF-8", "x]"}));
  EXPECT_EQ(std::get<Words>(code("BADCHARSET ()").value), Words{});
  EXPECT_EQ(code("THROTTLED").name, throttled);
}

TEST(Response, CodesThatAreOddAreKept) {
  const ResponseCode odd = code("X-Weird a \"b]\" c");
  EXPECT_EQ(odd.name, unknown);
  EXPECT_EQ(odd.atom, "X-Weird");
  EXPECT_EQ(std::get<std::string>(odd.value), "a \"b]\" c");
  EXPECT_EQ(code("UIDNEXT many").name, unknown);
  EXPECT_EQ(code("APPENDUID 7").name, unknown);
  EXPECT_EQ(code("").name, unknown);
  // Exchange loses the beginning of this line.
  EXPECT_EQ(read<StatusResponse>("[COPYUID 55 31 6]").code.name, copy_uid);
}

TEST(Response, CopyUidPairsInItsOwnOrder) {
  const auto copy = std::get<CopyUid>(code("COPYUID 7 9,3:4 20:22").value);
  EXPECT_EQ(copied(copy, 3).value(), (std::vector<CopiedUid>{{9, 20}, {3, 21}, {4, 22}}));
  EXPECT_EQ(copied(copy, 2).error().code, ErrorCode::bound_exceeded);
  EXPECT_FALSE(copied(std::get<CopyUid>(code("COPYUID 7 1:2 5").value), 9));
  EXPECT_FALSE(copied(std::get<CopyUid>(code("COPYUID 7 1:4294967295 1:4294967295").value), 9));
}

TEST(Response, Numbers) {
  EXPECT_EQ(read<Exists>("* 3 exists ").count, 3u);
  EXPECT_EQ(read<Recent>("* 0 RECENT").count, 0u);
  EXPECT_EQ(read<Expunge>("* 44 EXPUNGE").sequence, 44u);
  EXPECT_EQ(refused("* 4294967296 EXISTS"), ErrorCode::protocol_broken);
}

TEST(Response, List) {
  const auto plain =
      read<ListResponse>("* LIST (\\HasNoChildren \\Sent) \"/\" \"[Gmail]/Sent Mail\"");
  EXPECT_EQ(plain.mailbox, "[Gmail]/Sent Mail");
  EXPECT_EQ(plain.delimiter, '/');
  EXPECT_TRUE(plain.has("\\sent"));
  EXPECT_EQ(read<ListResponse>("* LIST () NIL INBOX").delimiter, std::nullopt);
  EXPECT_EQ(read<ListResponse>("* LIST (\\Noinferiors) \"\\\\\" Inbox").delimiter, '\\');
  EXPECT_EQ(read<ListResponse>("* LIST () \"\\\" \"Other\\\"").mailbox, "Other\\");
  EXPECT_EQ(read<ListResponse>("* LIST () \"\\\" Inbox").delimiter, '\\');
  EXPECT_EQ(read<ListResponse>("* LIST () \"/\" {5}\r\na\r\nb)").mailbox,
            "a\r\nb)" + std::string());
  EXPECT_EQ(read<ListResponse>("* LSUB NIL \".\" Deleted Items").mailbox, "Deleted Items");
  EXPECT_EQ(read<ListResponse>("* XLIST (\\Drafts) \"/\" Entw&APw-rfe%*[x]").mailbox,
            "Entw&APw-rfe%*[x]");
  EXPECT_EQ(read<ListResponse>("* List (\\A) \"/\" \"a\\b\\\"c\"").mailbox, "a\\b\"c");
  const auto extended = read<ListResponse>(
      "* LIST () \"/\" foo (\"CHILDINFO\" (\"SUBSCRIBED\") X-NEW ((1 2) \"a\") OLDNAME (\"bar\"))");
  EXPECT_EQ(extended.child_info, std::vector<std::string>{"SUBSCRIBED"});
  EXPECT_EQ(extended.old_name, "bar");
  refused("* LIST");
  refused("* LIST () \"/\"");
  refused("* LIST (\\A \"/\" x");
}

TEST(Response, ALiteralKeepsItsBlanks) {
  EXPECT_EQ(read<ListResponse>("* LIST () \"/\" {3}\r\na  ").mailbox, "a  ");
}

TEST(Response, Status) {
  const auto all = read<StatusData>(
      "* STATUS \"a b\" (MESSAGES 231 UIDNEXT 44292 UIDVALIDITY 1 HIGHESTMODSEQ 7 SIZE 99 "
      "APPENDLIMIT 35651584 MAILBOXID (F1) UNSEEN 1 RECENT 0 X-NEW (1 2)) ");
  EXPECT_EQ(all.mailbox, "a b");
  EXPECT_EQ(all.messages, 231u);
  EXPECT_EQ(all.uid_next, 44292u);
  EXPECT_EQ(all.size_bytes, 99u);
  EXPECT_EQ(all.append_limit_bytes, 35651584u);
  EXPECT_EQ(all.mailbox_id, "F1");
  EXPECT_EQ(read<StatusData>("* STATUS INBOX ()").messages, std::nullopt);
  EXPECT_EQ(read<StatusData>("* STATUS INBOX").mailbox, "INBOX");
  EXPECT_EQ(
      read<StatusData>("* STATUS x (APPENDLIMIT NIL MESSAGES -1 UIDNEXT 9.3e+06 UNSEEN 2)").unseen,
      2u);
  EXPECT_EQ(read<StatusData>("* STATUS Sent Items (MESSAGES 2)").mailbox, "Sent Items");
}

TEST(Response, FetchOfWhatWeAskFor) {
  const auto fetch = read<FetchResponse>(
      "* 12 FETCH (UID 9 FLAGS (\\Seen $Junk) INTERNALDATE \" 1-Feb-1994 21:52:25 -0800\" "
      "RFC822.SIZE 4286 MODSEQ (65402) BODY[HEADER.FIELDS (\"Date\" From)] {6}\r\nab)\r\n\r"
      " EMAILID (M1) THREADID NIL)");
  EXPECT_EQ(fetch.sequence, 12u);
  EXPECT_EQ(fetch.uid, 9u);
  EXPECT_TRUE(fetch.flags->has("$junk"));
  EXPECT_EQ(print(*fetch.internal_date), "01-Feb-1994 21:52:25 -0800");
  EXPECT_EQ(fetch.rfc822_size, 4286u);
  EXPECT_EQ(fetch.modseq, 65402u);
  EXPECT_EQ(fetch.email_id, "M1");
  ASSERT_NE(fetch.section("BODY[HEADER.FIELDS (DATE FROM)]"), nullptr);
  EXPECT_EQ(fetch.section("body[header.fields (date from)]")->bytes, "ab)\r\n\r");
}

TEST(Response, FetchSkipsTheRest) {
  const auto fetch = read<FetchResponse>(
      "* 2 FETCH (UID 14935 (ENVELOPE (NIL \"a)\\\"\" {3}\r\n(( )) BODYSTRUCTURE (\"TEXT\" "
      "9.3736e+06 NIL) "
      "X-GM-MSGID 1278455344230334865 X-GM-LABELS (\\Inbox \"My label\") PREVIEW \"x\" BODY (1) "
      "FLAGS NIL ) ");
  EXPECT_EQ(fetch.uid, 14935u);
  EXPECT_EQ(fetch.email_id, "1278455344230334865");
  EXPECT_EQ(fetch.gmail_labels, (std::vector<std::string>{"\\Inbox", "My label"}));
  EXPECT_TRUE(fetch.flags && fetch.flags->empty());
}

TEST(Response, FetchWithOddValues) {
  EXPECT_EQ(read<FetchResponse>("* 5 FETCH").sequence, 5u);
  EXPECT_EQ(read<FetchResponse>("* 5 FETCH ()").sequence, 5u);
  EXPECT_EQ(read<FetchResponse>("* 40 fetch (modseq (-1) flags (\\seen) uid 336)").modseq,
            std::nullopt);
  EXPECT_EQ(read<FetchResponse>("* 1 FETCH (MODSEQ (0) UID 1)").modseq, std::nullopt);
  EXPECT_EQ(
      read<FetchResponse>("* 1 FETCH (INTERNALDATE \"00-Jan-0000 00:00:00 +0000\")").internal_date,
      std::nullopt);
  EXPECT_EQ(read<FetchResponse>("* 1 FETCH (INTERNALDATE NIL UID 3)").uid, 3u);
  EXPECT_EQ(read<FetchResponse>("* 3 FETCH (UID 1 BODY[1.TEXT]<0> NIL)").sections.at(0).bytes,
            std::nullopt);
  EXPECT_EQ(read<FetchResponse>("* 3 FETCH (RFC822 \"\" UID 1)").section("BODY[]")->bytes, "");
  EXPECT_EQ(read<FetchResponse>("* 3 FETCH (BODY[]{2}\r\nhi UID 1))").section("BODY[]")->bytes,
            "hi");
  refused("* 1 FETCH (FLAGS (\\Seen)");
  refused("* 1 FETCH (UID 1) rubbish");
  refused("* 1 FETCH (UID 0)");
  refused("* 1 FETCH (BODY[] {9}\r\nshort)");
}

TEST(Response, TheHeadOfAStreamedFetch) {
  const auto head = parse_fetch_head("* 12 FETCH (UID 9 FLAGS (\\Seen) BODY[] ");
  ASSERT_TRUE(head);
  EXPECT_EQ(head->uid, 9u);
  EXPECT_EQ(head->sections.at(0), (Section{"BODY[]", std::nullopt}));
  EXPECT_TRUE(parse_fetch_head("* 12 FETCH (BODY[] {0}\r\n BINARY[] ~"));
  EXPECT_FALSE(parse_fetch_head("* 12 EXISTS"));
}

TEST(Response, SearchAndItsRelatives) {
  EXPECT_TRUE(read<SearchResponse>("* SEARCH").numbers.empty());
  const auto found = read<SearchResponse>("* SEARCH 5 2 3 84 (MODSEQ 917162500)");
  EXPECT_EQ(print(found.numbers), "2:3,5,84");
  EXPECT_EQ(found.modseq, 917162500u);
  const auto extended = read<EsearchResponse>(
      "* ESEARCH (TAG \"A2\") UID COUNT 5 ALL 4:19,21,28 MIN 4 MAX 28 MODSEQ 9 PARTIAL (1:2 3)");
  EXPECT_EQ(extended.tag, "A2");
  EXPECT_TRUE(extended.uid);
  EXPECT_EQ(extended.count, 5u);
  EXPECT_EQ(print(*extended.all), "4:19,21,28");
  EXPECT_EQ(read<EsearchResponse>("* ESEARCH (TAG \"A2\") UID").all, std::nullopt);
  EXPECT_EQ(read<VanishedResponse>("* VANISHED (EARLIER) 41,43:116").when, Vanished::earlier);
  EXPECT_EQ(print(read<VanishedResponse>("* VANISHED 405,407").uids), "405,407");
  refused("* SEARCH 1 x");
  refused("* VANISHED *");
}

TEST(Response, WhatTheServerIs) {
  EXPECT_EQ(read<CapabilityResponse>("* capability imap4rev1 starttls").capabilities.size(), 2u);
  EXPECT_EQ(read<EnabledResponse>("* ENABLED").capabilities.size(), 0u);
  EXPECT_TRUE(read<FlagsResponse>("* FLAGS (\\Answered NonJunk)").flags.has("nonjunk"));
  const auto spaces = read<NamespaceResponse>(
      "* NAMESPACE ((\"\" \"/\")(\"#mh/\" \"/\" \"X\" (\"a\"))) NIL ((\"Shared\\\\\" \"\\\\\"))");
  EXPECT_EQ(spaces.personal.size(), 2u);
  EXPECT_EQ(spaces.shared.at(0), (Namespace{"Shared\\", '\\'}));
  EXPECT_TRUE(read<IdResponse>("* ID NIL").fields.empty());
  EXPECT_EQ(read<IdResponse>("* ID (\"name\" \"Dovecot\" \"os\" NIL)").fields.size(), 1u);
  const auto quota = read<QuotaResponse>("* QUOTA \"\" (storage 10 512 MESSAGE 1 -1)");
  EXPECT_EQ(quota.resources, (std::vector<QuotaResource>{{"STORAGE", 10, 512}}));
  EXPECT_EQ(read<QuotaRootResponse>("* QUOTAROOT INBOX \"\" x").roots.size(), 2u);
}

TEST(Response, WhatIsNotKnownIsKept) {
  EXPECT_EQ(read<Unknown>("* ACL INBOX fred rwipslda").text, "ACL INBOX fred rwipslda");
  EXPECT_EQ(read<Unknown>("* QUOTA (").text, "QUOTA (");
  EXPECT_EQ(read<Unknown>("").text, "");
  EXPECT_EQ(refused("HTTP/1.1 400 Bad Request"), ErrorCode::protocol_broken);
  EXPECT_EQ(refused("SSH-2.0-OpenSSH"), ErrorCode::protocol_broken);
}

TEST(Response, MaliceIsRefused) {
  std::string many = "* CAPABILITY";
  for (int i = 0; i < 1'000'000; ++i) many.append(" A");
  EXPECT_EQ(refused(many), ErrorCode::bound_exceeded);
  const std::string deep(1'000'000, '(');
  EXPECT_EQ(refused("* 1 FETCH (ENVELOPE " + deep + ")"), ErrorCode::bound_exceeded);
  EXPECT_EQ(refused("* LIST () \"/\" x (Y " + deep + ")"), ErrorCode::bound_exceeded);
  EXPECT_EQ(refused("* 1 FETCH " + deep), ErrorCode::bound_exceeded);
  std::string flags = "* FLAGS (";
  for (int i = 0; i < 100'000; ++i) flags.append("k").append(std::to_string(i)).append(" ");
  EXPECT_EQ(refused(flags + ")"), ErrorCode::bound_exceeded);
  refused("* 1 FETCH (BODY[] {9223372036854775808}\r\nx)");
  refused("* 1 FETCH (BODY[] {18446744073709551615}\r\nx)");
}

}  // namespace
}  // namespace postferry::imap
