// APPEND and MULTIAPPEND: literals of all three kinds, refusals, and connections that break.
#include "imap/session/append.hpp"
#include "tests/unit/imap/session_fixture.hpp"

namespace postferry::imap {
namespace {

struct Letter {
  std::string body;
  std::size_t piece_bytes = 1000;
};

// Appends all in one command; gives the server's answer.
Task<Completion> append_all(Session& session, std::vector<Letter> letters) {
  Append append(session, "INBOX");
  for (const Letter& letter : letters) {
    auto refusal = co_await append.begin({SystemFlag::seen}, std::nullopt, letter.body.size());
    if (refusal) co_return std::move(*refusal);
    for (std::size_t at = 0; at < letter.body.size(); at += letter.piece_bytes)
      co_await append.write(std::string_view(letter.body).substr(at, letter.piece_bytes));
  }
  append.finish();
  while (true) {
    Event event = co_await session.next();
    if (auto* completion = std::get_if<Completion>(&event)) co_return std::move(*completion);
  }
}

Task<Completion> one_noop(Session& session) {
  co_return co_await session.run(plain_command("NOOP"));
}

constexpr std::string_view noop_and_end = "C: {tag} NOOP\nS: {tag} OK done\nX close\n";

TEST(Append, DoesNotWaitWhereLiteralPlusIsOffered) {
  ScriptedServer server(logged_in("LITERAL+") +
                        "C: {tag} APPEND * (\\Seen) {100000+}\nC= 100000\nC: \n"
                        "S: {tag} OK [APPENDUID 5 6] done\n" +
                        std::string(noop_and_end));
  TaskLoop loop;
  const auto session = open_to(loop, server);
  const Completion stored = loop.run(append_all(*session, {{std::string(100'000, 'a')}}));
  EXPECT_TRUE(stored.ok());
  EXPECT_EQ(std::get<AppendUid>(stored.status.code.value).uids.smallest(), 6u);
  EXPECT_TRUE(loop.run(one_noop(*session)).ok());
  EXPECT_EQ(server.problems(), "");
}

TEST(Append, WaitsForLongLiteralsWhereLiteralMinusIsOffered) {
  ScriptedServer server(logged_in("LITERAL- MULTIAPPEND") +
                        "C: {tag} APPEND * (\\Seen) {4096+}\nC= 4096\nC:  (\\Seen) {4097}\n"
                        "S: + go\nC= 4097\nC: \nS: {tag} OK done\n" +
                        std::string(noop_and_end));
  TaskLoop loop;
  const auto session = open_to(loop, server);
  EXPECT_TRUE(
      loop.run(append_all(*session, {{std::string(4096, 'a')}, {std::string(4097, 'b')}})).ok());
  EXPECT_TRUE(loop.run(one_noop(*session)).ok());
  EXPECT_EQ(server.problems(), "");
}

TEST(Append, ARefusedLiteralIsNotSentAndTheSessionGoesOn) {
  ScriptedServer server(logged_in("X") +
                        "C: {tag} APPEND * (\\Seen) {5}\nS: {tag} NO [OVERQUOTA] full\n" +
                        std::string(noop_and_end));
  TaskLoop loop;
  const auto session = open_to(loop, server);
  const Completion refused = loop.run(append_all(*session, {{"hello"}}));
  EXPECT_EQ(refused.status.code.name, CodeName::over_quota);
  EXPECT_TRUE(loop.run(one_noop(*session)).ok());
  EXPECT_EQ(server.problems(), "");
}

TEST(Append, ManyMessagesInOneCommand) {
  ScriptedServer server(logged_in("LITERAL+ MULTIAPPEND") +
                        "C: {tag} APPEND * (\\Seen) {3+}\nC= 3\nC:  (\\Seen) {0+}\n"
                        "C:  (\\Seen) {20000+}\nC= 20000\nC: \nS: {tag} OK done\n" +
                        std::string(noop_and_end));
  TaskLoop loop;
  const auto session = open_to(loop, server);
  // The last one comes in pieces that are written without being gathered.
  EXPECT_TRUE(
      loop.run(append_all(*session, {{"abc"}, {""}, {std::string(20'000, 'c'), 20'000}})).ok());
  EXPECT_TRUE(loop.run(one_noop(*session)).ok());
  EXPECT_EQ(server.problems(), "");
}

Task<std::vector<Tag>> pipelined(Session& session, int count) {
  std::vector<Tag> tags;
  for (int i = 0; i < count; ++i) {
    Append append(session, "INBOX");
    co_await append.begin({}, std::nullopt, 2);
    co_await append.write("hi");
    tags.push_back(append.finish());
  }
  for (int i = 0; i < count; ++i) {
    const Event event = co_await session.next();
    EXPECT_EQ(std::get<Completion>(event).tag, tags[static_cast<std::size_t>(i)]);
  }
  co_return tags;
}

TEST(Append, SeveralCommandsTravelTogether) {
  std::string script = logged_in("LITERAL+");
  for (int i = 0; i < 3; ++i) script += "C: {tag} APPEND * {2+}\nC: hi\n";
  script += "S: {tag-2} OK a\nS: {tag-1} NO b\nS: {tag} OK c\nX close\n";
  ScriptedServer server(script);
  TaskLoop loop;
  const auto session = open_to(loop, server);
  EXPECT_EQ(loop.run(pipelined(*session, 3)).size(), 3u);
  EXPECT_EQ(server.problems(), "");
}

TEST(Append, EarlierAnswersAreKeptWhileALiteralWaits) {
  ScriptedServer server(logged_in("X") +
                        "C: {tag} NOOP\nC: {tag} APPEND * {2}\nS: * 4 EXISTS\nS: {tag-1} OK first\n"
                        "S: + go\nC: hi\nS: {tag} OK second\nX close\n");
  TaskLoop loop;
  const auto session = open_to(loop, server);
  const Tag noop = session->send(plain_command("NOOP"));
  const auto talk = [](Session& open) -> Task<Tag> {
    Append append(open, "INBOX");
    co_await append.begin({}, std::nullopt, 2);
    co_await append.write("hi");
    co_return append.finish();
  };
  const Tag appended = loop.run(talk(*session));
  EXPECT_TRUE(std::holds_alternative<Response>(loop.run(session->next())));
  EXPECT_EQ(std::get<Completion>(loop.run(session->next())).tag, noop);
  EXPECT_EQ(std::get<Completion>(loop.run(session->next())).tag, appended);
  EXPECT_EQ(server.problems(), "");
}

TEST(Append, AStreamThatBreaksOffIsNeverPadded) {
  ScriptedServer server(logged_in("LITERAL+") + "C: {tag} APPEND *\nX silence\n");
  TaskLoop loop;
  const auto session = open_to(loop, server);
  const auto talk = [](Session& open) -> Task<> {
    Append append(open, "INBOX");
    co_await append.begin({}, std::nullopt, 100);
    co_await append.write("only this");
    co_await open.flush();
  };
  loop.run(talk(*session));
  EXPECT_FALSE(session->usable());
  EXPECT_EQ(server.problems(), "");
  EXPECT_TRUE(server.received().ends_with("only this"));
}

TEST(Append, MoreBytesThanAnnouncedAreRefused) {
  ScriptedServer server(logged_in("LITERAL+") + "X silence\n");
  TaskLoop loop;
  const auto session = open_to(loop, server);
  const auto talk = [](Session& open) -> Task<> {
    Append append(open, "INBOX");
    co_await append.begin({}, std::nullopt, 2);
    co_await append.write("abc");
  };
  EXPECT_EQ(failure_of([&] { loop.run(talk(*session)); }).code, ErrorCode::internal);
}

TEST(Append, TheLastWordsOfABreakingServerAreNotLost) {
  // Two commands are in flight; the server answers the first, refuses the second and hangs up while
  // its literal is still being written.
  ScriptedServer server(
      logged_in("LITERAL+") +
      "C: {tag} APPEND * {2+}\nC: hi\nC: {tag} APPEND * {90000000+}\n"
      "S: {tag-1} OK [APPENDUID 5 6] stored\nS: * BYE Too many errors\nX close\n");
  TaskLoop loop;
  const auto session = open_to(loop, server);
  const auto talk = [](Session& open) -> Task<> {
    Append first(open, "INBOX");
    co_await first.begin({}, std::nullopt, 2);
    co_await first.write("hi");
    first.finish();
    Append second(open, "INBOX");
    co_await second.begin({}, std::nullopt, 90'000'000);
    const std::string piece(1'000'000, 'a');
    for (int i = 0; i < 90; ++i) co_await second.write(piece);
    second.finish();
    while (true) co_await open.next();
  };
  const Error error = failure_of([&] { loop.run(talk(*session)); });
  EXPECT_EQ(error.code, ErrorCode::connection_lost);
  EXPECT_EQ(error.text, "BYE Too many errors");
  int completions = 0;
  while (const auto event = session->buffered())
    if (const auto* completion = std::get_if<Completion>(&*event)) {
      ++completions;
      EXPECT_TRUE(completion->ok());
    }
  EXPECT_EQ(completions, 1);
}

TEST(Append, WhatWasStoredIsToldWhenTheServerReadsNoMore) {
  ScriptedServer server(logged_in("LITERAL+") +
                        "C: {tag} APPEND * {2+}\nC: hi\nC: {tag} APPEND * {90000000+}\n"
                        "S: {tag-1} OK [APPENDUID 5 6] stored\nX pause 2000\nX close\n");
  TaskLoop loop;
  SessionOptions options = quick_options();
  options.timeouts.idle = std::chrono::milliseconds(300);
  const auto session = open_to(loop, server, alice(), options);
  const auto talk = [](Session& open) -> Task<> {
    Append first(open, "INBOX");
    co_await first.begin({}, std::nullopt, 2);
    co_await first.write("hi");
    first.finish();
    Append second(open, "INBOX");
    co_await second.begin({}, std::nullopt, 90'000'000);
    const std::string piece(1'000'000, 'a');
    for (int i = 0; i < 90; ++i) co_await second.write(piece);
  };
  const Error error = failure_of([&] { loop.run(talk(*session)); });
  EXPECT_EQ(error.code, ErrorCode::timed_out);
  EXPECT_FALSE(session->usable());
  const auto event = session->buffered();
  ASSERT_TRUE(event);
  const auto& completion = std::get<Completion>(*event);
  EXPECT_TRUE(completion.ok());
  EXPECT_EQ(std::get<AppendUid>(completion.status.code.value).uids.smallest(), 6U);
}

TEST(Append, ThousandsOfSmallMessagesAreGatheredIntoFewWrites) {
  constexpr int count = 2000;
  std::string script = logged_in("LITERAL+ MULTIAPPEND") + "C: {tag} APPEND * (\\Seen) {10+}\n";
  for (int i = 1; i < count; ++i) script += "C: 0123456789 (\\Seen) {10+}\n";
  script += "C: 0123456789\nS: {tag} OK done\nX close\n";
  ScriptedServer server(script);
  TaskLoop loop;
  const auto session = open_to(loop, server);
  EXPECT_TRUE(
      loop.run(append_all(*session, std::vector<Letter>(count, Letter{"0123456789"}))).ok());
  EXPECT_EQ(server.problems(), "");
}

TEST(Append, AUtf8LiteralIsClosedBehindItsBytes) {
  ScriptedServer server(logged_in("LITERAL+ MULTIAPPEND") +
                        "C: {tag} APPEND * UTF8 (~{2+}\nC: hi) UTF8 (~{3+}\nC: you)\n"
                        "S: {tag} OK done\nX close\n");
  TaskLoop loop;
  const auto session = open_to(loop, server);
  const auto talk = [](Session& open) -> Task<> {
    Append append(open, "INBOX");
    co_await append.begin({}, std::nullopt, 2, LiteralType::utf8);
    co_await append.write("hi");
    co_await append.begin({}, std::nullopt, 3, LiteralType::utf8);
    co_await append.write("you");
    append.finish();
    co_await open.next();
  };
  loop.run(talk(*session));
  EXPECT_EQ(server.problems(), "");
}

}  // namespace
}  // namespace postferry::imap
