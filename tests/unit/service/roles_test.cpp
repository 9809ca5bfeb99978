// Roles: the whole table of who may do what, written out a second time.
#include "service/roles.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.hpp"
#include "service/actor.hpp"

namespace postferry::service {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Roles, MayDoWhatTheTableSays) {
  EXPECT_THAT(permission_names(permissions_of(Role::operator_)),
              ElementsAre("see", "run", "plan", "delete_finished", "offer_accounts",
                          "manage_people", "manage_licences", "manage_tokens", "see_audit",
                          "remove_data", "manage_customers", "manage_settings"));
  EXPECT_THAT(
      permission_names(permissions_of(Role::admin)),
      ElementsAre("see", "run", "plan", "delete_finished", "offer_accounts", "manage_people",
                  "manage_licences", "manage_tokens", "see_audit", "remove_data"));
  EXPECT_THAT(permission_names(permissions_of(Role::manager)),
              ElementsAre("see", "run", "plan", "delete_finished"));
  EXPECT_THAT(permission_names(permissions_of(Role::member)), ElementsAre("see", "run"));
}

TEST(Roles, HaveNames) {
  for (const auto role : {Role::operator_, Role::admin, Role::manager, Role::member})
    EXPECT_EQ(role_named(role_name(role)), role);
  EXPECT_EQ(role_named("root"), std::nullopt);
  EXPECT_EQ(role_named(""), std::nullopt);
}

TEST(Roles, NobodyGivesMoreThanTheyHave) {
  EXPECT_TRUE(may_grant(Role::operator_, Role::operator_));
  EXPECT_TRUE(may_grant(Role::admin, Role::admin));
  EXPECT_FALSE(may_grant(Role::admin, Role::operator_));
  for (const auto granted : {Role::operator_, Role::admin, Role::manager, Role::member}) {
    EXPECT_FALSE(may_grant(Role::manager, granted));
    EXPECT_FALSE(may_grant(Role::member, granted));
  }
}

TEST(Scopes, LeaveLess) {
  EXPECT_THAT(permission_names(permissions_of_scope("read").value()), ElementsAre("see"));
  EXPECT_THAT(permission_names(permissions_of_scope("run").value()), ElementsAre("see", "run"));
  EXPECT_THAT(permission_names(permissions_of_scope("plan").value()),
              ElementsAre("see", "run", "plan", "delete_finished", "offer_accounts"));
  EXPECT_FALSE(permissions_of_scope("manage")->contains(Permission::manage_tokens));
  EXPECT_TRUE(permissions_of_scope("manage")->contains(Permission::manage_people));
  EXPECT_EQ(permissions_of_scope(""), std::nullopt);
  EXPECT_EQ(permissions_of_scope("everything"), std::nullopt);
}

TEST(Scopes, GiveARoleNothingItDoesNotHave) {
  const auto left =
      permissions_of(Role::member).common_with(permissions_of_scope("manage").value());
  EXPECT_THAT(permission_names(left), ElementsAre("see", "run"));
}

TEST(Actors, ReachTheirOwnCustomerAlone) {
  Actor actor;
  actor.customer = "C1";
  actor.role = Role::admin;
  EXPECT_EQ(reach_of(actor).customer_id(), "C1");
  actor.role = Role::operator_;
  EXPECT_TRUE(reach_of(actor).is_everything());
  EXPECT_EQ(own_reach_of(actor).customer_id(), "C1");
}

TEST(Actors, WithoutACustomerReachNothing) { EXPECT_THROW(reach_of(Actor()), Failure); }

TEST(Actors, WithoutTheirDomainsSeeNothing) {
  Actor actor;
  actor.customer = "C1";
  actor.role = Role::manager;
  EXPECT_THAT(reach_of(actor).domains(), ElementsAre("."));
  actor.domains = domains_in("a.example  b.example ");
  EXPECT_THAT(reach_of(actor).domains(), ElementsAre("a.example", "b.example"));
  actor.role = Role::member;
  actor.domains.clear();
  EXPECT_THAT(reach_of(actor).domains(), IsEmpty());
}

}  // namespace
}  // namespace postferry::service
