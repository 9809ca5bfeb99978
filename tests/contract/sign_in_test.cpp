// The first visit, signing in and out, and what ends a session, on every database.
#include "service/sign_in.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/api_tokens.hpp"
#include "service/persons.hpp"
#include "service/set_up.hpp"
#include "service/token.hpp"
#include "storage/catalog/entry.hpp"
#include "tests/support/database_fixture.hpp"
#include "tests/support/people_house.hpp"

namespace postferry::service {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

constexpr auto olga = "olga@provider.example";

class SignIn : public test::DatabaseTest {
 protected:
  FirstVisit wanted(Secret token) {
    return {.token = std::move(token),
            .email = olga,
            .name = "Olga Provider",
            .password = Secret(test::PeopleHouse::password),
            .customer_name = "Provider",
            .language = "en",
            .time_zone = "Europe/Berlin"};
  }
  Refusal refusal_of_set_up(FirstVisit given) {
    const auto answer = house.run(set_up(house.people, std::move(given), "192.0.2.7"));
    return answer ? Refusal::busy : answer.error().code;
  }
  bool is_signed_in(const Secret& session) {
    return house.run(actor_of_session(house.people, session, "")).has_value();
  }

  test::PeopleHouse house{address()};
};

INSTANTIATE_TEST_SUITE_P(On, SignIn, testing::ValuesIn(test::every_database()),
                         test::name_of_database);

TEST_P(SignIn, TheFirstVisitMakesTheOperator) {
  EXPECT_FALSE(house.run(is_set_up(house.people)));
  const auto link = house.run(make_setup_link(house.people)).value();
  const auto in = house.run(set_up(house.people, wanted(link), "192.0.2.7"));
  ASSERT_TRUE(in);
  EXPECT_TRUE(house.run(is_set_up(house.people)));
  const auto actor = house.actor_of(*in);
  EXPECT_EQ(actor.role, Role::operator_);
  EXPECT_TRUE(actor.may(Permission::manage_settings));
  const auto profile = house.run(profile_of(house.people, actor)).value();
  EXPECT_EQ(profile.customer.name, "Provider");
  EXPECT_EQ(profile.person.time_zone, "Europe/Berlin");
  EXPECT_TRUE(house.sign_in("OLGA@provider.example"));
}

TEST_P(SignIn, TheFirstVisitHappensOnce) {
  const auto link = house.run(make_setup_link(house.people)).value();
  ASSERT_TRUE(house.run(set_up(house.people, wanted(link), "")));
  EXPECT_EQ(refusal_of_set_up(wanted(link)), Refusal::already_set_up);
  EXPECT_EQ(house.run(make_setup_link(house.people)).error().code, Refusal::already_set_up);
}

TEST_P(SignIn, OnlyTheNewestLinkSetsUpAndOnlyForADay) {
  const auto replaced = house.run(make_setup_link(house.people)).value();
  const auto link = house.run(make_setup_link(house.people)).value();
  EXPECT_EQ(refusal_of_set_up(wanted(replaced)), Refusal::link_not_valid);
  EXPECT_EQ(refusal_of_set_up(wanted(Secret(""))), Refusal::link_not_valid);
  EXPECT_EQ(refusal_of_set_up(wanted(new_token(TokenKind::link))), Refusal::link_not_valid);
  house.clock.pass(24h);
  EXPECT_EQ(refusal_of_set_up(wanted(link)), Refusal::link_not_valid);
}

TEST_P(SignIn, TheFirstVisitTellsAllFieldsThatAreWrong) {
  const auto link = house.run(make_setup_link(house.people)).value();
  const auto answer = house.run(set_up(house.people,
                                       {.token = link,
                                        .email = "olga",
                                        .name = "",
                                        .password = Secret("short"),
                                        .customer_name = "\n",
                                        .language = "klingon",
                                        .time_zone = "Mars/Olympus"},
                                       ""));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Refusal::fields_invalid);
  std::vector<std::string> fields;
  for (const auto& field : answer.error().fields) fields.push_back(field.field);
  EXPECT_THAT(fields, testing::UnorderedElementsAre("email", "name", "password", "customer_name",
                                                    "language", "time_zone"));
  ASSERT_TRUE(house.run(set_up(house.people, wanted(link), "")));  // the link still works
}

