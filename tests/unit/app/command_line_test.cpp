#include "app/command_line.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include "service/lists/choices.hpp"

namespace postferry::app {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr auto source = "imaps://alice@old.example";
constexpr auto target = "imaps://alice@new.example";

Result<CommandLine> parse(std::vector<std::string> arguments) {
  return parse_command_line(arguments, "/home/alice/.local/state/postferry");
}

// copy SOURCE TARGET with these options.
Result<CommandLine> copy_with(std::vector<std::string> options) {
  std::vector<std::string> arguments{"copy", source, target};
  arguments.insert(arguments.end(), options.begin(), options.end());
  return parse(std::move(arguments));
}

Error refused(const Result<CommandLine>& line) {
  EXPECT_FALSE(line);
  if (line) return {};
  EXPECT_EQ(line.error().code, ErrorCode::bad_usage);
  EXPECT_FALSE(line.error().text.empty());
  return line.error();
}

TEST(CommandLine, copy_and_its_defaults) {
  const auto line = parse({"copy", source, target});
  ASSERT_TRUE(line) << line.error().text;
  EXPECT_EQ(line->verb, Verb::copy);
  EXPECT_EQ(line->source.user, "alice");
  EXPECT_EQ(line->source.side, Side::source);
  EXPECT_EQ(line->target.endpoint.host, "new.example");
  EXPECT_EQ(line->target.side, Side::target);
  EXPECT_EQ(line->state, "/home/alice/.local/state/postferry");
  EXPECT_EQ(line->options.connections, std::nullopt);
  EXPECT_EQ(line->output, Output::normal);
  EXPECT_FALSE(line->options.rate_bytes);
}

TEST(CommandLine, every_option_of_copy) {
  const auto line = copy_with({"--state",
                               "/s",
                               "--include",
                               "A",
                               "--include=B*",
                               "--exclude",
                               "C",
                               "--exclude-special",
                               "junk,Trash",
                               "--map",
                               "A/B=C/D",
                               "--map=Sent Mail=Sent",
                               "--into",
                               "Old/Mail",
                               "--since",
                               "2024-02-29",
                               "--before",
                               "2024-03-01T00:00:00+01:00",
                               "--max-size",
                               "25M",
                               "--connections",
                               "8",
                               "--limit-rate",
                               "2M",
                               "--json",
                               "--trace",
                               "/t",
                               "--accept-dates",
                               "--accept-new-server",
                               "--source-password-file",
                               "/p1",
                               "--target-password-file",
                               "/p2"});
  ASSERT_TRUE(line) << line.error().text;
  EXPECT_EQ(line->state, "/s");
  const auto& options = line->options;
  EXPECT_THAT(options.include, ElementsAre("A", "B*"));
  EXPECT_THAT(options.exclude, ElementsAre("C"));
  EXPECT_THAT(options.exclude_special,
              ElementsAre(mail::SpecialUse::junk, mail::SpecialUse::trash));
  ASSERT_EQ(options.map.size(), 2u);
  EXPECT_EQ(options.map[0].from.text(), "A/B");
  EXPECT_EQ(options.map[0].to.text(), "C/D");
  EXPECT_EQ(options.map[1].from.text(), "Sent Mail");
  EXPECT_EQ(options.into.text(), "Old/Mail");
  EXPECT_EQ(to_rfc3339(*options.since), "2024-02-29T00:00:00Z");
  EXPECT_EQ(to_rfc3339(*options.before), "2024-02-29T23:00:00Z");
  EXPECT_EQ(options.max_size_bytes, 25u << 20);
  EXPECT_EQ(options.connections, 8u);
  EXPECT_EQ(options.rate_bytes, 2u << 20);
  EXPECT_EQ(options.accept_dates, engine::AcceptDates::yes);
  EXPECT_EQ(options.accept_server, engine::AcceptServer::yes);
  EXPECT_EQ(line->output, Output::json);
  EXPECT_EQ(line->trace, "/t");
  EXPECT_EQ(line->source_password_file, "/p1");
  EXPECT_EQ(line->target_password_file, "/p2");
}

TEST(CommandLine, options_may_stand_before_the_accounts) {
  const auto line = parse({"copy", "--include", "A", source, target, "-q"});
  ASSERT_TRUE(line) << line.error().text;
  EXPECT_THAT(line->options.include, ElementsAre("A"));
  EXPECT_EQ(line->output, Output::quiet);
}

TEST(CommandLine, the_other_commands) {
  EXPECT_EQ(parse({"plan", source, target})->verb, Verb::plan);
  EXPECT_EQ(parse({"verify", source, target})->depth, engine::Depth::headers);
  EXPECT_EQ(parse({"verify", "--deep", source, target})->depth, engine::Depth::every_byte);
  EXPECT_EQ(parse({"status", "--json"})->output, Output::json);
  EXPECT_EQ(parse({"log", source, target})->verb, Verb::log);
  EXPECT_EQ(parse({"log", source, target, "--state", "/x"})->state, "/x");
  EXPECT_EQ(parse({"log", source, target})->section.which, LogSection::Which::all);
  EXPECT_EQ(parse({"log", source, target, "--run", "last"})->section.which,
            LogSection::Which::last);
  EXPECT_EQ(parse({"log", source, target, "--run", "12"})->section.number, 12u);
  for (const auto* wrong : {"0", "x", "-1", "1x"})
    EXPECT_EQ(refused(parse({"log", source, target, std::string("--run=") + wrong})).where,
              "--run");
}

TEST(CommandLine, what_is_printed) {
  EXPECT_EQ(parse({"--version"})->printed, "postferry " POSTFERRY_VERSION "\n");
  EXPECT_THAT(parse({"--help"})->printed, AllOf(HasSubstr("Exit codes:"), HasSubstr("verify")));
  EXPECT_THAT(parse({"copy", "--help"})->printed,
              AllOf(HasSubstr("--limit-rate SIZE"), HasSubstr("Examples:"),
                    HasSubstr("fingerprint=SHA256"), HasSubstr("Where they go:")));
  EXPECT_THAT(parse({"copy", "-h"})->printed, Not(HasSubstr("--deep")));
  EXPECT_THAT(parse({"verify", "-h"})->printed, HasSubstr("--deep"));
  EXPECT_THAT(parse({"man"})->printed, HasSubstr(".SH EXIT STATUS"));
  for (const auto* shell : {"bash", "zsh", "fish"}) {
    const auto line = parse({"completion", shell});
    ASSERT_TRUE(line);
    EXPECT_THAT(line->printed, HasSubstr("exclude-special"));
    EXPECT_EQ(line->verb, Verb::print);
  }
}

TEST(CommandLine, help_is_a_word_too) {
  EXPECT_EQ(parse({"help"})->printed, parse({"--help"})->printed);
  EXPECT_EQ(parse({"help", "copy"})->printed, parse({"copy", "--help"})->printed);
  EXPECT_THAT(
      parse({"log", "--help"})->printed,
      AllOf(HasSubstr("--run N"), Not(HasSubstr("to write")), Not(HasSubstr("Exit codes"))));
  EXPECT_THAT(parse({"copy", "--help"})->printed, HasSubstr("POSTFERRY_SOURCE_PASSWORD"));
}

TEST(CommandLine, options_in_the_wrong_place_are_told_apart_from_unknown_ones) {
  EXPECT_THAT(refused(parse({"--json", "status"})).text, HasSubstr("postferry status --json"));
  EXPECT_THAT(refused(parse({"--colour", "status"})).text, HasSubstr("status has no such option"));
  EXPECT_THAT(refused(parse({"plan", source, target, "--deep"})).text,
              HasSubstr("plan has no such option"));
  EXPECT_THAT(refused(parse({})).text, HasSubstr("postferry copy imaps://"));
}

TEST(CommandLine, help_lines_fit_a_terminal) {
  for (const auto* command : {"copy", "plan", "verify", "status", "log", "completion", "man"}) {
    std::istringstream page(parse({command, "--help"})->printed);
    for (std::string text; std::getline(page, text);)
      EXPECT_TRUE(text.size() <= 80 || text.starts_with("  postferry")) << text;
  }
}

TEST(CommandLine, bad_values_name_the_option_and_what_is_allowed) {
  const struct {
    std::vector<std::string> options;
    const char* where;
    const char* text;
  } cases[] = {
      {{"--max-size", "12X"}, "--max-size", "25M"},
      {{"--max-size", "0"}, "--max-size", "from 1 up"},
      {{"--limit-rate", "12"}, "--limit-rate", "1024"},
      {{"--since", "yesterday"}, "--since", "YYYY-MM-DD"},
      {{"--since", "2023-02-29"}, "--since", "YYYY-MM-DD"},
      {{"--since", "2024-01-02", "--before", "2024-01-02"}, "--before", "later than --since"},
      {{"--connections", "0"}, "--connections", "1 to 32"},
      {{"--connections", "33"}, "--connections", "1 to 32"},
      {{"--connections", "4x"}, "--connections", "1 to 32"},
      {{"--exclude-special", "bills"}, "--exclude-special", "junk"},
      {{"--exclude-special", "junk,"}, "--exclude-special", "junk"},
      {{"--exclude-special", "inbox"}, "--exclude-special", "junk"},
      {{"--map", "A"}, "--map", "FROM=TO"},
      {{"--map", "A=B=C"}, "--map", "FROM=TO"},
      {{"--map", "=B"}, "--map", "FROM=TO"},
      {{"--map", "A=B", "--map", "A=C"}, "--map", "twice"},
      {{"--into", "/"}, "--into", "folder"},
      {{"--json", "--quiet"}, "--json, --quiet, --verbose", "one of them"},
      {{"--into="}, "--into", "one value"},
      {{"--into"}, "--into", "one value"},
      {{"--into", "a", "--into", "b"}, "--into", "once"},
      {{"--include"}, "--include", "a value behind it"},
      {{"--state", "--json"}, "--state", "one value"},
      {{"--exclude", "-q"}, "--exclude", "a value behind it"},
      {{"--json=yes"}, "--json", "no value"},
      {{"--colour=blue"}, "--colour", "no such option"},
      {{"--deep"}, "--deep", "no such option"},
  };
  for (const auto& [options, where, text] : cases) {
    const auto error = refused(copy_with(options));
    EXPECT_EQ(error.where, where) << options.front();
    EXPECT_THAT(error.text, HasSubstr(text));
  }
}

TEST(CommandLine, what_is_missing_is_named) {
  EXPECT_THAT(refused(parse({})).text, HasSubstr("copy, plan, verify"));
  EXPECT_THAT(refused(parse({"cpoy", source, target})).text, HasSubstr("copy, plan, verify"));
  EXPECT_THAT(refused(parse({"copy"})).text, HasSubstr("Two accounts"));
  EXPECT_THAT(refused(parse({"copy", source})).text, HasSubstr("Two accounts"));
  EXPECT_THAT(refused(parse({"copy", source, target, "more"})).text, HasSubstr("too many"));
  EXPECT_THAT(refused(parse({"completion"})).text, HasSubstr("fish"));
  EXPECT_THAT(refused(parse({"completion", "tcsh"})).text, HasSubstr("fish"));
  EXPECT_EQ(refused(parse({"copy", source, "alice@new.example"})).where, "TARGET");
}

TEST(CommandLine, no_secret_is_repeated) {
  const std::vector<std::vector<std::string>> cases{
      {"copy", "--password", "hunter2", source, target},
      {"copy", "--password=hunter2", source, target},
      {"copy", source, target, "--source-password", "hunter2"},
      {"copy", source, target, "-phunter2"},
      {"copy", source, target, "-p", "hunter2"},
      {"copy", source, target, "hunter2"},
      {"copy", "imaps://alice:hunter2@old.example", target},
      {"copy", source, "imaps://alice:hunter2@old.example"},
      {"hunter2"},
      {"imaps://alice:hunter2@old.example", target},
      {"copy", source, target, "--json=hunter2"},
      {"copy", source, target, "--hunter2"},
      {"status", "hunter2"},
  };
  for (const auto& arguments : cases) {
    const auto error = refused(parse(arguments));
    EXPECT_THAT(error.text, Not(HasSubstr("hunter2")));
    EXPECT_THAT(error.where, Not(HasSubstr("hunter2")));
  }
  EXPECT_THAT(refused(parse(cases[0])).text, HasSubstr("POSTFERRY_SOURCE_PASSWORD"));
  EXPECT_THAT(refused(parse(cases[3])).text, HasSubstr("--source-password-file"));
}

TEST(CommandLine, an_equals_sign_inside_a_name) {
  const auto mapping = service::parse_mapping("a\\=b=c\\=d/e");
  ASSERT_TRUE(mapping);
  EXPECT_EQ(mapping->from.text(), "a=b");
  EXPECT_EQ(mapping->to.text(), "c=d/e");
}

TEST(CommandLine, the_state_folder_follows_the_xdg_rules) {
  const std::string home = getenv("HOME") == nullptr ? "" : getenv("HOME");
  setenv("HOME", "/home/alice", 1);
  setenv("XDG_STATE_HOME", "/var/state", 1);
  EXPECT_EQ(default_state_folder(), "/var/state/postferry");
  setenv("XDG_STATE_HOME", "relative", 1);
  EXPECT_EQ(default_state_folder(), "/home/alice/.local/state/postferry");
  unsetenv("XDG_STATE_HOME");
  EXPECT_EQ(default_state_folder(), "/home/alice/.local/state/postferry");
  setenv("HOME", home.c_str(), 1);
  const auto line = parse_command_line(std::vector<std::string>{"status"}, {});
  EXPECT_EQ(refused(line).where, "--state");
}

}  // namespace
}  // namespace postferry::app
