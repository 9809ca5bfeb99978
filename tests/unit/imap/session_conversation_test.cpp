// Commands and answers: pipelining, literals, streamed bodies, what is said unasked.
#include "tests/unit/imap/session_fixture.hpp"

namespace postferry::imap {
namespace {

using namespace std::chrono_literals;

Command noop() { return plain_command("NOOP"); }

TEST(Conversation, ARefusalIsAValue) {
  ScriptedServer server(logged_in("X") +
                        "C: {tag} NOOP\nS: {tag} NO [OVERQUOTA] full\n"
                        "C: {tag} NOOP\nS: {tag} BAD Request is throttled. Suggested Backoff Time: "
                        "2500 milliseconds\nX close\n");
  TaskLoop loop;
  const auto session = open_to(loop, server);
  const Completion full = loop.run(session->run(noop()));
  EXPECT_EQ(full.status.kind, StatusKind::no);
  EXPECT_EQ(full.command, "NOOP");
  EXPECT_EQ(full.status.code.name, CodeName::over_quota);
  const Error error = session->refusal(full, ErrorCode::target_full, Scope::account, Retry::never);
  EXPECT_EQ(error.code, ErrorCode::target_full);
  EXPECT_EQ(error.text, "NO [OVERQUOTA] full");
  EXPECT_EQ(error.side, Side::source);
  const Error patience = session->refusal(loop.run(session->run(noop())), ErrorCode::server_refused,
                                          Scope::folder, Retry::never);
  EXPECT_EQ(patience.code, ErrorCode::throttled);
  EXPECT_EQ(patience.retry_after, 3s);
  EXPECT_EQ(server.problems(), "");
}

TEST(Conversation, ManyCommandsTravelTogetherAndCompleteInAnyOrder) {
  ScriptedServer server(logged_in("X") +
                        "C: {tag} NOOP\nC: {tag} CHECK\nS: {tag} OK second\nS: {tag-1} OK first\n"
                        "X close\n");
  TaskLoop loop;
  const auto session = open_to(loop, server);
  const Tag first = session->send(noop());
  const Tag second = session->send(plain_command("CHECK"));
  EXPECT_EQ(session->outstanding(), 2u);
  EXPECT_EQ(std::get<Completion>(loop.run(session->next())).tag, second);
  EXPECT_EQ(std::get<Completion>(loop.run(session->next())).tag, first);
  EXPECT_EQ(session->outstanding(), 0u);
  EXPECT_EQ(server.problems(), "");
}

TEST(Conversation, ASynchronizingLiteralWaitsAndThoseBehindItToo) {
  ScriptedServer server(logged_in("X") +
                        "C: {tag} CREATE {4}\nS: + go\nC= 4\nC: \nS: {tag} OK done\n"
                        "C: {tag} NOOP\nS: {tag} OK done\nX close\n");
  TaskLoop loop;
  const auto session = open_to(loop, server);
  session->send(create("a\xc3\xa4z", {}, session->literals()));
  session->send(noop());
  EXPECT_TRUE(std::get<Completion>(loop.run(session->next())).ok());
  EXPECT_TRUE(std::get<Completion>(loop.run(session->next())).ok());
  EXPECT_EQ(server.problems(), "");
}

TEST(Conversation, ARefusedLiteralIsNotSent) {
  ScriptedServer server(logged_in("X") +
                        "C: {tag} CREATE {4}\nS: {tag} NO not that\n"
                        "C: {tag} NOOP\nS: {tag} OK done\nX close\n");
  TaskLoop loop;
  const auto session = open_to(loop, server);
  session->send(create("a\xc3\xa4z", {}, session->literals()));
  session->send(noop());
  EXPECT_FALSE(std::get<Completion>(loop.run(session->next())).ok());
  EXPECT_TRUE(std::get<Completion>(loop.run(session->next())).ok());
  EXPECT_EQ(server.problems(), "");
}

constexpr std::string_view two_bodies =
    "C: {tag} UID FETCH 1:2 (UID BODY.PEEK[])\n"
    "S: * 1 FETCH (UID 7 BODY[] {70000}\nS= <<61*70000>>\nS:  FLAGS (\\Seen))\n"
    "S: * 2 FETCH (UID 9 BODY[] {0}\nS: )\n"
    "S: {tag} OK done\nX close\n";

struct Fetched {
  std::string bodies;
  std::vector<Uid> uids;
  std::vector<std::uint64_t> sizes;
  bool seen = false;
  bool ok = false;
};

Task<Fetched> fetch_streamed(Session& session) {
  session.stream_bodies(BodyLiterals::streamed);
  session.send(uid_fetch("1:2", "(UID BODY.PEEK[])"));
  Fetched fetched;
  while (true) {
    auto event = session.buffered();
    if (!event) {
      co_await session.fill();
    } else if (const auto* start = std::get_if<BodyStart>(&*event)) {
      fetched.uids.push_back(start->head.uid.value_or(0));
      fetched.sizes.push_back(start->size_bytes);
    } else if (const auto* chunk = std::get_if<BodyChunk>(&*event)) {
      fetched.bodies += chunk->bytes;
    } else if (const auto* response = std::get_if<Response>(&*event)) {
      const auto* whole = std::get_if<FetchResponse>(response);
      if (whole && whole->flags && whole->flags->has(SystemFlag::seen)) fetched.seen = true;
    } else {
      fetched.ok = std::get<Completion>(*event).ok();
      co_return fetched;
    }
  }
}

TEST(Conversation, BodiesStreamThrough) {
  for (const char* pace : {"", "X trickle\n"}) {
    ScriptedServer server(logged_in("X") + pace + std::string(two_bodies));
    TaskLoop loop;
    SessionOptions options = quick_options();
    const auto trace = std::make_shared<KeptTrace>();
    options.trace = trace;
    const auto session = open_to(loop, server, alice(), options);
    const Fetched fetched = loop.run(fetch_streamed(*session));
    EXPECT_EQ(fetched.bodies, std::string(70000, 'a'));
    EXPECT_EQ(fetched.uids, (std::vector<Uid>{7, 9}));
    EXPECT_EQ(fetched.sizes, (std::vector<std::uint64_t>{70000, 0}));
    EXPECT_TRUE(fetched.seen);
    EXPECT_TRUE(fetched.ok);
    EXPECT_NE(trace->text().find("BODY[] {70000 bytes}"), std::string::npos) << trace->text();
    EXPECT_EQ(trace->text().find("aaaa"), std::string::npos);
    EXPECT_EQ(server.problems(), "");
  }
}

TEST(Conversation, AConnectionThatBreaksInABody) {
  ScriptedServer server(logged_in("X") +
                        "C: {tag} UID FETCH *\nS: * 1 FETCH (UID 7 BODY[] {70000}\nS= aaa\n"
                        "X close\n");
  TaskLoop loop;
  const auto session = open_to(loop, server);
  const Error error = failure_of([&] { loop.run(fetch_streamed(*session)); });
  EXPECT_EQ(error.code, ErrorCode::connection_lost);
  EXPECT_EQ(error.side, Side::source);
  EXPECT_FALSE(session->usable());
  EXPECT_EQ(failure_of([&] { loop.run(session->run(noop())); }).code, ErrorCode::connection_lost);
}

TEST(Conversation, AnAnswerToNobodyIsRefused) {
  ScriptedServer server(logged_in("X") + "C: {tag} NOOP\nS: P77 OK done\nX silence\n");
  TaskLoop loop;
  const auto session = open_to(loop, server);
  EXPECT_EQ(failure_of([&] { loop.run(session->run(noop())); }).code, ErrorCode::protocol_broken);
}

TEST(Conversation, TheSelectedMailboxIsFollowed) {
  ScriptedServer server(
      logged_in("CONDSTORE") +
      "C: {tag} EXAMINE \"INBOX\" (CONDSTORE)\nS: * FLAGS (\\Seen $Label1)\nS: * 3 EXISTS\n"
      "S: * OK [UIDVALIDITY 17] ok\nS: * OK [UIDNEXT 42] ok\nS: * OK [HIGHESTMODSEQ 99] ok\n"
      "S: * OK [PERMANENTFLAGS (\\Seen \\*)] ok\nS: {tag} OK [READ-ONLY] done\n"
      "C: {tag} NOOP\nS: * 2 EXPUNGE\nS: * 7 EXISTS\nS: * OK [ALERT] disk is old\nS: {tag} OK "
      "done\n"
      "C: {tag} EXAMINE \"Entw&APw-rfe\"\nS: {tag} NO no such folder\nX close\n");
  TaskLoop loop;
  const auto session = open_to(loop, server);
  const auto examine = [&](std::string name, Condstore condstore) {
    return loop.run(session->select(Access::read_only, std::move(name), condstore));
  };
  EXPECT_TRUE(examine("INBOX", Condstore::on).ok());
  ASSERT_TRUE(session->selected());
  EXPECT_EQ(session->selected()->exists, 3u);
  EXPECT_EQ(session->selected()->uid_validity, 17u);
  EXPECT_EQ(session->selected()->uid_next, 42u);
  EXPECT_EQ(session->selected()->highest_modseq, 99u);
  EXPECT_TRUE(session->selected()->read_only);
  EXPECT_TRUE(session->selected()->permanent_flags->has(SystemFlag::any_keyword));
  int responses = 0;
  loop.run(session->run(noop(), [&](Response&) { ++responses; }));
  EXPECT_EQ(responses, 3);
  EXPECT_EQ(session->selected()->exists, 7u);
  EXPECT_EQ(session->alerts(), std::vector<std::string>{"disk is old"});
  EXPECT_FALSE(examine("Entw&APw-rfe", Condstore::off).ok());
  EXPECT_FALSE(session->selected());
  EXPECT_EQ(server.problems(), "");
}

TEST(Conversation, AFailureNamesTheFolder) {
  ScriptedServer server(logged_in("X") + "C: {tag} EXAMINE *\nX close\n");
  TaskLoop loop;
  const auto session = open_to(loop, server);
  const Error error = failure_of(
      [&] { loop.run(session->select(Access::read_only, "Entw&APw-rfe", Condstore::off)); });
  EXPECT_EQ(error.where, "mail.example, folder Entw\xc3\xbcrfe");
}

TEST(Conversation, EnablesOnlyWhatIsOffered) {
  ScriptedServer server(logged_in("ENABLE UTF8=ACCEPT CONDSTORE") +
                        "C: {tag} ENABLE CONDSTORE UTF8=ACCEPT\nS: * ENABLED UTF8=ACCEPT\n"
                        "S: {tag} OK done\nX close\n");
  TaskLoop loop;
  const auto session = open_to(loop, server);
  EXPECT_EQ(session->name_encoding(), NameEncoding::modified_utf7);
  loop.run(session->enable({"QRESYNC", "CONDSTORE", "UTF8=ACCEPT"}));
  EXPECT_TRUE(session->enabled("utf8=accept"));
  EXPECT_FALSE(session->enabled("CONDSTORE"));
  EXPECT_EQ(session->name_encoding(), NameEncoding::utf8);
  EXPECT_EQ(server.problems(), "");
}

}  // namespace
}  // namespace postferry::imap
