// Licence keys: signed, pasted, read again; a changed letter is found.
#include "service/licence.hpp"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/error.hpp"
#include "tests/support/temporary_folder.hpp"
#include "text/ascii.hpp"

namespace postferry::service {
namespace {

const Secret signing_key = new_signing_key();
const std::vector<std::string> trusted{public_key_of(signing_key)};

Licence licence(std::string customer = "") {
  return {.id = new_licence_id(),
          .installation = "01ARYZ6S41TSV4RRFFQ69G5FAV",
          .customer = std::move(customer),
          .migrations = 25,
          .issued = Instant(std::chrono::seconds(1'795'000'000))};
}

TEST(Licence, IsReadAsItWasWritten) {
  for (const auto& given : {licence(), licence("7ZZZZZZZZZZZZZZZZZZZZZZZZZ")})
    EXPECT_EQ(read_licence(write_licence(given, signing_key), trusted), given);
}

TEST(Licence, IsShortEnoughToPaste) {
  const auto text = write_licence(licence(), signing_key);
  EXPECT_TRUE(text.starts_with("PF-")) << text;
  EXPECT_LT(text.size(), 280U);
}

TEST(Licence, ForgivesWhatPastingDoes) {
  const auto given = licence();
  auto text = text::to_lower(write_licence(given, signing_key));
  text.insert(50, "\r\n  ");
  EXPECT_EQ(read_licence("  " + text + "\n", trusted), given);
}

TEST(Licence, OfWhichAnyLetterIsAnotherIsRefused) {
  const auto text = write_licence(licence(), signing_key);
  for (std::size_t at = 3; at < text.size(); ++at) {
    if (text[at] == '-') continue;
    auto changed = text;
    changed[at] = changed[at] == '7' ? '8' : '7';
    EXPECT_FALSE(read_licence(changed, trusted)) << at;
  }
}

TEST(Licence, OfWhichAPartIsMissingIsUnreadable) {
  const auto text = write_licence(licence(), signing_key);
  for (std::size_t length = 0; length < text.size(); ++length)
    EXPECT_EQ(read_licence(text.substr(0, length), trusted).error(), LicenceFault::unreadable);
  EXPECT_EQ(read_licence(text + "0", trusted).error(), LicenceFault::unreadable);
  EXPECT_EQ(read_licence(std::string(1'000'000, 'P'), trusted).error(), LicenceFault::unreadable);
}

TEST(Licence, OfAnotherSignerIsForged) {
  const auto text = write_licence(licence(), new_signing_key());
  EXPECT_EQ(read_licence(text, trusted).error(), LicenceFault::forged);
  EXPECT_EQ(read_licence(text, {}).error(), LicenceFault::forged);
  const std::vector<std::string> nonsense{"", "PFPUB-", "PFPUB-00", "nonsense"};
  EXPECT_EQ(read_licence(text, nonsense).error(), LicenceFault::forged);
}

TEST(Licence, BelievesAnyOfTheKeysItTrusts) {
  const std::vector<std::string> both{public_key_of(new_signing_key()), trusted.front()};
  EXPECT_TRUE(read_licence(write_licence(licence(), signing_key), both));
}

TEST(Licence, IsNotIssuedForNobody) {
  auto wrong = licence();
  wrong.installation = "here";
  EXPECT_THROW(write_licence(wrong, signing_key), Failure);
  wrong = licence("there");
  EXPECT_THROW(write_licence(wrong, signing_key), Failure);
}

TEST(Licence, IsShownByTheEndsOfItsId) {
  EXPECT_EQ(shown_licence_id("7Q2M000000000088"), "PF-7Q2M-...-0088");
}

TEST(SigningKeyFile, IsReadAsItWasMade) {
  const test::TemporaryFolder folder;
  const auto file = folder.path() / "signing.key";
  make_signing_key_file(file);
  const auto key = read_signing_key_file(file);
  EXPECT_EQ(key.reveal().size(), 32U);
  EXPECT_EQ(public_key_of(key), public_key_of(read_signing_key_file(file)));
  EXPECT_THROW(make_signing_key_file(file), Failure);  // never replaced
  struct stat about{};
  ASSERT_EQ(::stat(file.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600U);
}

TEST(SigningKeyFile, ThatOthersCanReadIsRefused) {
  const test::TemporaryFolder folder;
  const auto file = folder.path() / "signing.key";
  make_signing_key_file(file);
  std::filesystem::permissions(file, std::filesystem::perms::group_read,
                               std::filesystem::perm_options::add);
  EXPECT_THROW(read_signing_key_file(file), Failure);
}

TEST(SigningKeyFile, WithoutAKeyIsRefused) {
  const test::TemporaryFolder folder;
  for (const std::string& text :
       std::vector<std::string>{"", "nonsense", "00", "0011223344556677"}) {
    const auto file = folder.path() / "wrong.key";
    std::ofstream(file) << text;
    std::filesystem::permissions(
        file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    EXPECT_THROW(read_signing_key_file(file), Failure) << text;
  }
  EXPECT_THROW(read_signing_key_file(folder.path() / "none.key"), Failure);
}

}  // namespace
}  // namespace postferry::service
