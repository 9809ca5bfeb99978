// The pages of docs/ say what the program does: events, errors and exit codes are held against
// them.
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>
#include <sstream>

#include "app/batch_json.hpp"
#include "app/command_line.hpp"
#include "app/json_events.hpp"
#include "base/error_catalog.hpp"
#include "engine/event_text.hpp"

namespace postferry::app {
namespace {

using testing::HasSubstr;

std::string page(std::string_view name) {
  std::ifstream file(std::string(SOURCE_DIR) + "/docs/" + std::string(name));
  EXPECT_TRUE(file) << name;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// What stands below this heading, up to the next of its rank.
std::string chapter(const std::string& text, const std::string& heading) {
  const auto rank = heading.substr(0, heading.find(' ') + 1);
  const auto begin = text.find("\n" + heading + "\n");
  EXPECT_NE(begin, std::string::npos) << heading;
  if (begin == std::string::npos) return {};
  const auto from = begin + heading.size() + 2;
  return text.substr(from, text.find("\n" + rank, from) - from);
}

std::vector<std::string> headings(const std::string& text, const std::string& rank) {
  std::vector<std::string> found;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with(rank)) found.push_back(line.substr(rank.size()));
  return found;
}

// The names in the first column of the chapter's table.
std::set<std::string> table_fields(const std::string& text) {
  std::set<std::string> fields;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with("| `")) fields.insert(line.substr(3, line.find('`', 3) - 3));
  return fields;
}

// One object of every kind of event.
std::vector<text::json::Object> all_events() {
  engine::Verdict verdict;
  verdict.failures.emplace_back();
  engine::Plan plan;
  plan.folders.emplace_back();
  engine::Comparison comparison;
  comparison.folders.emplace_back();
  PairState pair;
  pair.status.last_run = storage::RunRecord{};
  return {to_json(engine::Event{engine::PhaseBegan{}}),
          to_json(engine::Event{engine::Connected{}}),
          to_json(engine::Event{engine::Listing{}}),
          to_json(engine::Event{engine::FolderPlanned{}}),
          to_json(engine::Event{engine::FolderProgress{}}),
          to_json(engine::Event{engine::Progress{}}),
          to_json(engine::Event{engine::MessageFailed{}}),
          to_json(engine::Event{engine::Notice{}}),
          to_json(engine::Event{engine::Interrupting{}}),
          to_json(verdict),
          to_json(plan),
          to_json(comparison),
          to_json(pair),
          to_json(ListProblem{}),
          to_json(LoginTried{}),
          list_checked_event({}, engine::Exit::complete),
          to_json(BatchResult{}),
          put_off_event({}),
          left_alone_event({}, {}),
          to_json(BatchTotals{}),
          to_json(PairOfList{}),
          to_json(ListState{}),
          error_event({})};
}

TEST(JsonEventsPage, describes_every_event_and_every_field_and_no_other) {
  const auto text = page("json-events.md");
  std::set<std::string> described;
  for (const auto& heading : headings(text, "## ")) described.insert(heading);
  for (const auto& event : all_events()) {
    const std::string name(event.at("event").as_string());
    EXPECT_EQ(described.erase(name), 1u) << name;
    const auto fields = table_fields(chapter(text, "## " + name));
    std::set<std::string> written;
    for (const auto& [key, value] : event)
      if (key != "event" && key != "time") written.insert(std::string(key));
    EXPECT_EQ(fields, written) << name;
  }
  EXPECT_TRUE(described.empty()) << *described.begin();
}

TEST(JsonEventsPage, names_the_fields_inside) {
  const auto text = page("json-events.md");
  const auto expect_fields = [&](const text::json::Value& object, std::string_view event) {
    for (const auto& [key, value] : object.as_object())
      EXPECT_THAT(chapter(text, "## " + std::string(event)),
                  HasSubstr("`" + std::string(key) + "`"));
  };
  for (const auto& event : all_events()) {
    const std::string name(event.at("event").as_string());
    if (event.contains("folders")) expect_fields(event.at("folders").as_array()[0], name);
    if (event.contains("failures")) expect_fields(event.at("failures").as_array()[0], name);
    if (event.contains("quota")) expect_fields(event.at("quota"), name);
    if (event.contains("last_run")) expect_fields(event.at("last_run"), name);
    if (name == "error") expect_fields(event.at("error"), name);
  }
}

TEST(JsonEventsPage, names_phases_and_kinds_of_notice) {
  const auto text = page("json-events.md");
  for (int phase = 0; phase <= static_cast<int>(engine::Phase::done); ++phase)
    EXPECT_THAT(chapter(text, "## phase"),
                HasSubstr(std::string(phase_name(static_cast<engine::Phase>(phase)))));
  for (int kind = 0; kind <= static_cast<int>(engine::NoticeKind::other); ++kind)
    EXPECT_THAT(chapter(text, "## notice"),
                HasSubstr(std::string(notice_name(static_cast<engine::NoticeKind>(kind)))));
}

TEST(JsonEvents, are_valid_json_whatever_servers_send) {
  engine::Notice notice;
  notice.text = "caf\xe9 \"quoted\"\r\n\x01";
  const auto line = text::json::serialize(to_json(engine::Event{notice}));
  EXPECT_EQ(line.find('\n'), std::string::npos);
  const auto read = text::json::parse(line);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->as_object().begin()->key(), "event");
  EXPECT_EQ(read->at("text").as_string(), "caf\xEF\xBF\xBD \"quoted\"\r\n\x01");
}

