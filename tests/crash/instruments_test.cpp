// The instruments of the crash tests, tried on their own: what they claim to do to a conversation
// is what they do.
#include <chrono>
#include <gtest/gtest.h>
#include <thread>

#include "tests/support/faulty_target.hpp"
#include "tests/support/imap_client.hpp"
#include "tests/support/mailbox_oracle.hpp"
#include "tests/support/proxy.hpp"
#include "tests/support/servers/throwaway_dovecot.hpp"

namespace postferry::test {
namespace {

using std::chrono::milliseconds;

const std::string message = "Message-ID: <1@x>\r\nSubject: hello\r\n\r\nbody\r\n";

class ProxyTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (ThrowawayDovecot::available()) dovecot = new ThrowawayDovecot;
  }
  static void TearDownTestSuite() {
    delete dovecot;
    dovecot = nullptr;
  }
  void SetUp() override {
    if (dovecot == nullptr) GTEST_SKIP() << "run tools/servers first";
    dovecot->wipe_user("alice");
  }
  std::uint64_t kept() const {
    ImapClient client(dovecot->port(), "alice", dovecot->password());
    return client.read("INBOX").size();
  }
  static inline ThrowawayDovecot* dovecot = nullptr;
};

TEST_F(ProxyTest, HidesCapabilitiesWhereverTheServerSaysThem) {
  Proxy proxy(dovecot->port(), {.hidden_capabilities = {"UIDPLUS", "LITERAL+", "MULTIAPPEND"}});
  ImapClient direct(dovecot->port(), "alice", dovecot->password());
  ASSERT_NE(direct.capabilities().find("UIDPLUS"), std::string::npos);
  ImapClient through(proxy.port(), "alice", dovecot->password());
  const std::string capabilities = through.capabilities();
  EXPECT_EQ(capabilities.find("UIDPLUS"), std::string::npos);
  EXPECT_EQ(capabilities.find("LITERAL+"), std::string::npos);
  EXPECT_EQ(capabilities.find("MULTIAPPEND"), std::string::npos);
  EXPECT_NE(capabilities.find("CONDSTORE"), std::string::npos);
  const ImapAnswer login = through.attempt("NOOP");
  EXPECT_TRUE(login.ok());
}

TEST_F(ProxyTest, HidesTheUidOfAnAppend) {
  Proxy proxy(dovecot->port(), {.hide_append_uid = true});
  ImapClient direct(dovecot->port(), "alice", dovecot->password());
  EXPECT_GT(direct.append("INBOX", message), 0U);
  ImapClient through(proxy.port(), "alice", dovecot->password());
  EXPECT_EQ(through.append("INBOX", message), 0U);
  EXPECT_EQ(kept(), 2U);
}

TEST_F(ProxyTest, CountsWhatPasses) {
  Proxy proxy(dovecot->port(), {});
  ImapClient client(proxy.port(), "alice", dovecot->password());
  proxy.reset_counts();
  client.command("NOOP");
  client.command("NOOP");
  client.append("INBOX", message);
  const ProxyCounts counts = proxy.counts();
  EXPECT_EQ(counts.tagged_responses, 3U);
  EXPECT_EQ(counts.appends, 1U);
  EXPECT_GE(counts.round_trips, 3U);
  EXPECT_GT(counts.bytes_to_server, message.size());
}

TEST_F(ProxyTest, CutsAtALineOnceAndThenNoMore) {
  Proxy proxy(dovecot->port(),
              {.cut = Cut{.direction = Direction::to_server, .after_line_with = " NOOP"}});
  ImapClient first(proxy.port(), "alice", dovecot->password());
  EXPECT_ANY_THROW(first.command("NOOP"));
  ImapClient second(proxy.port(), "alice", dovecot->password());
  EXPECT_NO_THROW(second.command("NOOP"));
  EXPECT_EQ(proxy.counts().cuts, 1U);
}

