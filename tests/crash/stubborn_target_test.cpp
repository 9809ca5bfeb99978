// Targets that refuse, stall, fill up or talk nonsense for good: how a run ends, what it says, and
// that the next one goes on from there.
#include <fmt/format.h>

#include "tests/crash/faulty_target_fixture.hpp"
#include "tests/support/crash/run_facts.hpp"

namespace postferry::test {
namespace {

class StubbornTarget : public FaultyTargetFixture {};

TEST_F(StubbornTarget, IgnoresDatesAndIsAskedAbout) {
  fill();
  FaultyTarget target({.dates = DateHabit::all_become_now});
  const Ended asked = run(target);
  EXPECT_EQ(asked.exit_code, 10) << asked.told();
  EXPECT_NE(asked.told().find("--accept-dates"), std::string::npos) << asked.told();
  EXPECT_LT(target.counts().stored, letters) << "stopped only when all were there";
  const Ended accepted = run(target, {"--accept-dates"});
  EXPECT_EQ(accepted.exit_code, 0) << accepted.told();
  EXPECT_EQ(bytes_of(there_at_source()), bytes_of(kept(target)));
}

TEST_F(StubbornTarget, ClampsADateOfTheFuture) {
  fill();
  ImapClient client(dovecot->port(), "alice", dovecot->password());
  client.append("Work", letter(90), "", "01-Jan-2037 10:00:00 +0000");
  FaultyTarget target({.dates = DateHabit::future_becomes_now});
  const Ended ended = run(target);
  EXPECT_EQ(ended.exit_code, 0) << ended.told();
  EXPECT_EQ(bytes_of(there_at_source()), bytes_of(kept(target)));
  const Ended further = run(target);
  EXPECT_EQ(further.exit_code, 0) << further.told();
  EXPECT_EQ(copied_by(further), 0) << further.told();
}

TEST_F(StubbornTarget, RefusesSeveralContentsEachAlone) {
  fill({"EICAR", "fine", "EICAR again", std::string(60'000, 'x')});
  FaultyTarget target(
      {.refusals = {{.what = Dislikes::text, .text = "EICAR", .words = "A virus was found"},
                    {.what = Dislikes::size, .size_bytes = 50'000, .words = "Larger than allowed"}},
       .hangs_up_after_errors = 10});
  const Ended ended = run(target);
  EXPECT_EQ(ended.exit_code, 1) << ended.told();
  EXPECT_NE(ended.output.find("A virus was found"), std::string::npos) << ended.told();
  EXPECT_NE(ended.output.find("Larger than allowed"), std::string::npos) << ended.told();
  EXPECT_EQ(target.counts().stored, letters + 1);
  EXPECT_EQ(target.counts().hang_ups, 0);

  target.set_rules({});
  const Ended later = run(target);
  EXPECT_EQ(later.exit_code, 0) << later.told();
  EXPECT_EQ(copied_by(later), 3) << later.told();
  EXPECT_EQ(difference(there_at_source(), kept(target)), "");
}

TEST_F(StubbornTarget, RefusesMoreInARowThanItHearsOut) {
  std::vector<std::string> viruses;
  for (int number = 0; number < 30; ++number) viruses.push_back(fmt::format("EICAR {}", number));
  fill(viruses);
  for (const bool multi : {true, false}) {
    std::vector<std::string> capabilities = {"LITERAL+", "UIDPLUS"};
    if (multi) capabilities.push_back("MULTIAPPEND");
    FaultyTarget target({.capabilities = capabilities,
                         .refusals = {{.what = Dislikes::text, .text = "EICAR", .words = "Virus"}},
                         .hangs_up_after_errors = 10});
    const Ended ended = run(target);
    EXPECT_EQ(ended.exit_code, 1) << ended.told();
    EXPECT_EQ(target.counts().stored, letters);
    EXPECT_LT(target.counts().longest_row_of_errors, 10);
    EXPECT_EQ(target.counts().hang_ups, 0);
  }
}

TEST_F(StubbornTarget, IsFullUntilItIsMadeLarger) {
  fill();
  for (const bool multi : {true, false}) {
    std::vector<std::string> capabilities = {"LITERAL+", "UIDPLUS"};
    if (multi) capabilities.push_back("MULTIAPPEND");
    FaultyTarget target({.capabilities = capabilities, .full_after_messages = 5});
    const Ended full = run(target);
    EXPECT_EQ(full.exit_code, 7) << full.told();
    // All that was on its way is refused; nothing is tried again in smaller parts.
    EXPECT_LE(target.counts().longest_row_of_errors, multi ? 2 : letters);
    target.set_rules({.capabilities = capabilities});
    const Ended larger = run(target);
    EXPECT_EQ(larger.exit_code, 0) << larger.told();
    EXPECT_EQ(difference(there_at_source(), kept(target)), "");
  }
}

TEST_F(StubbornTarget, StallsAndIsLeft) {
  fill();
  FaultyTarget target({.troubles = {{.message = 3, .trouble = Trouble::stalls}}});
  Call call = copy_to(target);
  call.environment = {{"LD_PRELOAD", FAST_CLOCK_LIBRARY}, {"FAST_CLOCK", "100"}};
  const Ended ended = run_postferry(call);
  EXPECT_FALSE(ended.out_of_patience) << ended.told();
  EXPECT_TRUE(ended.exit_code == 0 || ended.exit_code == 5) << ended.told();
  const Ended further = run(target);
  EXPECT_EQ(further.exit_code, 0) << further.told();
  EXPECT_EQ(difference(there_at_source(), kept(target)), "");
}

TEST_F(StubbornTarget, TalksNonsenseAndIsRefusedByABound) {
  fill();
  for (const Garbage garbage : {Garbage::endless_line, Garbage::endless_literal}) {
    for (const char* command : {"LIST", "CAPABILITY"}) {
      FaultyTarget target({.garbage = garbage, .garbage_at = command});
      const Ended ended = run(target);
      EXPECT_EQ(ended.exit_code, 5) << command << " " << ended.told();
      EXPECT_NE(ended.told().find("bound_exceeded"), std::string::npos) << ended.told();
    }
  }
}

TEST_F(StubbornTarget, HasNamesItDoesNotTake) {
  fill();
  {
    ImapClient client(dovecot->port(), "alice", dovecot->password());
    for (const char* name : {"Files", "Files.Deep", "Twin", "twin", "A.B.C"}) client.create(name);
    client.append("Files", letter(60), "", received_of(1));
    client.append("Files.Deep", letter(61), "", received_of(1));
    client.append("Twin", letter(62), "", received_of(1));
    client.append("twin", letter(63), "", received_of(1));
    client.append("A.B.C", letter(64), "", received_of(1));
  }
  FaultyTarget target({.reserved_names = {"Files"}, .no_inferiors = true, .folds_case = true});
  const Ended ended = run(target);
  EXPECT_EQ(ended.exit_code, 0) << ended.told();
  const SeenAccount there = kept(target);
  EXPECT_EQ(there.messages.size(), there_at_source().messages.size()) << ended.told();
  std::multiset<std::string> folders;
  for (const SeenMessage& message : there.messages) folders.insert(message.folder);
  const std::set<std::string> distinct(folders.begin(), folders.end());
  EXPECT_EQ(distinct.size(), 7U) << "two folders became one";
  const Ended further = run(target);
  EXPECT_EQ(further.exit_code, 0) << further.told();
  EXPECT_EQ(copied_by(further), 0) << further.told();
  EXPECT_EQ(kept(target).messages, there.messages);
}

}  // namespace
}  // namespace postferry::test