TEST(ErrorsPage, has_every_code_with_its_sentence_hint_and_exit) {
  const auto text = page("errors.md");
  const auto described = headings(text, "### ");
  ASSERT_EQ(described.size(), error_catalog().size());
  for (std::size_t at = 0; at < described.size(); ++at) {
    const auto& entry = error_catalog()[at];
    EXPECT_EQ(described[at], entry.name);
    const auto below = chapter(text, "### " + std::string(entry.name));
    EXPECT_THAT(below, HasSubstr("\n" + std::string(entry.sentence) + "\n"));
    EXPECT_THAT(below, HasSubstr("\n- Next: " + std::string(entry.hint) + "\n"));
    const auto source = static_cast<int>(
        engine::exit_for({.code = entry.code, .text = {}, .where = {}, .side = Side::source}));
    const auto target = static_cast<int>(
        engine::exit_for({.code = entry.code, .text = {}, .where = {}, .side = Side::target}));
    const auto exits = source == target ? std::to_string(source)
                                        : std::to_string(source) + " or " + std::to_string(target);
    EXPECT_THAT(below, HasSubstr("\n- Exit: " + exits + "\n")) << entry.name;
  }
}

TEST(ExitCodesPage, has_every_exit_and_no_other) {
  const auto text = page("exit-codes.md");
  std::string expected;
  for (const auto& entry : engine::exit_catalog())
    expected += "| " + std::to_string(static_cast<int>(entry.exit)) + " | " +
                std::string(entry.name) + " | " + std::string(entry.meaning) + " |\n";
  EXPECT_THAT(text, HasSubstr("|---:|---|---|\n" + expected + "\n"));
}

// Words such as --max-size, as they stand in help or in a page.
std::set<std::string> option_words(const std::string& text) {
  std::set<std::string> words;
  for (auto at = text.find("--"); at != std::string::npos; at = text.find("--", at)) {
    auto end = at + 2;
    while (end < text.size() && ((text[end] >= 'a' && text[end] <= 'z') || text[end] == '-')) ++end;
    const bool begins =
        at == 0 || std::string_view(" `(|[").find(text[at - 1]) != std::string::npos;
    if (begins && end > at + 2 && text[at + 2] != '-') words.insert(text.substr(at, end - at));
    at = end;
  }
  return words;
}

TEST(UserGuide, names_every_option_and_no_other) {
  std::set<std::string> real;
  for (const auto* command : {"copy", "plan", "verify", "status", "log"}) {
    const auto line = parse_command_line(std::vector<std::string>{command, "--help"}, "/s");
    ASSERT_TRUE(line);
    real.merge(option_words(line->printed));
  }
  for (const auto* command : {"check", "run", "status"}) {
    const auto line =
        parse_command_line(std::vector<std::string>{"batch", command, "--help"}, "/s");
    ASSERT_TRUE(line);
    real.merge(option_words(line->printed));
  }
  real.insert("--version");
  const auto guide = option_words(page("user-guide.md"));
  for (const auto& option : real) EXPECT_TRUE(guide.contains(option)) << option;
  for (const auto& option : guide) EXPECT_TRUE(real.contains(option)) << option;
}

}  // namespace
}  // namespace postferry::app
