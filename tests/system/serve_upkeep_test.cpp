// The commands that look after a service, beside it and while it rests: user, vault and licence.
// What they print is what is asked for, and nothing that is kept secret.
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <iterator>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/crash/postferry.hpp"
#include "tests/support/service/running_service.hpp"
#include "tests/support/temporary_folder.hpp"

namespace postferry::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

constexpr auto olga = "olga@provider.example";
constexpr auto relays_word = "a relay's very own word";

class ServeUpkeep : public testing::Test {
 protected:
  void SetUp() override {
    if (!postferry_is_built()) GTEST_SKIP() << "build the release binary first";
  }
  std::string state() const { return (folder_.path() / "state").string(); }
  std::filesystem::path key_file() const { return folder_.path() / "state" / "vault.key"; }

  Ended run(std::vector<std::string> words) const {
    words.insert(words.end(), {"--state", state()});
    return run_postferry({.words = std::move(words)});
  }
  // A start that is refused.
  Ended serve() const {
    return run_postferry({.words = {"serve", "--listen", "127.0.0.1:0", "--state", state()},
                          .patience = std::chrono::seconds(30)});
  }
  static std::string token_in(const std::string& text) {
    const auto at = text.find("#token=");
    if (at == std::string::npos) return {};
    return text.substr(at + 7, text.find('\n', at) - at - 7);
  }
  static std::string text_of(const std::filesystem::path& file) {
    std::ifstream stream(file);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  // A service with a stored password, at rest.
  void with_a_stored_password() const {
    RunningService service(state());
    auto browser = first_visit(service);
    const auto kept =
        browser.send("PUT", "/settings", text::json::Object{{"smtp_password", relays_word}});
    ASSERT_EQ(kept.status, 200) << kept.body;
    ASSERT_EQ(service.stop(), 0);
  }
  void expect_it_starts_with_its_password() const {
    RunningService service(state());
    auto browser = service.browser();
    browser.sign_in(olga, everybodys_password);
    EXPECT_THAT(browser.get("/settings").body, HasSubstr("\"kept_secrets\":[\"smtp_password\"]"));
    EXPECT_EQ(service.stop(), 0);
  }

  TemporaryFolder folder_;
};

TEST_F(ServeUpkeep, NamesTheServiceThatIsNotThere) {
  for (const auto& words : std::vector<std::vector<std::string>>{{"user", "list"},
                                                                 {"user", "link"},
                                                                 {"user", "reset", olga},
                                                                 {"vault", "rotate"},
                                                                 {"vault", "reset"}}) {
    const auto ended = run(words);
    EXPECT_EQ(ended.exit_code, 2) << ended.told();
    EXPECT_THAT(ended.errors, HasSubstr("There is no service's database at"));
    EXPECT_THAT(ended.output, IsEmpty());
  }
  EXPECT_FALSE(std::filesystem::exists(state()));
}

TEST_F(ServeUpkeep, LetsTheFirstOperatorInByANewLink) {
  RunningService service(state());
  const auto ended = run({"user", "link"});
  EXPECT_EQ(ended.exit_code, 0) << ended.told();
  EXPECT_THAT(ended.output, HasSubstr("http://127.0.0.1:" + std::to_string(service.port()) +
                                      "/first-visit#token="));
  auto browser = service.browser();
  const auto reply = browser.post("/setup", {{"token", token_in(ended.output)},
                                             {"email", olga},
                                             {"name", "Olga"},
                                             {"password", everybodys_password},
                                             {"customer_name", "Provider"},
                                             {"language", "en"},
                                             {"time_zone", "UTC"}});
  EXPECT_EQ(reply.status, 201) << reply.body;
}

TEST_F(ServeUpkeep, LetsTheOperatorInAgainWhileTheServiceRuns) {
  RunningService service(state());
  auto before = first_visit(service);
  const auto ended = run({"user", "link"});
  EXPECT_EQ(ended.exit_code, 0) << ended.told();
  EXPECT_THAT(ended.output, AllOf(HasSubstr(olga), HasSubstr("/reset#token=")));
  auto browser = service.browser();
  const auto reply =
      browser.post("/invitations/accept",
                   {{"token", token_in(ended.output)}, {"password", "another long passphrase 8"}});
  EXPECT_EQ(reply.status, 201) << reply.body;
  EXPECT_EQ(before.get("/session").status, 401);
  EXPECT_EQ(service.browser().sign_in(olga, "another long passphrase 8").status, 200);
  EXPECT_EQ(service.browser().sign_in(olga, everybodys_password).status, 401);
}

TEST_F(ServeUpkeep, ResetsAPasswordWhileTheServiceRests) {
  {
    RunningService service(state());
    first_visit(service);
    ASSERT_EQ(service.stop(), 0);
  }
  const auto nobody = run({"user", "reset", "nobody@provider.example"});
  EXPECT_EQ(nobody.exit_code, 2);
  EXPECT_THAT(nobody.errors, HasSubstr("Nobody has this address"));
  const auto ended = run({"user", "reset", "Olga@Provider.example"});
  EXPECT_EQ(ended.exit_code, 0) << ended.told();
  RunningService service(state());
  auto browser = service.browser();
  EXPECT_EQ(browser
                .post("/invitations/accept", {{"token", token_in(ended.output)},
                                              {"password", "another long passphrase 8"}})
                .status,
            201);
}

TEST_F(ServeUpkeep, ListsPeopleWithoutWhatLetsThemIn) {
  RunningService service(state());
  EXPECT_THAT(run({"user", "list"}).output, HasSubstr("Nobody is here yet"));
  auto browser = first_visit(service);
  join(service, browser, "sara@provider.example", "member");
  const auto listed = run({"user", "list"});
  EXPECT_EQ(listed.exit_code, 0) << listed.told();
  EXPECT_THAT(listed.output,
              AllOf(HasSubstr(olga), HasSubstr("operator"), HasSubstr("sara@provider.example"),
                    HasSubstr("member"), HasSubstr("Provider"), HasSubstr("active")));
  EXPECT_THAT(listed.output, Not(HasSubstr("argon2")));
}

TEST_F(ServeUpkeep, ServesAFolderOnce) {
  RunningService service(state());
  const auto second = serve();
  EXPECT_EQ(second.exit_code, 2) << second.told();
  EXPECT_THAT(second.errors, HasSubstr("A service runs with this folder already."));
}

TEST_F(ServeUpkeep, ChangesTheKeyOfTheVaultWhileTheServiceRests) {
  with_a_stored_password();
  {
    RunningService service(state());
    const auto refused = run({"vault", "rotate"});
    EXPECT_EQ(refused.exit_code, 2) << refused.told();
    EXPECT_THAT(refused.errors, HasSubstr("Stop it"));
    EXPECT_EQ(service.stop(), 0);
  }
  const auto old = text_of(key_file());
  const auto ended = run({"vault", "rotate"});
  EXPECT_EQ(ended.exit_code, 0) << ended.told();
  EXPECT_THAT(ended.output, HasSubstr("sealed anew: 1."));
  const auto fresh = text_of(key_file());
  EXPECT_NE(old, fresh);
  EXPECT_EQ(fresh.size(), old.size());  // one key
  const auto secret_part = fresh.substr(fresh.find("key ") + 13, 64);
  EXPECT_THAT(ended.told(), AllOf(Not(HasSubstr(secret_part)), Not(HasSubstr(relays_word))));
  expect_it_starts_with_its_password();
  std::ofstream(key_file()) << old;
  EXPECT_THAT(serve().errors, HasSubstr("holds passwords that this key file does not open"));
}

TEST_F(ServeUpkeep, WritesAsTheUserToWhomTheServiceBelongs) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can be somebody else";
  constexpr uid_t somebody = 65'534;
  with_a_stored_password();
  std::filesystem::permissions(folder_.path(), std::filesystem::perms(0711));
  ASSERT_EQ(::chown(state().c_str(), somebody, somebody), 0);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(state()))
    ASSERT_EQ(::chown(entry.path().c_str(), somebody, somebody), 0);
  const auto ended = run({"vault", "rotate"});
  EXPECT_EQ(ended.exit_code, 0) << ended.told();
  for (const auto& entry : std::filesystem::recursive_directory_iterator(state())) {
    struct stat about{};
    ASSERT_EQ(::stat(entry.path().c_str(), &about), 0);
    EXPECT_EQ(about.st_uid, somebody) << entry.path();
  }
}

