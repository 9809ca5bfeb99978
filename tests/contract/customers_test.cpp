// Customers, API tokens, licence keys and credits, the audit log: on every database.
#include "service/customers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "service/api_tokens.hpp"
#include "service/invitations.hpp"
#include "service/licences.hpp"
#include "service/sign_in.hpp"
#include "storage/catalog/secrets.hpp"
#include "tests/support/database_fixture.hpp"
#include "tests/support/people_house.hpp"

namespace postferry::service {
namespace {

using namespace std::chrono_literals;
using storage::catalog::CreditMode;
using storage::catalog::CreditRule;
using storage::catalog::CreditUseRow;
using test::refusal;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr CreditRule required{.required = true, .free_total = 2};

class Customers : public test::DatabaseTest {
 protected:
  Answer<MadeToken> made_token(const Actor& actor, const std::string& scope,
                               std::chrono::seconds lasts = 24h) {
    return house.run(make_token(house.people, actor, {"script", scope, house.clock.now() + lasts}));
  }
  std::optional<Actor> actor_with(const Secret& token) {
    auto actor = house.run(actor_of_token(house.people, token, ""));
    if (!actor) return std::nullopt;
    return *actor;
  }
  bool takes(const std::string& customer, std::int64_t migrations, const CreditRule& rule) {
    return house.change([this, customer, migrations, rule](soci::session& session) {
      CreditUseRow use{.id = house.ulids.next(), .customer = customer, .migrations = migrations};
      return take_credits(session, use, rule).has_value();
    });
  }
  storage::catalog::Credit credit(const std::string& customer, const CreditRule& rule) {
    return house.look([customer, rule](soci::session& session) {
      return storage::catalog::credit_of(session, customer, rule);
    });
  }
  std::string licence(std::uint32_t migrations, const std::string& customer = "") {
    return write_licence({.id = new_licence_id(),
                          .installation = trust.installation,
                          .customer = customer,
                          .migrations = migrations,
                          .issued = house.clock.now()},
                         signing_key);
  }
  std::optional<Refusal> added(const Actor& actor, const std::string& text) {
    return refusal(house.run(add_licence(house.people, actor, text, trust)));
  }
  void put_secret(const std::string& owner, const std::string& customer) {
    house.change([=](soci::session& session) {
      storage::catalog::put_secret(session, {.owner = owner,
                                             .side = "source",
                                             .customer = customer,
                                             .key = "k",
                                             .sealed = "s",
                                             .sealed_at = {},
                                             .wipe_after = {}});
    });
  }
  bool has_secret(const std::string& owner) {
    return house.look([owner](soci::session& session) {
      return find_secret(session, storage::catalog::Reach::everything(), owner, "source")
          .has_value();
    });
  }

