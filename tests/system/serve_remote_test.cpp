// `postferry --server URL`: a script plans, waits, reads and acts at a running service, with a
// token from the environment.
#include <chrono>
#include <fstream>
#include <gmock/gmock.h>
#include <signal.h>

#include "base/clock.hpp"
#include "tests/support/scripted_server.hpp"
#include "tests/system/cli_terminal.hpp"
#include "tests/system/served_moves.hpp"

namespace postferry::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class ServeRemote : public ServedMoves {
 protected:
  static std::string token(const std::string& scope, Instant ends = now() + std::chrono::hours(1)) {
    const auto made = olga->post("/tokens", {{"name", "script"},
                                             {"scopes", json::Array{json::Value(scope)}},
                                             {"ends_at", to_rfc3339(ends)}});
    EXPECT_EQ(made.status, 201) << made.body;
    return made.text("token");
  }
  static std::string url() { return "http://127.0.0.1:" + std::to_string(service->port()); }
  static Ended ask(const std::string& token, std::vector<std::string> words) {
    words.insert(words.begin(), {"--server", url()});
    return run_postferry({.words = std::move(words), .environment = {{"POSTFERRY_TOKEN", token}}});
  }
  static std::string from_url(const std::string& user) { return clear_url(from->port(), user); }
  static std::string to_url(const std::string& user) { return clear_url(to->port(), user); }
  static std::string file(const std::string& name, const std::string& text) {
    const auto path = folder->path() / name;
    std::ofstream(path) << text;
    return path.string();
  }
};

TEST_F(ServeRemote, a_script_plans_waits_and_reads) {
  fill("r1", 5);
  const auto plan = token("plan");
  const auto copied = ask(plan, {"copy", "--wait", from_url("r1"), to_url("r1")});
  EXPECT_EQ(copied.exit_code, 0) << copied.told();
  EXPECT_THAT(copied.last_line(), HasSubstr("All 5 messages of"));
  EXPECT_EQ(missing_or_more("r1"), "");
  EXPECT_THAT(copied.told(), Not(HasSubstr(plan)));

  const auto read = token("read");
  const auto listed = ask(read, {"migrations", "--search", "r1", "--json"});
  ASSERT_EQ(listed.exit_code, 0) << listed.told();
  const auto migration = json::parse(listed.last_line()).value();
  EXPECT_EQ(migration.at("state"), "complete");
  const std::string id(migration.at("id").as_string());
  const auto table = ask(read, {"migrations", "--state", "complete"});
  EXPECT_THAT(table.output, HasSubstr(id));
  EXPECT_THAT(table.output, HasSubstr("5 of 5"));
  const auto shown = ask(read, {"show", id});
  EXPECT_EQ(shown.exit_code, 0) << shown.told();
  EXPECT_THAT(shown.output, HasSubstr("INBOX"));
  EXPECT_THAT(shown.output, HasSubstr("All 5 messages of"));
  const auto log = ask(read, {"log", id, "--run", "last"});
  EXPECT_THAT(log.output, HasSubstr("[run 1] All 5 messages"));
  EXPECT_EQ(ask(read, {"log", id, "--run", "7"}).exit_code, 2);
}

TEST_F(ServeRemote, migrations_are_acted_on_and_changed) {
  fill("r2", 2);
  auto later = draft("r2");
  later["first_run_at"] = "2030-01-01T00:00:00Z";
  const auto plan = token("plan");
  const auto body = file("plan.json", json::serialize(later));
  const auto planned = ask(plan, {"api", "POST", "/migrations", body, "--idempotency-key", "k"});
  ASSERT_EQ(planned.exit_code, 0) << planned.told();
  const auto answer = json::parse(planned.output).value();
  const std::string id(answer.at("id").as_string());
  EXPECT_EQ(ask(plan, {"api", "POST", "/migrations", body, "--idempotency-key", "k"}).output,
            planned.output);
  const auto paused = ask(plan, {"pause", id});
  EXPECT_EQ(paused.exit_code, 0) << paused.told();
  EXPECT_EQ(paused.output, id + "\n");
  EXPECT_EQ(state_of(id), "paused");
  const auto again = ask(plan, {"pause", id});
  EXPECT_EQ(again.exit_code, 8) << again.told();
  EXPECT_THAT(again.errors, HasSubstr("[is_paused]"));
  EXPECT_EQ(ask(plan, {"resume", id}).exit_code, 0);
  const std::string etag = olga->get("/migrations/" + id).header("etag");
  const auto change = file("change.json", R"({"further_runs":3})");
  const auto path = "/migrations/" + id;
  EXPECT_EQ(ask(plan, {"api", "PATCH", path, change, "--if-match", etag}).exit_code, 0);
  const auto stale = ask(plan, {"api", "PATCH", path, change, "--if-match", etag});
  EXPECT_EQ(stale.exit_code, 8) << stale.told();
  EXPECT_EQ(json::parse(stale.output).value().at("code"), "changed_meanwhile");
  const auto run = ask(plan, {"run", "--wait", id});
  EXPECT_EQ(run.exit_code, 0) << run.told();
  EXPECT_THAT(run.last_line(), HasSubstr("All 2 messages of"));
  const auto nothing = ask(plan, {"show", "01ARZ3NDEKTSV4RRFFQ69G5FAV"});
  EXPECT_EQ(nothing.exit_code, 2) << nothing.told();
  EXPECT_THAT(nothing.errors, HasSubstr("[not_found]"));
}