TEST_F(ProxyTest, CutsInsideALiteral) {
  const std::string big = "Subject: big\r\n\r\n" + std::string(100'000, 'x');
  Proxy proxy(dovecot->port(),
              {.cut = Cut{.direction = Direction::to_server, .after_bytes = 50'000}});
  ImapClient first(proxy.port(), "alice", dovecot->password());
  EXPECT_ANY_THROW(first.append("INBOX", big));
  EXPECT_EQ(kept(), 0U);
  EXPECT_LE(proxy.counts().bytes_to_server, 50'000U);
  ImapClient second(proxy.port(), "alice", dovecot->password());
  second.append("INBOX", big);
  EXPECT_EQ(kept(), 1U);
}

TEST_F(ProxyTest, FinishesAnAppendAfterTheClientHasGone) {
  Proxy proxy(dovecot->port(),
              {.late_append = LateAppend{.append = 2, .late_by = milliseconds(300)}});
  ImapClient client(proxy.port(), "alice", dovecot->password());
  client.append("INBOX", message);
  EXPECT_ANY_THROW(client.append("INBOX", message));
  for (int waits = 0; waits < 100 && kept() < 2; ++waits) {
    std::this_thread::sleep_for(milliseconds(50));
  }
  EXPECT_EQ(kept(), 2U);
  EXPECT_EQ(proxy.counts().delivered_late, 1U);
}

TEST(FaultyTargetTest, IsAnOrdinaryServerWithoutRules) {
  FaultyTarget server;
  ImapClient client(server.port(), "alice", server.password());
  client.create("Work/2024");
  client.subscribe("Work/2024");
  EXPECT_EQ(client.append("Work/2024", message, "\\Seen $Forwarded", "17-Jul-1996 02:44:25 -0700"),
            1U);
  EXPECT_EQ(client.append("Work/2024", ""), 2U);
  const auto kept = client.read("Work/2024");
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(kept[0].body, message);
  EXPECT_EQ(kept[0].flags, (std::set<std::string>{"\\Seen", "$Forwarded"}));
  EXPECT_EQ(kept[0].internal_date, "17-Jul-1996 02:44:25 -0700");
  client.store("Work/2024", "1", "-FLAGS (\\Seen)");
  EXPECT_EQ(client.read("Work/2024")[0].flags, std::set<std::string>{"$Forwarded"});
  EXPECT_EQ(look_at(client).folders, (std::set<std::string>{"INBOX", "Work", "Work/2024"}));
  EXPECT_EQ(client.subscribed(), std::set<std::string>{"Work/2024"});
  client.move("Work/2024", "1", "INBOX");
  EXPECT_EQ(client.read("INBOX").size(), 1U);
  EXPECT_EQ(client.read("Work/2024").size(), 1U);
}

struct TroubleCase {
  std::string name;
  Trouble trouble;
  bool client_hears_nothing;
  std::size_t kept_at_once;
  std::size_t kept_later;
};

class TroubleTest : public testing::TestWithParam<TroubleCase> {};

TEST_P(TroubleTest, HappensAtItsMessageOnly) {
  const TroubleCase& expected = GetParam();
  FaultyTarget server(
      {.troubles = {{.message = 2, .trouble = expected.trouble}}, .late_by = milliseconds(300)});
  ImapClient looks(server.port(), "alice", server.password());
  {
    ImapClient client(server.port(), "alice", server.password());
    client.append("INBOX", message);
    if (expected.client_hears_nothing) {
      try {
        client.append("INBOX", message);
        ADD_FAILURE() << "an answer came";
      } catch (const ImapRefused&) {
        ADD_FAILURE() << "a refusal came";
      } catch (const std::exception&) {
      }
    } else {
      EXPECT_THROW(client.append("INBOX", message), ImapRefused);
    }
  }
  EXPECT_EQ(looks.read("INBOX").size(), expected.kept_at_once);
  for (int waits = 0; waits < 100 && looks.read("INBOX").size() < expected.kept_later; ++waits) {
    std::this_thread::sleep_for(milliseconds(50));
  }
  EXPECT_EQ(looks.read("INBOX").size(), expected.kept_later);
  ImapClient again(server.port(), "alice", server.password());
  EXPECT_NO_THROW(again.append("INBOX", message));
}

INSTANTIATE_TEST_SUITE_P(
    All, TroubleTest,
    testing::Values(TroubleCase{"BeforeLiteral", Trouble::dies_before_literal, true, 1, 1},
                    TroubleCase{"InsideLiteral", Trouble::dies_inside_literal, true, 1, 1},
                    TroubleCase{"AfterLiteral", Trouble::dies_after_literal, true, 1, 1},
                    TroubleCase{"AfterStoring", Trouble::dies_after_storing, true, 2, 2},
                    TroubleCase{"StoresLate", Trouble::stores_late, true, 1, 2},
                    TroubleCase{"NoAfterStoring", Trouble::says_no_after_storing, false, 2, 2},
                    TroubleCase{"Throttles", Trouble::throttles, false, 1, 1}),
    [](const auto& tested) { return tested.param.name; });

TEST(FaultyTargetTest, RefusesContentsInItsOwnWordsAndHangsUpAtLast) {
  FaultyTarget server(
      {.refusals = {{.what = Dislikes::nul, .words = "Message contains NUL"},
                    {.what = Dislikes::size, .size_bytes = 1000, .words = "Too big"}},
       .hangs_up_after_errors = 3});
  ImapClient client(server.port(), "alice", server.password());
  const std::string with_nul("Subject: a\r\n\r\n\0\r\n", 17);
  EXPECT_THROW(client.append("INBOX", with_nul), ImapRefused);
  EXPECT_THROW(client.append("INBOX", std::string(1001, 'x')), ImapRefused);
  client.append("INBOX", message);
  EXPECT_ANY_THROW(client.append("INBOX", with_nul));
  EXPECT_ANY_THROW(client.append("INBOX", with_nul));
  EXPECT_ANY_THROW(client.append("INBOX", with_nul));
  EXPECT_ANY_THROW(client.append("INBOX", message));
  EXPECT_EQ(server.counts().hang_ups, 1);
  EXPECT_EQ(server.counts().longest_row_of_errors, 3);
  EXPECT_EQ(server.counts().stored, 1);
}

TEST(FaultyTargetTest, ChangesWhatItStores) {
  FaultyTarget server({.flags_lost_at_append = {"\\Flagged"},
                       .dates = DateHabit::future_becomes_now,
                       .rewrites_message_ids = true});
  ImapClient client(server.port(), "alice", server.password());
  client.append("INBOX", message, "\\Flagged \\Seen", "01-Jan-2090 00:00:00 +0000");
  client.append("INBOX", message, "", "01-Jan-2001 00:00:00 +0000");
  const auto kept = client.read("INBOX");
  EXPECT_EQ(kept[0].flags, std::set<std::string>{"\\Seen"});
  EXPECT_LT(kept[0].instant, std::chrono::sys_days(std::chrono::year(2089) / 1 / 1));
  EXPECT_EQ(kept[1].internal_date, "01-Jan-2001 00:00:00 +0000");
  EXPECT_EQ(kept[0].body.find("<1@x>"), std::string::npos);
  EXPECT_NE(kept[0].body, kept[1].body);
}

TEST(FaultyTargetTest, IsFullAndHasNamesOfItsOwn) {
  FaultyTarget server({.full_after_messages = 1,
                       .reserved_names = {"Files"},
                       .no_inferiors = true,
                       .folds_case = true});
  ImapClient client(server.port(), "alice", server.password());
  client.append("INBOX", message);
  EXPECT_THROW(client.append("INBOX", message), ImapRefused);
  EXPECT_THROW(client.create("Files"), ImapRefused);
  EXPECT_THROW(client.create("A/B"), ImapRefused);
  client.create("Work");
  EXPECT_THROW(client.create("work"), ImapRefused);
}

}  // namespace
}  // namespace postferry::test