  const Secret signing_key = new_signing_key();
  test::PeopleHouse house{address()};
  const LicenceTrust trust{.installation = house.ulids.next(),
                           .public_keys = {public_key_of(signing_key)}};
  Actor operator_ = house.set_up();
  Actor jana = house.new_customer(operator_, "Nordlicht", "jana@nordlicht.example");
  Actor rival = house.new_customer(operator_, "Rival", "rita@rival.example");
};

INSTANTIATE_TEST_SUITE_P(On, Customers, testing::ValuesIn(test::every_database()),
                         test::name_of_database);

TEST_P(Customers, AreSeenByTheOperatorAndThemselves) {
  const auto names = [this](const Actor& actor) {
    std::vector<std::string> list;
    for (const auto& row : house.run(customers(house.people, actor)).value())
      list.push_back(row.name);
    return list;
  };
  EXPECT_THAT(names(operator_), ElementsAre("Nordlicht", "Provider", "Rival"));
  EXPECT_THAT(names(jana), ElementsAre("Nordlicht"));
}

TEST_P(Customers, AreTheOperatorsToManage) {
  EXPECT_EQ(refusal(house.run(add_customer(house.people, jana, "Mine"))), Refusal::not_allowed);
  EXPECT_EQ(refusal(house.run(rename_customer(house.people, jana, jana.customer, "Mine"))),
            Refusal::not_allowed);
  EXPECT_EQ(refusal(house.run(remove_customer(house.people, jana, rival.customer, nullptr))),
            Refusal::not_allowed);
  EXPECT_EQ(house.run(rename_customer(house.people, operator_, jana.customer, " Südlicht "))->name,
            "Südlicht");
  EXPECT_EQ(refusal(house.run(rename_customer(house.people, operator_, "nowhere", "x"))),
            Refusal::not_found);
  EXPECT_EQ(refusal(house.run(add_customer(house.people, operator_, "\t"))),
            Refusal::fields_invalid);
}

TEST_P(Customers, ThatAreRemovedLeaveTheirCountAndKeysAlone) {
  ASSERT_EQ(added(jana, licence(5)), std::nullopt);
  ASSERT_TRUE(takes(jana.customer, 3, required));
  put_secret("01M", jana.customer);
  std::string removed;
  const auto remove_more = [&removed](soci::session&, const std::string& customer) {
    removed = customer;
  };
  EXPECT_FALSE(
      refusal(house.run(remove_customer(house.people, operator_, jana.customer, remove_more))));
  EXPECT_EQ(removed, jana.customer);
  EXPECT_FALSE(house.sign_in("jana@nordlicht.example"));
  EXPECT_FALSE(has_secret("01M"));
  EXPECT_EQ(credit(jana.customer, required).used, 3);
  EXPECT_EQ(credit(jana.customer, required).total, 5);
  EXPECT_EQ(refusal(house.run(remove_customer(house.people, operator_, jana.customer, nullptr))),
            Refusal::not_found);
  EXPECT_EQ(
      refusal(house.run(remove_customer(house.people, operator_, operator_.customer, nullptr))),
      Refusal::not_yourself);
  EXPECT_TRUE(house.sign_in("rita@rival.example"));
}

TEST_P(Customers, WhoRemoveTheirDataKeepPeopleAndCount) {
  ASSERT_TRUE(takes(jana.customer, 2, required));
  put_secret("01M", jana.customer);
  put_secret("01R", rival.customer);
  EXPECT_EQ(refusal(house.run(remove_data(house.people, jana, rival.customer, nullptr))),
            Refusal::not_found);
  EXPECT_FALSE(refusal(house.run(remove_data(house.people, jana, jana.customer, nullptr))));
  EXPECT_FALSE(has_secret("01M"));
  EXPECT_TRUE(has_secret("01R"));
  EXPECT_THAT(house.actions(jana), ElementsAre("customer.data_removed"));
  EXPECT_THAT(house.actions(rival), SizeIs(3));
  const auto left = house.run(credits(house.people, jana, required)).value();
  EXPECT_EQ(left.credit.used, 2);
  EXPECT_THAT(left.uses, IsEmpty());
  EXPECT_TRUE(house.sign_in("jana@nordlicht.example"));
}

TEST_P(Customers, AFailureWhileRemovingLeavesEverything) {
  put_secret("01M", jana.customer);
  const auto fails = [](soci::session&, const std::string&) {
    throw Failure(Error{.code = ErrorCode::internal, .text = "no"});
  };
  EXPECT_THROW(house.run(remove_customer(house.people, operator_, jana.customer, fails)), Failure);
  EXPECT_TRUE(has_secret("01M"));
  EXPECT_TRUE(house.sign_in("jana@nordlicht.example"));
}

TEST_P(Customers, TokensDoWhatTheirScopeAndTheirMakerMay) {
  const auto token = made_token(jana, "plan").value();
  const auto actor = actor_with(token.token);
  ASSERT_TRUE(actor);
  EXPECT_EQ(actor->customer, jana.customer);
  EXPECT_TRUE(actor->may(Permission::plan));
  EXPECT_FALSE(actor->may(Permission::manage_people));
  const auto all = actor_with(made_token(jana, "manage").value().token);
  EXPECT_TRUE(all->may(Permission::manage_people));
  EXPECT_FALSE(all->may(Permission::manage_customers));
  EXPECT_EQ(refusal(made_token(*all, "read")), Refusal::not_allowed);
  EXPECT_EQ(refusal(house.run(tokens(house.people, *all))), Refusal::not_allowed);
}

TEST_P(Customers, TokensEndAndAreRevoked) {
  const auto brief = made_token(jana, "read", 1h).value();
  const auto revoked = made_token(jana, "read").value();
  EXPECT_TRUE(actor_with(brief.token));
  EXPECT_EQ(refusal(house.run(revoke_token(house.people, rival, revoked.row.id))),
            Refusal::not_found);
  EXPECT_FALSE(refusal(house.run(revoke_token(house.people, jana, revoked.row.id))));
  EXPECT_FALSE(actor_with(revoked.token));
  house.clock.pass(1h);
  EXPECT_FALSE(actor_with(brief.token));
  EXPECT_FALSE(actor_with(Secret("pf_")));
  EXPECT_FALSE(actor_with(Secret(brief.row.token_hash)));
  EXPECT_FALSE(actor_with(Secret("pf_" + std::string(52, '0'))));
}

TEST_P(Customers, TokensAreListedForTheirCustomer) {
  made_token(jana, "read");
  made_token(rival, "plan");
  const auto rows = house.run(tokens(house.people, jana)).value();
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].scope, "read");
  EXPECT_EQ(rows[0].person, jana.person);
  const auto sara = house.join(jana, "sara@nordlicht.example", "member");
  EXPECT_EQ(refusal(made_token(sara, "read")), Refusal::not_allowed);
}

