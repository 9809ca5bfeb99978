// Runs into a target of our own making whose faults are rows of a table: how the run ends, and what
// is there after it was run again.
#include "tests/support/faulty_target.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/crash/faulty_target_fixture.hpp"
#include "tests/support/crash/run_facts.hpp"

namespace postferry::test {
namespace {

enum class Arrives : std::uint8_t {
  everything,   // folder, bytes, flags, dates
  all_bytes,    // folder and bytes; the target spoils the rest
  all_numbers,  // as many as there were; the target spoils bytes
  all_but_refused,
};

struct Fault {
  std::string name = {};
  FaultyRules rules = {};
  int first_exit = 0;
  int last_exit = 0;  // of the last of up to four runs more
  Arrives arrives = Arrives::everything;
  std::vector<std::string> options = {};
};

void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.name; }

class FaultyTargetRun : public FaultyTargetFixture, public testing::WithParamInterface<Fault> {};

TEST_P(FaultyTargetRun, EndsAsExpected) {
  const Fault& fault = GetParam();
  FaultyTarget target(fault.rules);
  fill({"EICAR"});
  Ended ended = run(target, fault.options);
  EXPECT_EQ(ended.exit_code, fault.first_exit) << ended.told();
  int runs = 1;
  for (; runs < 5 && ended.exit_code != fault.last_exit; ++runs) ended = run(target, fault.options);
  EXPECT_EQ(ended.exit_code, fault.last_exit) << ended.told();

  const SeenAccount there = kept(target);
  const SeenAccount source = there_at_source();
  switch (fault.arrives) {
    case Arrives::everything:
      EXPECT_EQ(difference(source, there), "") << ended.told();
      break;
    case Arrives::all_bytes:
      EXPECT_EQ(bytes_of(source), bytes_of(there)) << ended.told();
      break;
    case Arrives::all_numbers:
      EXPECT_EQ(source.messages.size(), there.messages.size()) << ended.told();
      break;
    case Arrives::all_but_refused:
      EXPECT_EQ(source.messages.size(), there.messages.size() + 1) << ended.told();
      EXPECT_NE(ended.output.find("virus"), std::string::npos) << "not the server's own words";
      break;
  }
  const Ended further = run(target, fault.options);
  EXPECT_EQ(further.exit_code, fault.last_exit) << further.told();
  EXPECT_EQ(copied_by(further), 0) << further.told();
  EXPECT_EQ(kept(target).messages, there.messages);
}

std::vector<Fault> faults() {
  std::vector<Fault> table;
  const std::vector<std::string> capabilities = {"LITERAL+", "UIDPLUS", "MULTIAPPEND", "NAMESPACE"};
  const std::vector<std::pair<std::string, std::vector<std::string>>> kinds = {
      {"Multi", capabilities},
      {"Pipelined", {"LITERAL+", "UIDPLUS", "NAMESPACE"}},
      {"Poor", {"NAMESPACE"}}};
  const std::vector<std::pair<std::string, Trouble>> troubles = {
      {"DiesBeforeLiteral", Trouble::dies_before_literal},
      {"DiesInsideLiteral", Trouble::dies_inside_literal},
      {"DiesAfterLiteral", Trouble::dies_after_literal},
      {"DiesAfterStoring", Trouble::dies_after_storing},
      {"StoresLate", Trouble::stores_late},
      {"SaysNoAfterStoring", Trouble::says_no_after_storing},
      {"Throttles", Trouble::throttles}};
  for (const auto& [kind, offered] : kinds) {
    for (const auto& [trouble_name, trouble] : troubles) {
      for (const int message : {1, 3, 8}) {
        table.push_back({.name = fmt::format("{}{}At{}", kind, trouble_name, message),
                         .rules = {.capabilities = offered,
                                   .troubles = {{.message = message, .trouble = trouble}}}});
      }
    }
  }
  const std::vector<ContentRefusal> virus = {
      {.what = Dislikes::text, .text = "EICAR", .words = "The virus scanner refused the message"}};
  table.push_back({.name = "RefusesAVirus",
                   .rules = {.refusals = virus, .hangs_up_after_errors = 10},
                   .first_exit = 1,
                   .last_exit = 1,
                   .arrives = Arrives::all_but_refused});
  table.push_back(
      {.name = "RefusesAVirusWithoutMultiappend",
       .rules = {.capabilities = {"LITERAL+"}, .refusals = virus, .hangs_up_after_errors = 10},
       .first_exit = 1,
       .last_exit = 1,
       .arrives = Arrives::all_but_refused});
  table.push_back({.name = "LosesFlags",
                   .rules = {.flags_lost_at_append = {"\\Flagged"}},
                   .arrives = Arrives::all_bytes});
  table.push_back({.name = "IgnoresDatesAndThatIsAccepted",
                   .rules = {.dates = DateHabit::all_become_now},
                   .arrives = Arrives::all_bytes,
                   .options = {"--accept-dates"}});
  table.push_back({.name = "RewritesMessageIds",
                   .rules = {.rewrites_message_ids = true},
                   .arrives = Arrives::all_numbers});
  table.push_back({.name = "FoldsCase", .rules = {.folds_case = true}});
  return table;
}

INSTANTIATE_TEST_SUITE_P(Faults, FaultyTargetRun, testing::ValuesIn(faults()),
                         [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace postferry::test
