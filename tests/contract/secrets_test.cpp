// The table of sealed secrets with a vault: stored, read, wiped in time, sealed anew with another
// key; on every database.
#include "storage/catalog/secrets.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/catalog/catalog.hpp"
#include "storage/vault.hpp"
#include "tests/support/database_fixture.hpp"
#include "tests/support/run_task.hpp"

namespace postferry::storage::catalog {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr Instant at(int seconds) { return Instant(std::chrono::seconds(1'795'000'000 + seconds)); }

class Secrets : public test::DatabaseTest {
 protected:
  void SetUp() override { ASSERT_TRUE(make_vault_keys(key_file)); }

  Vault vault() const { return Vault(read_vault_keys(key_file)); }
  void put(const std::string& owner, const std::string& side, const std::string& password,
           Instant wipe_after = {}, const std::string& customer = "C1") {
    const auto sealed = vault().seal(Secret(password), {owner, side});
    loop.run(catalog.change([=](soci::session& session) {
      put_secret(session, {.owner = owner,
                           .side = side,
                           .customer = customer,
                           .key = sealed.key,
                           .sealed = sealed.text,
                           .sealed_at = at(0),
                           .wipe_after = wipe_after});
    }));
  }
  // "": there is none.
  std::string password(const std::string& owner, const std::string& side,
                       const Reach& reach = Reach::everything()) {
    const auto row = loop.run(catalog.look(
        [=](soci::session& session) { return find_secret(session, reach, owner, side); }));
    if (!row) return "";
    const auto opened = vault().open({.key = row->key, .text = row->sealed}, {owner, side});
    return opened ? std::string(opened->reveal()) : "(closed)";
  }
  template <class F>
  auto change(F work) {
    return loop.run(catalog.change(std::move(work)));
  }

  test::TemporaryFolder folder;
  const std::filesystem::path key_file = folder.path() / "vault.key";
  test::TaskLoop loop;
  Catalog catalog{address()};
};

INSTANTIATE_TEST_SUITE_P(On, Secrets, testing::ValuesIn(test::every_database()),
                         test::name_of_database);

TEST_P(Secrets, AreReadAsTheyWereStored) {
  put("01M", "source", "correct horse");
  put("01M", "target", "battery staple");
  EXPECT_EQ(password("01M", "source"), "correct horse");
  EXPECT_EQ(password("01M", "target"), "battery staple");
  put("01M", "source", "another one");
  EXPECT_EQ(password("01M", "source"), "another one");
  EXPECT_EQ(password("01N", "source"), "");
}

TEST_P(Secrets, OfAnotherCustomerAreNotThere) {
  put("01M", "source", "correct horse", {}, "C1");
  EXPECT_EQ(password("01M", "source", Reach::customer("C1")), "correct horse");
  EXPECT_EQ(password("01M", "source", Reach::customer("C2")), "");
  EXPECT_EQ(change([](soci::session& session) {
              return wipe_secrets(session, Reach::customer("C2"), "01M");
            }),
            0);
  EXPECT_EQ(password("01M", "source"), "correct horse");
}

TEST_P(Secrets, MovedToAnotherRowDoNotOpen) {
  put("01M", "source", "correct horse");
  put("01N", "source", "battery staple");
  change([](soci::session& session) {
    auto row = find_secret(session, Reach::everything(), "01M", "source").value();
    row.owner = "01N";
    put_secret(session, row);
  });
  EXPECT_EQ(password("01N", "source"), "(closed)");
}

TEST_P(Secrets, AreWipedWhenTheirTimeIsOver) {
  put("01A", "source", "a", at(10));
  put("01A", "target", "b", at(10));
  put("01B", "source", "c", at(20));
  put("own_server", "", "d");
  const auto wipe = [this](int seconds) {
    return change(
        [seconds](soci::session& session) { return wipe_due_secrets(session, at(seconds)); });
  };
  EXPECT_THAT(wipe(9), IsEmpty());
  EXPECT_THAT(wipe(10), ElementsAre("01A"));
  EXPECT_EQ(password("01A", "source"), "");
  EXPECT_EQ(password("01A", "target"), "");
  EXPECT_EQ(password("01B", "source"), "c");
  EXPECT_THAT(wipe(1'000'000), ElementsAre("01B"));
  EXPECT_EQ(password("own_server", ""), "d");
}

TEST_P(Secrets, AreWipedByOwnerAndByCustomer) {
  put("01A", "source", "a", {}, "C1");
  put("01A", "target", "b", {}, "C1");
  put("01B", "source", "c", {}, "C1");
  put("01C", "source", "d", {}, "C2");
  EXPECT_EQ(change([](soci::session& session) {
              return wipe_secrets(session, Reach::customer("C1"), "01A");
            }),
            2);
  EXPECT_EQ(change([](soci::session& session) { return wipe_secrets_of_customer(session, "C1"); }),
            1);
  EXPECT_EQ(password("01C", "source"), "d");
}

TEST_P(Secrets, AreSealedAnewWithANewKey) {
  put("01A", "source", "a");
  put("01B", "source", "b");
  const auto id = add_vault_key(key_file);
  const auto keys = vault();
  const auto rows =
      change([id](soci::session& session) { return secrets_under_other_keys(session, id, 100); });
  ASSERT_EQ(rows.size(), 2U);
  put("01B", "source", "changed meanwhile");
  int resealed = 0;
  for (const auto& before : rows) {
    const SecretPlace place{before.owner, before.side};
    const auto sealed = keys.seal(keys.open({before.key, before.sealed}, place).value(), place);
    auto row = before;
    row.key = sealed.key;
    row.sealed = sealed.text;
    resealed +=
        change([=](soci::session& session) { return reseal(session, row, before.sealed); }) ? 1 : 0;
  }
  EXPECT_EQ(resealed, 1);
  drop_old_vault_keys(key_file);
  EXPECT_EQ(password("01A", "source"), "a");
  EXPECT_EQ(password("01B", "source"), "changed meanwhile");
  EXPECT_THAT(
      change([id](soci::session& session) { return secrets_under_other_keys(session, id, 100); }),
      IsEmpty());
}

TEST_P(Secrets, CatalogIsOpenedAgainAsItWas) {
  put("01A", "source", "a");
  Catalog again(address());
  const auto row = loop.run(again.look([](soci::session& session) {
    return find_secret(session, Reach::everything(), "01A", "source");
  }));
  EXPECT_TRUE(row);
}

}  // namespace
}  // namespace postferry::storage::catalog