TEST_P(Customers, TokensSayWhatIsWrong) {
  EXPECT_EQ(refusal(made_token(jana, "everything")), Refusal::fields_invalid);
  EXPECT_EQ(refusal(made_token(jana, "read", 0s)), Refusal::fields_invalid);
  EXPECT_EQ(refusal(made_token(jana, "read", std::chrono::days(4000))), Refusal::fields_invalid);
}

TEST_P(Customers, LicenceKeysAddUpAndCountOnce) {
  const auto first = licence(5);
  EXPECT_EQ(added(jana, first), std::nullopt);
  EXPECT_EQ(added(jana, licence(10)), std::nullopt);
  EXPECT_EQ(added(jana, first), Refusal::licence_known);
  EXPECT_EQ(added(rival, first), Refusal::licence_known);
  const auto shown = house.run(credits(house.people, jana, required)).value();
  EXPECT_EQ(shown.credit.mode, CreditMode::keyed);
  EXPECT_EQ(shown.credit.total, 15);
  EXPECT_EQ(shown.credit.remaining(), 15);
  EXPECT_THAT(shown.keys, SizeIs(2));
  EXPECT_EQ(house.run(credits(house.people, rival, required))->credit.mode, CreditMode::free);
}

TEST_P(Customers, LicenceKeysAreForWhomTheyName) {
  EXPECT_EQ(added(rival, licence(5, jana.customer)), Refusal::licence_of_other_customer);
  EXPECT_EQ(added(jana, licence(5, jana.customer)), std::nullopt);
  EXPECT_EQ(added(jana, write_licence({.id = new_licence_id(),
                                       .installation = house.ulids.next(),
                                       .customer = "",
                                       .migrations = 5,
                                       .issued = {}},
                                      signing_key)),
            Refusal::licence_of_other_installation);
  EXPECT_EQ(added(jana, write_licence({.id = new_licence_id(),
                                       .installation = trust.installation,
                                       .customer = "",
                                       .migrations = 5,
                                       .issued = {}},
                                      new_signing_key())),
            Refusal::licence_forged);
  EXPECT_EQ(added(jana, "PF-123"), Refusal::licence_unreadable);
  const auto manager = house.join(jana, "tim@nordlicht.example", "manager", {"a.example"});
  EXPECT_EQ(added(manager, licence(5)), Refusal::not_allowed);
}