TEST_P(SignIn, RefusesUnknownPeopleAndWrongPasswordsAlike) {
  house.set_up();
  for (const auto* email : {olga, "nobody@provider.example", "no address", "", "' OR 1=1 --"}) {
    const auto answer = house.sign_in(email, "wrong password", "198.51.100.1");
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Refusal::wrong_credentials) << email;
    EXPECT_EQ(answer.error().tries_left, 4) << email;
  }
}

TEST_P(SignIn, LocksOutAfterFiveWrongTriesEvenTheRightPassword) {
  house.set_up();
  for (int round = 0; round < 5; ++round) ASSERT_FALSE(house.sign_in(olga, "wrong password"));
  const auto answer = house.sign_in(olga);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Refusal::locked_out);
  EXPECT_EQ(answer.error().wait, 5min);
  house.clock.pass(5min);
  EXPECT_TRUE(house.sign_in(olga));
}

TEST_P(SignIn, EndsWithSigningOut) {
  house.set_up();
  const auto in = house.sign_in(olga).value();
  const auto other = house.sign_in(olga).value();
  house.run(sign_out(house.people, house.actor_of(in)));
  EXPECT_FALSE(is_signed_in(in.session));
  EXPECT_TRUE(is_signed_in(other.session));
}

TEST_P(SignIn, EndsAfterTwelveHoursWithoutUse) {
  house.set_up();
  const auto in = house.sign_in(olga).value();
  house.clock.pass(11h);
  EXPECT_TRUE(is_signed_in(in.session));  // used: it goes on
  house.clock.pass(11h);
  EXPECT_TRUE(is_signed_in(in.session));
  house.clock.pass(12h);
  EXPECT_FALSE(is_signed_in(in.session));
}

TEST_P(SignIn, EndsAfterAMonthHoweverMuchItIsUsed) {
  house.set_up();
  const auto in = house.sign_in(olga).value();
  int hours = 0;
  for (; is_signed_in(in.session) && hours < 1000; hours += 6) house.clock.pass(6h);
  EXPECT_EQ(hours, 30 * 24);
}

TEST_P(SignIn, NothingOpensASessionButItsToken) {
  house.set_up();
  const auto in = house.sign_in(olga).value();
  EXPECT_FALSE(is_signed_in(Secret("")));
  EXPECT_FALSE(is_signed_in(Secret(token_hash(in.session.reveal()))));  // what the database holds
  EXPECT_FALSE(is_signed_in(new_token(TokenKind::session)));
  EXPECT_FALSE(house.run(actor_of_token(house.people, in.session, "")));
}

TEST_P(SignIn, HashesAnewWhenTheParametersWereRaised) {
  house.set_up();
  PasswordHasher stronger({.passes = 2, .memory_bytes = 16384});
  People people{.catalog = house.catalog,
                .hasher = stronger,
                .lock_out = house.lock_out,
                .ulids = house.ulids,
                .clock = house.clock.clock()};
  const auto in = house.run(sign_in(people, olga, Secret(test::PeopleHouse::password), ""));
  ASSERT_TRUE(in);
  EXPECT_THAT(in->person.password_hash, testing::HasSubstr("$m=16,t=2,"));
  EXPECT_TRUE(house.run(sign_in(people, olga, Secret(test::PeopleHouse::password), "")));
}

TEST_P(SignIn, IsWrittenDown) {
  const auto actor = house.set_up();
  house.sign_in(olga, "wrong password");
  house.sign_in("nobody@provider.example");
  const auto in = house.sign_in(olga).value();
  house.run(sign_out(house.people, house.actor_of(in)));
  EXPECT_THAT(house.actions(actor),
              ElementsAre("installation.set_up", "session.refused", "session.refused",
                          "session.begun", "session.ended"));
}

TEST_P(SignIn, WhatEndedIsRemovedInTime) {
  house.set_up();
  const auto in = house.sign_in(olga).value();
  house.clock.pass(12h);
  house.run(tidy_entries(house.people));
  const auto hash = token_hash(in.session.reveal());
  const auto is_kept = [hash](soci::session& session) {
    return storage::catalog::session_by_hash(session, hash).has_value();
  };
  EXPECT_TRUE(house.look(is_kept));
  house.clock.pass(std::chrono::days(7) + 1s);
  house.run(tidy_entries(house.people));
  EXPECT_FALSE(house.look(is_kept));
}

}  // namespace
}  // namespace postferry::service
