// Vault: what it seals opens in its place alone, and its key file is nobody else's.
#include "storage/vault.hpp"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <set>
#include <sstream>
#include <sys/stat.h>

#include "tests/support/temporary_folder.hpp"

namespace postferry::storage {
namespace {

constexpr SecretPlace source{.owner = "01M", .side = "source"};

class VaultTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(make_vault_keys(file)); }

  std::string text() const {
    std::ifstream from(file);
    std::stringstream all;
    all << from.rdbuf();
    return all.str();
  }
  void write(const std::string& content) const { std::ofstream(file, std::ios::trunc) << content; }
  Vault vault() const { return Vault(read_vault_keys(file)); }

  test::TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "vault.key";
};

TEST_F(VaultTest, OpensWhatItSealed) {
  const auto opened = vault();
  std::string password;
  for (int length = 0; length < 200; ++length) {
    const auto sealed = opened.seal(Secret(password), source);
    const auto again = vault().open(sealed, source);
    ASSERT_TRUE(again) << again.error().text;
    EXPECT_EQ(again->reveal(), password);
    password += static_cast<char>(length * 7);
  }
}

TEST_F(VaultTest, TellsNothingOfThePassword) {
  const auto opened = vault();
  const auto sealed = opened.seal(Secret("correct horse"), source);
  EXPECT_EQ(sealed.text.find("correct"), std::string::npos);
  EXPECT_NE(opened.seal(Secret("correct horse"), source).text, sealed.text);
  EXPECT_EQ(opened.seal(Secret("1"), source).text.size(), sealed.text.size());
}

TEST_F(VaultTest, OpensNothingThatStandsElsewhere) {
  const auto opened = vault();
  const auto sealed = opened.seal(Secret("correct horse"), source);
  for (const auto place : {SecretPlace{"01M", "target"}, SecretPlace{"01N", "source"},
                           SecretPlace{"01Ms", "ource"}, SecretPlace{"", ""}}) {
    const auto result = opened.open(sealed, place);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::state_broken);
    EXPECT_EQ(result.error().text.find("correct"), std::string::npos);
  }
}

TEST_F(VaultTest, OpensNothingThatWasChanged) {
  const auto opened = vault();
  const auto sealed = opened.seal(Secret("correct horse"), source);
  for (std::size_t at = 0; at < sealed.text.size(); ++at) {
    auto changed = sealed;
    changed.text[at] = changed.text[at] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(opened.open(changed, source)) << at;
    changed.text = sealed.text.substr(0, at);
    EXPECT_FALSE(opened.open(changed, source)) << at;
  }
  EXPECT_FALSE(opened.open({.key = sealed.key, .text = sealed.text + "!"}, source));
}

TEST_F(VaultTest, NamesTheKeyThatIsMissing) {
  const auto sealed = vault().seal(Secret("correct horse"), source);
  std::filesystem::remove(file);
  ASSERT_TRUE(make_vault_keys(file));
  const auto result = vault().open(sealed, source);
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().text.find(sealed.key), std::string::npos);
}

TEST_F(VaultTest, SealsWithTheNewestKeyAndStillOpensTheOld) {
  const auto old = vault().seal(Secret("correct horse"), source);
  const auto id = add_vault_key(file);
  const auto opened = vault();
  EXPECT_EQ(opened.key(), id);
  EXPECT_NE(old.key, id);
  EXPECT_TRUE(opened.open(old, source));
  const auto anew = opened.seal(Secret("correct horse"), source);
  EXPECT_EQ(anew.key, id);
  drop_old_vault_keys(file);
  EXPECT_TRUE(vault().open(anew, source));
  EXPECT_FALSE(vault().open(old, source));
}

TEST_F(VaultTest, DoesNotOpenWithAKeyThatIsNamedFalsely) {
  const auto old = vault().seal(Secret("correct horse"), source);
  add_vault_key(file);
  const auto opened = vault();
  EXPECT_FALSE(opened.open({.key = opened.key(), .text = old.text}, source));
}

TEST_F(VaultTest, IsNeverMadeTwice) {
  const auto before = text();
  EXPECT_FALSE(make_vault_keys(file));
  EXPECT_EQ(text(), before);
}

TEST_F(VaultTest, LeavesNothingBesideItsFile) {
  make_vault_keys(file);
  add_vault_key(file);
  drop_old_vault_keys(file);
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
    names.insert(entry.path().filename().string());
  EXPECT_EQ(names, std::set<std::string>{"vault.key"});
}

TEST_F(VaultTest, FileIsItsOwnersAlone) {
  for (int round = 0; round < 2; ++round) {
    struct stat about{};
    ASSERT_EQ(::stat(file.c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777, 0600U);
    add_vault_key(file);
  }
  for (const auto too_many :
       {std::filesystem::perms::group_read, std::filesystem::perms::others_read,
        std::filesystem::perms::group_write}) {
    std::filesystem::permissions(file, std::filesystem::perms::owner_read | too_many);
    EXPECT_THROW(read_vault_keys(file), Failure);
  }
  std::filesystem::permissions(file, std::filesystem::perms::owner_read);
  EXPECT_EQ(read_vault_keys(file).size(), 3U);
}

TEST_F(VaultTest, FileThatHoldsSomethingElseIsRefused) {
  for (const auto& content :
       {std::string(), std::string("# only words\n"), std::string("nonsense\n"),
        std::string("key 0011223 00\n"), std::string("key 00112233 00\n"),
        "key 00112233 " + std::string(64, 'g') + "\n",
        "key 00112233 " + std::string(66, '0') + "\n", text() + "more\n",
        std::string(100'000, '#')}) {
    write(content);
    EXPECT_THROW(read_vault_keys(file), Failure) << content.substr(0, 100);
  }
  std::filesystem::remove(file);
  EXPECT_THROW(read_vault_keys(file), Failure);
  EXPECT_THROW(read_vault_keys(folder.path()), Failure);
}

}  // namespace
}  // namespace postferry::storage
