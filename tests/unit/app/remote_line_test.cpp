// What is asked of a running service: the URL, the commands, and how problems end a command.
#include "app/remote_line.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/command_line.hpp"
#include "app/remote_json.hpp"
#include "app/remote_problem.hpp"
#include "app/remote_text.hpp"
#include "app/remote_wait.hpp"

namespace postferry::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using text::json::Value;

constexpr auto id = "01JAB3QK5WZ8V6T9R2M4N7PXYC";

Result<CommandLine> there(std::vector<std::string> words) {
  words.insert(words.begin(), {"--server", "https://move.example:8443/"});
  return parse_command_line(words, "/s");
}

std::string where_refused(const Result<CommandLine>& line) {
  if (line) return "not refused";
  EXPECT_EQ(line.error().code, ErrorCode::bad_usage);
  EXPECT_FALSE(line.error().text.empty());
  return line.error().where;
}

Value read_json(std::string_view text) { return text::json::parse(text).value(); }

TEST(RemoteServer, is_https_or_this_machine) {
  EXPECT_EQ(parse_remote_server("https://move.example")->url, "https://move.example");
  EXPECT_EQ(parse_remote_server("https://[2001:db8::7]:8443/")->url, "https://[2001:db8::7]:8443");
  EXPECT_EQ(parse_remote_server("http://127.0.0.1:8080")->url, "http://127.0.0.1:8080");
  EXPECT_EQ(parse_remote_server("http://localhost:8080")->url, "http://localhost:8080");
  EXPECT_EQ(parse_remote_server("http://[::1]:8080")->url, "http://[::1]:8080");
  EXPECT_EQ(parse_remote_server("http://move.example?tls=none")->url, "http://move.example");
  EXPECT_EQ(parse_remote_server("https://move.example?ca=/etc/ca.pem")->policy.ca_file,
            "/etc/ca.pem");
  EXPECT_TRUE(parse_remote_server("https://move.example?fingerprint=" + std::string(64, 'a'))
                  ->policy.fingerprint);
  for (const auto* wrong :
       {"", "move.example", "ftp://move.example", "http://move.example", "http://10.0.0.1",
        "https://pf_hunter2@move.example", "https://a:hunter2@move.example",
        "https://move.example/api/v1", "https://move.example?token=hunter2",
        "https://move.example?fingerprint=1", "https://move.example?tls=yes", "http://"}) {
    const auto refused = parse_remote_server(wrong);
    ASSERT_FALSE(refused) << wrong;
    EXPECT_EQ(refused.error().where, "--server");
    EXPECT_THAT(refused.error().text, Not(HasSubstr("hunter2")));
  }
}

TEST(RemoteLine, commands_that_ask_a_service) {
  EXPECT_EQ(there({"migrations", "--state", "failed", "--search", "x"})->remote.states, "failed");
  const auto acted = there({"pause", id, id});
  ASSERT_TRUE(acted) << acted.error().text;
  EXPECT_EQ(acted->verb, Verb::remote);
  EXPECT_EQ(acted->remote.verb, RemoteVerb::act);
  EXPECT_EQ(acted->remote.action, "pause");
  EXPECT_THAT(acted->remote.ids, ElementsAre(id, id));
  EXPECT_EQ(there({"run", "--wait", id})->remote.waiting, Waiting::to_the_end);
  EXPECT_EQ(there({"show", id, "--json"})->output, Output::json);
  EXPECT_EQ(there({"log", id, "--run", "last"})->remote.run, "last");
  const auto api = there({"api", "PATCH", "/migrations/x?a=%20", "-", "--if-match", "\"1\""});
  ASSERT_TRUE(api) << api.error().text;
  EXPECT_EQ(api->remote.path, "/api/v1/migrations/x?a=%20");
  EXPECT_EQ(api->remote.body, "-");
  EXPECT_EQ(there({"api", "GET", "/api/v1/info"})->remote.path, "/api/v1/info");
  const auto copied = there({"copy", "imaps://a@old.example", "imaps://b@new.example", "--wait",
                             "--exclude", "Old", "--source-password-file", "/p"});
  ASSERT_TRUE(copied) << copied.error().text;
  EXPECT_EQ(copied->remote.source.user, "a");
  EXPECT_EQ(copied->remote.source_password_file, "/p");
  EXPECT_THAT(copied->remote.choices.exclude, ElementsAre("Old"));
  EXPECT_EQ(there({"batch", "run", "list.csv"})->remote.list, "list.csv");
}