TEST_F(ServeUpkeep, RefusesToStartWithoutTheKeyOfWhatIsStored) {
  with_a_stored_password();
  const auto key = text_of(key_file());
  std::filesystem::remove(key_file());
  const auto refused = serve();
  EXPECT_EQ(refused.exit_code, 2) << refused.told();
  EXPECT_THAT(refused.errors,
              AllOf(HasSubstr("key file that opens them is gone"), HasSubstr("vault reset")));
  EXPECT_FALSE(std::filesystem::exists(key_file()));
  EXPECT_NE(run({"vault", "rotate"}).exit_code, 0);
  std::ofstream(key_file()) << key;
  std::filesystem::permissions(
      key_file(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_THAT(run({"vault", "reset"}).output, HasSubstr("nothing to delete"));
  expect_it_starts_with_its_password();
}

TEST_F(ServeUpkeep, GivesUpPasswordsWhoseKeyIsLost) {
  with_a_stored_password();
  std::filesystem::remove(key_file());
  const auto asked = run({"vault", "reset"});
  EXPECT_EQ(asked.exit_code, 2) << asked.told();
  EXPECT_THAT(asked.errors, HasSubstr("--yes"));
  EXPECT_FALSE(std::filesystem::exists(key_file()));
  const auto done = run({"vault", "reset", "--yes"});
  EXPECT_EQ(done.exit_code, 0) << done.told();
  RunningService service(state());
  auto browser = service.browser();
  EXPECT_EQ(browser.sign_in(olga, everybodys_password).status, 200);
  EXPECT_THAT(browser.get("/settings").body, HasSubstr("\"kept_secrets\":[]"));
}

TEST_F(ServeUpkeep, IssuesLicencesThatCountOnce) {
  const auto none = run({"licence", "issue", "--migrations", "25"});
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_THAT(none.errors, HasSubstr("licence key makes one"));
  const auto made = run({"licence", "key"});
  EXPECT_EQ(made.exit_code, 0) << made.told();
  EXPECT_THAT(made.output, StartsWith("PFPUB-"));
  EXPECT_EQ(run({"licence", "key"}).output, made.output);
  const auto file = folder_.path() / "state" / "licence.key";
  struct stat about{};
  ASSERT_EQ(::stat(file.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600U);
  const auto seed = text_of(file).substr(0, 64);
  const auto configuration = folder_.path() / "postferry.toml";
  std::ofstream(configuration) << "[licences]\npublic_keys = [\""
                               << made.output.substr(0, made.output.size() - 1) << "\"]\n";
  RunningService service(state(), {"--config", configuration.string()});
  auto browser = first_visit(service);
  const auto issued = run({"licence", "issue", "--migrations", "25", "--customer", "provider",
                           "--config", configuration.string()});
  EXPECT_EQ(issued.exit_code, 0) << issued.told();
  EXPECT_THAT(issued.output, StartsWith("PF-"));
  EXPECT_THAT(issued.errors, IsEmpty());
  EXPECT_THAT(issued.told() + made.told(), Not(HasSubstr(seed)));
  const auto credits = browser.post("/credits/keys", text::json::Object{{"key", issued.output}});
  EXPECT_EQ(credits.status, 201) << credits.body;
  EXPECT_THAT(credits.body, HasSubstr("\"migrations\":25"));
  EXPECT_EQ(browser.post("/credits/keys", text::json::Object{{"key", issued.output}}).code(),
            "licence_known");
  const auto elsewhere = run(
      {"licence", "issue", "--migrations", "25", "--installation", "01JAB3QK5WZ8V6T9R2M4N7PXYC"});
  EXPECT_EQ(elsewhere.exit_code, 0) << elsewhere.told();
  EXPECT_EQ(browser.post("/credits/keys", text::json::Object{{"key", elsewhere.output}}).code(),
            "licence_of_other_installation");
  EXPECT_EQ(run({"licence", "issue", "--migrations", "5", "--customer", "Nobody"}).exit_code, 2);
  for (const auto* number : {"0", "-1", "2x", "1000001"})
    EXPECT_EQ(run({"licence", "issue", "--migrations", number}).exit_code, 2) << number;
}

TEST_F(ServeUpkeep, RemovesTheDataOfACustomerAndTheCustomer) {
  RunningService service(state());
  auto browser = first_visit(service);
  const auto customer =
      browser.post("/customers", text::json::Object{{"name", "Nordlicht"}}).text("id");
  auto jana = join(service, browser, "jana@nordlicht.example", "admin", customer);
  EXPECT_EQ(jana.post("/customers/" + customer + "/forget", text::json::Object{}).status, 204);
  EXPECT_EQ(jana.get("/session").status, 200);
  EXPECT_EQ(browser.send("DELETE", "/customers/" + customer).status, 204);
  EXPECT_EQ(jana.get("/session").status, 401);
}

}  // namespace
}  // namespace postferry::test