TEST_P(Customers, HaveTwoMigrationsFree) {
  EXPECT_TRUE(takes(jana.customer, 1, required));
  EXPECT_FALSE(takes(jana.customer, 2, required));
  EXPECT_TRUE(takes(jana.customer, 1, required));
  EXPECT_FALSE(takes(jana.customer, 1, required));
  EXPECT_FALSE(takes(jana.customer, -1, required));
  EXPECT_TRUE(takes(rival.customer, 2, required));
  ASSERT_EQ(added(jana, licence(5)), std::nullopt);
  EXPECT_TRUE(takes(jana.customer, 5, required));  // what was free is not taken from the key
  EXPECT_FALSE(takes(jana.customer, 1, required));
  const auto shown = house.run(credits(house.people, jana, required)).value();
  EXPECT_EQ(shown.credit.used, 5);
  EXPECT_EQ(shown.credit.ever_used, 7);
  ASSERT_THAT(shown.uses, SizeIs(3));
  EXPECT_EQ(shown.uses[0].migrations, 5);
  EXPECT_EQ(shown.uses[0].remaining, 0);
}

TEST_P(Customers, OnlyCountWhereNoKeysAreRequired) {
  EXPECT_TRUE(takes(jana.customer, 1000, {.required = false}));
  EXPECT_EQ(credit(jana.customer, {.required = false}).used, 1000);
  EXPECT_EQ(credit(jana.customer, required).remaining(), 2);  // asked for later: not counted
}

Task<> take_one(test::PeopleHouse& house, std::string customer, int& taken) {
  const auto id = house.ulids.next();
  const bool given = co_await house.catalog.change([id, customer](soci::session& session) {
    CreditUseRow use{.id = id, .customer = customer, .migrations = 1};
    return take_credits(session, use, required).has_value();
  });
  if (given) ++taken;
}

TEST_P(Customers, AtOnceTakeNoMoreThanThereAre) {
  ASSERT_EQ(added(jana, licence(10)), std::nullopt);
  test::PeopleHouse other(address());  // another process on the same database
  int taken = 0;
  int ended = 0;
  boost::asio::io_context context;
  for (int request = 0; request < 40; ++request)
    boost::asio::co_spawn(context, take_one(request % 2 == 0 ? house : other, jana.customer, taken),
                          [&ended](std::exception_ptr failure) {
                            EXPECT_FALSE(failure);
                            ++ended;
                          });
  context.run();
  EXPECT_EQ(ended, 40);
  EXPECT_EQ(taken, 10);
  EXPECT_EQ(credit(jana.customer, required).remaining(), 0);
}

TEST_P(Customers, AuditLogIsReadInPages) {
  for (int round = 0; round < 5; ++round) made_token(jana, "read");
  const auto all = house.run(audit_log(house.people, jana, "", 100)).value();
  ASSERT_THAT(all, SizeIs(8));
  std::vector<std::string> seen;
  for (std::string before;;) {
    const auto page = house.run(audit_log(house.people, jana, before, 3)).value();
    if (page.empty()) break;
    for (const auto& row : page) seen.push_back(row.id);
    before = seen.back();
  }
  std::vector<std::string> wanted;
  for (const auto& row : all) wanted.push_back(row.id);
  EXPECT_EQ(seen, wanted);
  EXPECT_EQ(all.front().action, "token.made");
  EXPECT_EQ(all.front().person_name, jana.name);
  EXPECT_EQ(all.front().peer, test::PeopleHouse::here);
  const auto sara = house.join(jana, "sara@nordlicht.example", "member");
  EXPECT_EQ(refusal(house.run(audit_log(house.people, sara, "", 3))), Refusal::not_allowed);
}

}  // namespace
}  // namespace postferry::service