TEST(RemoteLine, what_is_refused) {
  const std::string source = "imaps://a@old.example";
  const std::string target = "imaps://b@new.example";
  EXPECT_EQ(where_refused(there({"verify", source, target})), "--server");
  EXPECT_EQ(where_refused(there({"status"})), "--server");
  EXPECT_EQ(where_refused(there({"serve"})), "--server");
  EXPECT_EQ(where_refused(there({"show", "x"})), "ID");
  EXPECT_EQ(where_refused(there({"show"})), "show");
  EXPECT_EQ(where_refused(there({"log", id, target})), "log");
  EXPECT_EQ(where_refused(there({"log", id, "--run", "0"})), "--run");
  EXPECT_EQ(where_refused(there({"api", "HEAD", "/info"})), "METHOD");
  EXPECT_EQ(where_refused(there({"api", "GET", "info"})), "PATH");
  EXPECT_EQ(where_refused(there({"api", "GET", "/in fo"})), "PATH");
  EXPECT_EQ(where_refused(there({"api", "GET", "/events"})), "PATH");
  EXPECT_EQ(where_refused(there({"copy", source, target, "--trace", "/t"})), "--trace");
  EXPECT_EQ(where_refused(there({"copy", source + "?ca=/x", target})), "SOURCE");
  EXPECT_EQ(where_refused(there({"copy", source, target, "--max-size", "x"})), "--max-size");
  EXPECT_EQ(where_refused(there({"batch", "run", "l.csv", "--parallel", "3"})), "--parallel");
  const auto here = [](std::vector<std::string> words) {
    return where_refused(parse_command_line(words, "/s"));
  };
  EXPECT_EQ(here({"migrations"}), "migrations");
  EXPECT_EQ(here({"migrations", "--server", "https://move.example"}), "--server");
  EXPECT_EQ(here({"copy", source, target, "--wait"}), "--wait");
  EXPECT_EQ(here({"log", source}), "log");
}

TEST(RemoteProblem, ends_a_command_by_what_it_is) {
  const auto exit = [](unsigned status) { return exit_of({.status = status, .document = {}}); };
  EXPECT_EQ(exit(401), engine::Exit::source_login);
  EXPECT_EQ(exit(403), engine::Exit::source_login);
  EXPECT_EQ(exit(404), engine::Exit::bad_usage);
  EXPECT_EQ(exit(422), engine::Exit::bad_usage);
  EXPECT_EQ(exit(409), engine::Exit::lease_held);
  EXPECT_EQ(exit(412), engine::Exit::lease_held);
  EXPECT_EQ(exit(429), engine::Exit::cannot_connect);
  EXPECT_EQ(exit(500), engine::Exit::cannot_connect);
  const RemoteProblem refused{
      .status = 422,
      .document = read_json(R"({"code":"check_failed","detail":"No.","errors":[{"side":"target",)"
                            R"("code":"wrong_password","text":"Wrong.","field":"target.password",)"
                            R"("server_said":"NO \u001b[2J"}]})")};
  EXPECT_EQ(exit_of(refused), engine::Exit::target_login);
  const auto text = report_of(refused);
  EXPECT_THAT(text, HasSubstr("postferry: No. [check_failed]\n"));
  EXPECT_THAT(text, HasSubstr("  target.password: Wrong. It said: NO "));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(report_of({.status = 401, .document = {}}), HasSubstr("POSTFERRY_TOKEN"));
  EXPECT_THAT(report_of({.status = 401, .document = read_json(R"({"detail":"Sign in first."})")}),
              HasSubstr("does not know this token"));
}

TEST(RemoteWait, states_that_are_an_end) {
  const auto exit = [](std::string_view text) { return exit_of_state(read_json(text)); };
  EXPECT_EQ(exit(R"({"state":"complete"})"), engine::Exit::complete);
  EXPECT_EQ(exit(R"({"state":"incomplete"})"), engine::Exit::incomplete);
  EXPECT_EQ(exit(R"({"state":"cancelled"})"), engine::Exit::interrupted);
  EXPECT_EQ(exit(R"({"state":"failed","reason":{"code":"target_full"}})"),
            engine::Exit::target_full);
  EXPECT_EQ(exit(R"({"state":"failed","reason":{"code":"wrong_password","detail":"target x"}})"),
            engine::Exit::target_login);
  EXPECT_EQ(exit(R"({"state":"failed"})"), engine::Exit::incomplete);
  for (const auto* state : {"waiting", "running", "waiting_for_next", "paused", "throttled"})
    EXPECT_EQ(exit("{\"state\":\"" + std::string(state) + "\"}"), std::nullopt);
}

TEST(RemoteText, trusts_no_shape) {
  for (const auto* text : {"null", "[]", "{}", "{\"id\":1}", "{\"source\":[],\"progress\":3}",
                           "{\"progress\":{\"messages_total\":-1}}"}) {
    const auto value = read_json(text);
    EXPECT_FALSE(migration_text(value).empty());
    EXPECT_FALSE(migrations_table({value}).empty());
    EXPECT_FALSE(migration_line(value).empty());
  }
  EXPECT_THAT(
      migration_line(read_json(R"({"id":"1","state":"running","progress":{"messages_done":1200,)"
                               R"("messages_total":18204}})")),
      "1: running, 1,200 of 18,204 messages");
  EXPECT_EQ(folders_table({}), "");
}

}  // namespace
}  // namespace postferry::app
