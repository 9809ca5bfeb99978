// Inviting, changing and removing people: who may, what it ends, and the walls between customers,
// on every database.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "service/api_tokens.hpp"
#include "service/invitations.hpp"
#include "service/persons.hpp"
#include "service/sign_in.hpp"
#include "service/token.hpp"
#include "tests/support/database_fixture.hpp"
#include "tests/support/people_house.hpp"

namespace postferry::service {
namespace {

using namespace std::chrono_literals;
using test::refusal;
using testing::ElementsAre;
using testing::IsEmpty;

class PeopleTest : public test::DatabaseTest {
 protected:
  Answer<Invited> invited(const Actor& by, const std::string& email, const std::string& role,
                          std::vector<std::string> domains = {}, const std::string& customer = "") {
    return house.run(invite(house.people, by, {email, role, std::move(domains), customer}));
  }
  Answer<SignedIn> accepted(const Secret& token, const std::string& name = "Tim Odenwald") {
    return house.run(accept(house.people,
                            {.token = token,
                             .name = name,
                             .password = Secret("another horse battery"),
                             .language = "de",
                             .time_zone = "Europe/Berlin"},
                            "192.0.2.8"));
  }
  std::optional<Refusal> changed(const Actor& by, const Actor& whom, PersonChange change) {
    return refusal(house.run(change_person(house.people, by, whom.person, std::move(change))));
  }

