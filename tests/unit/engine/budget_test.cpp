#include "engine/budget.hpp"

#include <gtest/gtest.h>
#include <vector>

namespace postferry::engine {
namespace {

using namespace std::chrono_literals;

class Budgets : public testing::Test {
 protected:
  Budgets() : Budgets(BudgetLimits{.host_connections = 4, .user_connections = 3}) {}
  explicit Budgets(BudgetLimits limits) : budget_(limits, [this] { return now_; }) {}

  static Visitor old(std::string user) { return {"old.example:993", std::move(user)}; }
  static Visitor fresh(std::string user) { return {"new.example:993", std::move(user)}; }

  std::optional<Budget::Places> enter(const std::string& user) {
    return budget_.enter(old(user), fresh(user));
  }
  // So many logins have worked everywhere.
  void warm_up(int logins) {
    for (int login = 0; login < logins; ++login) {
      const auto places = enter("warm");
      places->source->take()->opened();
      places->target->take()->opened();
    }
  }

  Deadline now_{Deadline{} + 1h};
  Budget budget_;
};

TEST_F(Budgets, a_host_begins_with_few_and_each_login_makes_room_for_more) {
  auto first = enter("a");
  auto second = enter("b");
  ASSERT_TRUE(first && second);
  EXPECT_FALSE(enter("c"));
  first->source->take()->opened();
  EXPECT_FALSE(enter("c"));  // the target has shown nothing yet
  first->target->take()->opened();
  EXPECT_TRUE(enter("c"));
}

TEST_F(Budgets, never_more_than_the_limit) {
  warm_up(20);
  std::vector<std::optional<Budget::Places>> inside;
  for (int user = 0; user < 4; ++user) inside.push_back(enter(std::to_string(user)));
  for (const auto& places : inside) EXPECT_TRUE(places);
  EXPECT_FALSE(enter("one more"));
  inside.pop_back();
  EXPECT_TRUE(enter("one more"));
}

TEST_F(Budgets, both_sides_or_none) {
  warm_up(20);
  std::vector<std::shared_ptr<Place>> inside;
  for (int user = 0; user < 4; ++user) inside.push_back(budget_.enter(fresh(std::to_string(user))));
  EXPECT_FALSE(enter("a"));
  // Nothing was taken at the other side.
  for (int user = 0; user < 4; ++user) inside.push_back(budget_.enter(old(std::to_string(user))));
  for (const auto& place : inside) EXPECT_TRUE(place);
}

TEST_F(Budgets, further_connections_only_where_there_is_room) {
  warm_up(20);
  const auto places = enter("a");
  auto first = places->source->take();
  auto second = places->source->take();
  auto third = places->source->take();
  ASSERT_TRUE(first && second && third);
  EXPECT_FALSE(first->is_further());
  EXPECT_TRUE(second->is_further());
  EXPECT_FALSE(places->source->take());  // three of one user
  const auto other = enter("b");
  ASSERT_TRUE(other);
  const auto fourth = other->source->take();
  EXPECT_TRUE(fourth);
  EXPECT_FALSE(other->source->take());  // four at the host
}

TEST_F(Budgets, nobody_takes_further_ones_from_those_who_wait) {
  warm_up(20);
  const auto places = enter("a");
  const auto first = places->source->take();
  budget_.someone_waits("old.example:993", true);
  EXPECT_FALSE(places->source->take());
  budget_.someone_waits("old.example:993", false);
  EXPECT_TRUE(places->source->take());
}

TEST_F(Budgets, what_a_run_has_had_it_gets_again) {
  warm_up(20);
  const auto places = enter("a");
  auto first = places->source->take();
  {
    auto second = places->source->take();
    first->opened();
    second->opened();
  }
  std::vector<std::optional<Budget::Places>> others;
  while (auto other = enter(std::to_string(others.size()))) others.push_back(std::move(other));
  EXPECT_EQ(others.size(), 2u);
  const auto again = places->source->take();
  ASSERT_TRUE(again);
  EXPECT_FALSE(again->is_further());
}

TEST_F(Budgets, a_refused_further_one_is_given_back) {
  warm_up(20);
  const auto places = enter("a");
  auto first = places->source->take();
  first->opened();
  {
    auto second = places->source->take();
    second->refused(std::nullopt);
  }
  EXPECT_EQ(budget_.allowed("old.example:993"), 1u);
  now_ += 1h;
  EXPECT_TRUE(enter("b"));
}

TEST_F(Budgets, a_refusal_to_one_who_is_in_teaches_how_many_one_user_may_have) {
  warm_up(20);
  const auto a = enter("a");
  auto first = a->source->take();
  auto second = a->source->take();
  first->opened();
  second->opened();
  a->source->take()->refused_to_user();
  EXPECT_FALSE(a->source->take());
  EXPECT_EQ(budget_.allowed("old.example:993"), 4u);  // others are let in, at once
  EXPECT_EQ(budget_.resting_until("old.example:993"), Deadline{});
  const auto b = enter("b");
  ASSERT_TRUE(b);
  auto of_b = b->source->take();
  auto more_of_b = b->source->take();
  EXPECT_TRUE(more_of_b);
  of_b.reset();
  more_of_b.reset();
  second.reset();
  EXPECT_TRUE(a->source->take());  // what it has had it gets again
  now_ += 61s;
  const auto again = a->source->take();
  EXPECT_TRUE(again);
  EXPECT_TRUE(a->source->take());  // one more, because time forgives
}

TEST_F(Budgets, who_is_not_in_learns_of_the_host) {
  warm_up(20);
  const auto a = enter("a");
  a->source->take()->opened();
  a->source->take()->refused_to_user();
  EXPECT_EQ(budget_.allowed("old.example:993"), 1u);
  EXPECT_TRUE(a->source->was_let_in());
  EXPECT_FALSE(a->target->was_let_in());
}

TEST_F(Budgets, a_refusal_teaches_and_pauses_and_time_forgives) {
  warm_up(20);
  const auto a = enter("a");
  const auto b = enter("b");
  const auto c = enter("c");
  auto one = a->source->take();
  auto two = b->source->take();
  one->opened();
  two->opened();
  auto three = c->source->take();
  three->refused(std::nullopt);
  EXPECT_EQ(budget_.allowed("old.example:993"), 2u);
  EXPECT_EQ(budget_.resting_until("old.example:993"), now_ + 1s);
  EXPECT_FALSE(enter("d"));
  now_ += 2s;
  three->refused(std::nullopt);
  EXPECT_EQ(budget_.resting_until("old.example:993"), now_ + 2s);
  now_ += 61s;
  EXPECT_EQ(budget_.allowed("old.example:993"), 3u);
  now_ += 60s;
  EXPECT_EQ(budget_.allowed("old.example:993"), 4u);
}

TEST_F(Budgets, a_host_may_ask_for_its_time) {
  const auto places = enter("a");
  places->source->take()->refused(300s);
  EXPECT_EQ(budget_.resting_until("old.example:993"), now_ + 300s);
  EXPECT_FALSE(budget_.has_room("old.example:993"));
  EXPECT_TRUE(budget_.has_room("new.example:993"));
}

TEST_F(Budgets, refusals_that_come_together_are_one) {
  warm_up(20);
  const auto a = enter("a");
  const auto b = enter("b");
  a->source->take()->refused(std::nullopt);
  b->source->take()->refused(std::nullopt);
  EXPECT_EQ(budget_.resting_until("old.example:993"), now_ + 1s);
}

TEST_F(Budgets, one_run_always_enters_where_nobody_is) {
  Budget strict(BudgetLimits{.host_connections = 1, .user_connections = 1},
                [this] { return now_; });
  // Source and target are one host: it needs two.
  auto first = strict.enter(old("a"), old("b"));
  EXPECT_TRUE(first);
  EXPECT_FALSE(strict.enter(old("c"), old("d")));
  first.reset();
  EXPECT_TRUE(strict.enter(old("c"), old("c")));
}

TEST_F(Budgets, a_change_is_told) {
  int changes = 0;
  budget_.on_change([&changes] { ++changes; });
  {
    const auto places = enter("a");
  }
  EXPECT_EQ(changes, 2);
}

}  // namespace
}  // namespace postferry::engine