TEST_F(ServeRemote, wrong_password_ends_as_copy_does) {
  fill("r3", 1);
  const auto plan = token("plan");
  const auto refused =
      run_postferry({.words = {"--server", url(), "copy", from_url("r3"), to_url("r3"), "--json"},
                     .target_password = "wrong",
                     .environment = {{"POSTFERRY_TOKEN", plan}}});
  EXPECT_EQ(refused.exit_code, 4) << refused.told();
  EXPECT_THAT(refused.errors, HasSubstr("[wrong_password]"));
  EXPECT_EQ(json::parse(refused.last_line()).value().at("code"), "check_failed");
}

TEST_F(ServeRemote, tokens_and_services_that_are_none) {
  const auto missing = run_postferry({.words = {"--server", url(), "migrations"}});
  EXPECT_EQ(missing.exit_code, 2) << missing.told();
  EXPECT_THAT(missing.errors, HasSubstr("POSTFERRY_TOKEN"));
  const auto wrong = ask("pf_" + std::string(43, 'x'), {"migrations"});
  EXPECT_EQ(wrong.exit_code, 3) << wrong.told();
  const auto short_lived = token("read", now() + std::chrono::seconds(2));
  std::this_thread::sleep_for(std::chrono::seconds(4));
  EXPECT_EQ(ask(short_lived, {"migrations"}).exit_code, 3);
  const auto narrow = ask(token("read"), {"cancel", "01ARZ3NDEKTSV4RRFFQ69G5FAV"});
  EXPECT_EQ(narrow.exit_code, 3) << narrow.told();
  EXPECT_EQ(ask("pf token", {"migrations"}).exit_code, 2);
  const auto nobody = run_postferry({.words = {"--server", "http://127.0.0.1:1", "migrations"},
                                     .environment = {{"POSTFERRY_TOKEN", "pf_x"}}});
  EXPECT_EQ(nobody.exit_code, 5) << nobody.told();
}

TEST_F(ServeRemote, a_list_is_checked_planned_and_waited_for) {
  std::string list = "source,source_password,target,target_password\n";
  for (const auto* user : {"q1", "q2", "q3"}) {
    fill(user, 2);
    const std::string password = user == std::string("q2") ? "wrong" : "secret";
    list += from_url(user) + "," + password + "," + to_url(user) + ",secret\n";
  }
  const auto plan = token("plan");
  const auto ended = ask(plan, {"batch", "run", "--wait", file("list.csv", list)});
  EXPECT_EQ(ended.exit_code, 1) << ended.told();
  EXPECT_THAT(ended.errors, HasSubstr("list.csv:3: source: "));
  EXPECT_THAT(ended.errors, HasSubstr("[wrong_password]"));
  EXPECT_EQ(ended.last_line(), "2 accounts complete.");
  EXPECT_EQ(missing_or_more("q1"), "");
  EXPECT_EQ(missing_or_more("q3"), "");
  const auto bad = ask(plan, {"batch", "run", file("bad.csv", list + "nonsense,x,,\n")});
  EXPECT_EQ(bad.exit_code, 1) << bad.told();
  EXPECT_THAT(bad.errors, HasSubstr("bad.csv:5: "));
  EXPECT_THAT(bad.errors, HasSubstr("Nothing was planned."));
}

TEST(RemoteToken, stays_neither_in_the_environment_nor_in_the_arguments) {
  if (!postferry_is_built()) GTEST_SKIP() << "build the release binary first";
  ScriptedServer silent("X silence\n");
  PostferryOnTerminal terminal(
      {"--server", "http://127.0.0.1:" + std::to_string(silent.port()), "migrations"},
      {{"POSTFERRY_TOKEN", "pf_hunter2"}});
  const auto process = "/proc/" + std::to_string(terminal.pid());
  const auto read = [&](const std::string& name) {
    std::ifstream stream(process + name, std::ios::binary);
    return std::string((std::istreambuf_iterator<char>(stream)), {});
  };
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  const auto is_wiped = [&] {
    return read("/cmdline").find("migrations") != std::string::npos &&
           read("/environ").find("pf_hunter2") == std::string::npos;
  };
  while (!is_wiped() && std::chrono::steady_clock::now() < deadline)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_TRUE(is_wiped());
  EXPECT_THAT(read("/cmdline"), Not(HasSubstr("pf_hunter2")));
  EXPECT_EQ(::kill(terminal.pid(), 0), 0) << terminal.text();
}

}  // namespace
}  // namespace postferry::test