  test::PeopleHouse house{address()};
  Actor operator_ = house.set_up();
  Actor jana = house.new_customer(operator_, "Nordlicht", "jana@nordlicht.example");
  Actor rival = house.new_customer(operator_, "Rival", "rita@rival.example");
};

INSTANTIATE_TEST_SUITE_P(On, PeopleTest, testing::ValuesIn(test::every_database()),
                         test::name_of_database);

TEST_P(PeopleTest, AnInvitationMakesAPersonOnce) {
  const auto made = invited(jana, "tim@nordlicht.example", "manager", {"kanzlei.example"});
  ASSERT_TRUE(made);
  const auto shown = house.run(look_at_link(house.people, made->token)).value();
  EXPECT_EQ(shown.email, "tim@nordlicht.example");
  EXPECT_EQ(shown.customer_name, "Nordlicht");
  const auto in = accepted(made->token);
  ASSERT_TRUE(in);
  EXPECT_EQ(in->person.customer, jana.customer);
  EXPECT_EQ(in->person.role, Role::manager);
  EXPECT_EQ(in->person.domains, "kanzlei.example");
  EXPECT_EQ(in->person.name, "Tim Odenwald");
  EXPECT_TRUE(house.sign_in("tim@nordlicht.example", "another horse battery"));
  EXPECT_EQ(refusal(accepted(made->token)), Refusal::link_not_valid);
  EXPECT_EQ(refusal(house.run(look_at_link(house.people, made->token))), Refusal::link_not_valid);
}

Task<> accept_and_count(People& people, Secret token, int& let_in, int& refused) {
  const auto in = co_await accept(
      people, {.token = token, .name = "A B", .password = Secret("another horse battery")}, "");
  ++(in ? let_in : refused);
}

TEST_P(PeopleTest, OfTwoWhoAcceptAtOnceOneIsLetIn) {
  const auto made = invited(jana, "tim@nordlicht.example", "member").value();
  boost::asio::io_context context;
  int let_in = 0;
  int refused = 0;
  for (int who = 0; who < 4; ++who)
    boost::asio::co_spawn(context, accept_and_count(house.people, made.token, let_in, refused),
                          [](std::exception_ptr failure) { EXPECT_FALSE(failure); });
  context.run();
  EXPECT_EQ(let_in, 1);
  EXPECT_EQ(refused, 3);
}

TEST_P(PeopleTest, AnInvitationEndsIsReplacedOrRevoked) {
  const auto replaced = invited(jana, "tim@nordlicht.example", "member").value();
  const auto late = invited(jana, "tim@nordlicht.example", "member").value();
  EXPECT_EQ(refusal(accepted(replaced.token)), Refusal::link_not_valid);
  house.clock.pass(48h);
  EXPECT_EQ(refusal(accepted(late.token)), Refusal::link_not_valid);
  const auto revoked = invited(jana, "sara@nordlicht.example", "member").value();
  EXPECT_FALSE(refusal(house.run(revoke_invitation(house.people, jana, revoked.link.id))));
  EXPECT_EQ(refusal(accepted(revoked.token)), Refusal::link_not_valid);
  EXPECT_EQ(refusal(house.run(revoke_invitation(house.people, jana, revoked.link.id))),
            Refusal::not_found);
}

TEST_P(PeopleTest, AnInvitationSaysWhatIsWrong) {
  const auto answer = invited(jana, "tim", "king", {"a b"});
  ASSERT_FALSE(answer);
  std::vector<std::string> fields;
  for (const auto& field : answer.error().fields) fields.push_back(field.field);
  EXPECT_THAT(fields, testing::UnorderedElementsAre("email", "role", "domains"));
  EXPECT_EQ(refusal(invited(jana, "tim@nordlicht.example", "manager")), Refusal::fields_invalid);
  EXPECT_EQ(refusal(invited(jana, "RITA@rival.example", "member")), Refusal::email_taken);
  EXPECT_EQ(refusal(invited(jana, "tim@nordlicht.example", "operator")), Refusal::role_too_high);
  EXPECT_EQ(refusal(invited(jana, "tim@nordlicht.example", "member", {}, rival.customer)),
            Refusal::not_found);
  EXPECT_EQ(refusal(invited(operator_, "tim@nordlicht.example", "member", {}, "nowhere")),
            Refusal::not_found);
}

TEST_P(PeopleTest, OnlyOperatorsAndAdministratorsManagePeople) {
  const auto manager = house.join(jana, "tim@nordlicht.example", "manager", {"kanzlei.example"});
  const auto member = house.join(jana, "sara@nordlicht.example", "member");
  for (const auto& actor : {manager, member}) {
    EXPECT_EQ(refusal(invited(actor, "new@nordlicht.example", "member")), Refusal::not_allowed);
    EXPECT_EQ(refusal(house.run(persons(house.people, actor, ""))), Refusal::not_allowed);
    EXPECT_EQ(refusal(house.run(invitations(house.people, actor, ""))), Refusal::not_allowed);
    EXPECT_EQ(refusal(house.run(revoke_invitation(house.people, actor, "x"))),
              Refusal::not_allowed);
    EXPECT_EQ(refusal(house.run(make_reset_link(house.people, actor, jana.person))),
              Refusal::not_allowed);
    EXPECT_EQ(changed(actor, jana, {.disabled = true}), Refusal::not_allowed);
    EXPECT_EQ(refusal(house.run(remove_person(house.people, actor, jana.person))),
              Refusal::not_allowed);
  }
}

TEST_P(PeopleTest, NothingOfAnotherCustomerIsFound) {
  const auto made = invited(rival, "ron@rival.example", "member").value();
  EXPECT_EQ(changed(jana, rival, {.disabled = true}), Refusal::not_found);
  EXPECT_EQ(refusal(house.run(remove_person(house.people, jana, rival.person))),
            Refusal::not_found);
  EXPECT_EQ(refusal(house.run(make_reset_link(house.people, jana, rival.person))),
            Refusal::not_found);
  EXPECT_EQ(refusal(house.run(revoke_invitation(house.people, jana, made.link.id))),
            Refusal::not_found);
  EXPECT_EQ(refusal(house.run(persons(house.people, jana, rival.customer))), Refusal::not_found);
  EXPECT_EQ(refusal(house.run(invitations(house.people, jana, rival.customer))),
            Refusal::not_found);
  EXPECT_THAT(house.run(invitations(house.people, jana, "")).value(), IsEmpty());
  const auto own = house.run(persons(house.people, jana, "")).value();
  ASSERT_EQ(own.size(), 1U);
  EXPECT_EQ(own[0].id, jana.person);
  EXPECT_EQ(house.run(persons(house.people, operator_, rival.customer)).value().size(), 1U);
  EXPECT_TRUE(accepted(made.token));
}

TEST_P(PeopleTest, NobodyChangesThemselvesOrThoseAbove) {
  const auto second =
      house.join(operator_, "second@nordlicht.example", "operator", {}, jana.customer);
  EXPECT_EQ(changed(jana, jana, {.disabled = true}), Refusal::not_yourself);
  EXPECT_EQ(changed(jana, jana, {.role = "member"}), Refusal::not_yourself);
  EXPECT_EQ(changed(jana, second, {.role = "member"}), Refusal::role_too_high);
  EXPECT_EQ(refusal(house.run(remove_person(house.people, jana, second.person))),
            Refusal::role_too_high);
  EXPECT_EQ(refusal(house.run(make_reset_link(house.people, jana, second.person))),
            Refusal::role_too_high);
  const auto sara = house.join(jana, "sara@nordlicht.example", "member");
  EXPECT_EQ(changed(jana, sara, {.role = "operator"}), Refusal::role_too_high);
  EXPECT_EQ(changed(jana, sara, {.role = "king"}), Refusal::fields_invalid);
  EXPECT_EQ(changed(jana, sara, {.role = "manager"}), Refusal::fields_invalid);
  EXPECT_EQ(
      changed(jana, sara, {.role = "manager", .domains = std::vector<std::string>{"a.example"}}),
      std::nullopt);
}

TEST_P(PeopleTest, TheLastAdministratorStays) {
  EXPECT_EQ(changed(operator_, jana, {.role = "member"}), Refusal::last_admin);
  EXPECT_EQ(changed(operator_, jana, {.disabled = true}), Refusal::last_admin);
  EXPECT_EQ(refusal(house.run(remove_person(house.people, operator_, jana.person))),
            Refusal::last_admin);
  const auto second = house.join(jana, "second@nordlicht.example", "admin");
  EXPECT_EQ(changed(operator_, jana, {.disabled = true}), std::nullopt);
  EXPECT_EQ(changed(operator_, second, {.disabled = true}), Refusal::last_admin);
}

TEST_P(PeopleTest, TheLastOperatorStays) {
  const auto second = house.join(operator_, "second@provider.example", "operator");
  EXPECT_EQ(changed(operator_, second, {.role = "admin"}), std::nullopt);
  // somebody who was an operator when they began to ask
  EXPECT_EQ(changed(second, operator_, {.disabled = true}), Refusal::last_operator);
  EXPECT_EQ(refusal(house.run(remove_person(house.people, second, operator_.person))),
            Refusal::last_operator);
}

TEST_P(PeopleTest, WhoIsDisabledIsOutAtOnce) {
  const auto sara = house.join(jana, "sara@nordlicht.example", "admin");
  const auto in = house.sign_in("sara@nordlicht.example").value();
  const auto token =
      house.run(make_token(house.people, sara, {"script", "read", house.clock.now() + 24h}))
          .value();
  const auto made = invited(sara, "new@nordlicht.example", "member").value();
  ASSERT_EQ(changed(jana, sara, {.disabled = true}), std::nullopt);
  EXPECT_FALSE(house.run(actor_of_session(house.people, in.session, "")));
  EXPECT_FALSE(house.run(actor_of_token(house.people, token.token, "")));
  EXPECT_EQ(refusal(house.sign_in("sara@nordlicht.example")), Refusal::wrong_credentials);
  EXPECT_EQ(refusal(accepted(made.token)), Refusal::link_not_valid);
  ASSERT_EQ(changed(jana, sara, {.disabled = false}), std::nullopt);
  EXPECT_TRUE(house.run(actor_of_token(house.people, token.token, "")));
  EXPECT_FALSE(house.run(actor_of_session(house.people, in.session, "")));
}

TEST_P(PeopleTest, AChangedRoleCountsFromTheNextRequest) {
  const auto sara = house.join(jana, "sara@nordlicht.example", "admin");
  const auto in = house.sign_in("sara@nordlicht.example").value();
  ASSERT_EQ(changed(jana, sara, {.role = "member"}), std::nullopt);
  EXPECT_FALSE(house.actor_of(in).may(Permission::manage_people));
}

TEST_P(PeopleTest, WhoIsRemovedIsGone) {
  const auto sara = house.join(jana, "sara@nordlicht.example", "admin");
  const auto in = house.sign_in("sara@nordlicht.example").value();
  const auto token =
      house.run(make_token(house.people, sara, {"script", "read", house.clock.now() + 24h}))
          .value();
  EXPECT_FALSE(refusal(house.run(remove_person(house.people, jana, sara.person))));
  EXPECT_FALSE(house.run(actor_of_session(house.people, in.session, "")));
  EXPECT_FALSE(house.run(actor_of_token(house.people, token.token, "")));
  EXPECT_TRUE(invited(jana, "sara@nordlicht.example", "member"));
}

TEST_P(PeopleTest, AResetLetsThePersonInAndEndsTheirSessions) {
  const auto before = house.sign_in("jana@nordlicht.example").value();
  const auto link = house.run(make_reset_link(house.people, "Jana@nordlicht.example")).value();
  EXPECT_EQ(link.link.kind, storage::catalog::LinkKind::reset);
  const auto in = accepted(link.token, "ignored");
  ASSERT_TRUE(in);
  EXPECT_EQ(in->person.id, jana.person);
  EXPECT_EQ(in->person.name, "Somebody New");
  EXPECT_FALSE(house.run(actor_of_session(house.people, before.session, "")));
  EXPECT_FALSE(house.sign_in("jana@nordlicht.example"));
  EXPECT_TRUE(house.sign_in("jana@nordlicht.example", "another horse battery"));
  EXPECT_EQ(refusal(house.run(make_reset_link(house.people, "nobody@nordlicht.example"))),
            Refusal::not_found);
}

TEST_P(PeopleTest, ANewPasswordNeedsTheOldAndEndsOtherSessions) {
  const auto here = house.sign_in("jana@nordlicht.example").value();
  const auto elsewhere = house.sign_in("jana@nordlicht.example").value();
  const auto actor = house.actor_of(here);
  const auto change = [](std::string_view old_password) {
    return OwnChange{.name = "Jana K.",
                     .old_password = Secret(old_password),
                     .new_password = Secret("another horse battery")};
  };
  EXPECT_EQ(refusal(house.run(change_own(house.people, actor, change("wrong")))),
            Refusal::old_password_wrong);
  EXPECT_TRUE(house.run(actor_of_session(house.people, elsewhere.session, "")));
  const auto changed_row =
      house.run(change_own(house.people, actor, change(test::PeopleHouse::password)));
  ASSERT_TRUE(changed_row);
  EXPECT_EQ(changed_row->name, "Jana K.");
  EXPECT_TRUE(house.run(actor_of_session(house.people, here.session, "")));
  EXPECT_FALSE(house.run(actor_of_session(house.people, elsewhere.session, "")));
  EXPECT_TRUE(house.sign_in("jana@nordlicht.example", "another horse battery"));
}

TEST_P(PeopleTest, AStolenSessionDoesNotGuessTheOldPassword) {
  const auto actor = house.actor_of(house.sign_in("jana@nordlicht.example").value());
  for (int round = 0; round < 5; ++round)
    house.run(change_own(
        house.people, actor,
        {.old_password = Secret("wrong"), .new_password = Secret("another horse battery")}));
  EXPECT_EQ(refusal(house.run(change_own(house.people, actor,
                                         {.old_password = Secret(test::PeopleHouse::password),
                                          .new_password = Secret("another horse battery")}))),
            Refusal::locked_out);
}

TEST_P(PeopleTest, WhatIsWrittenDownIsEachCustomersOwn) {
  const auto sara = house.join(jana, "sara@nordlicht.example", "member");
  changed(jana, sara, {.disabled = true});
  EXPECT_THAT(house.actions(jana),
              ElementsAre("customer.added", "person.invited", "person.joined", "person.invited",
                          "person.joined", "person.changed"));
  EXPECT_THAT(house.actions(rival),
              ElementsAre("customer.added", "person.invited", "person.joined"));
}

TEST_P(PeopleTest, SqlInATextStaysText) {
  const std::string text = "'; DROP TABLE person; -- :id {number} \" $1";
  const auto in = accepted(invited(jana, "tim@nordlicht.example", "member").value().token, text);
  ASSERT_TRUE(in);
  EXPECT_EQ(in->person.name, text);
  EXPECT_EQ(house.run(persons(house.people, jana, "")).value().size(), 2U);
  Actor nobody;
  nobody.person = text;
  EXPECT_EQ(changed(jana, nobody, {.disabled = true}), Refusal::not_found);
  EXPECT_EQ(refusal(accepted(Secret(text))), Refusal::link_not_valid);
}

}  // namespace
}  // namespace postferry::service
