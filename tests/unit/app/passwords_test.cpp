#include "app/passwords.hpp"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "app/process.hpp"
#include "tests/support/temporary_folder.hpp"

namespace postferry::app {
namespace {

using testing::HasSubstr;

class Passwords : public testing::Test {
 protected:
  Passwords() : file_(folder_.path() / "password") {
    account_.side = Side::source;
    account_.user = "alice";
    account_.endpoint.host = "old.example";
  }

  void write(std::string_view text, mode_t mode = 0600) {
    std::ofstream(file_, std::ios::binary) << text;
    ::chmod(file_.c_str(), mode);
  }
  Result<Secret> in_file() {
    return password_in_file(file_, Side::source,
                            [this](std::string_view text) { warnings_.emplace_back(text); });
  }
  Error refused() {
    const auto secret = in_file();
    EXPECT_FALSE(secret);
    return secret ? Error{} : secret.error();
  }

  test::TemporaryFolder folder_;
  std::filesystem::path file_;
  std::vector<std::string> warnings_;
  service::AccountUrl account_;
};

TEST_F(Passwords, the_first_line_of_a_file) {
  for (const auto* text : {"hunter2", "hunter2\n", "hunter2\r\n", "hunter2\nmore\n"}) {
    write(text);
    EXPECT_EQ(in_file()->reveal(), "hunter2") << text;
  }
  write(" spaces stay \n");
  EXPECT_EQ(in_file()->reveal(), " spaces stay ");
  EXPECT_TRUE(warnings_.empty());
}

TEST_F(Passwords, a_file_that_others_may_read) {
  for (const mode_t mode : {0640u, 0604u, 0644u}) {
    warnings_.clear();
    write("hunter2\n", mode);
    EXPECT_EQ(in_file()->reveal(), "hunter2");
    ASSERT_EQ(warnings_.size(), 1u);
    EXPECT_THAT(warnings_[0], HasSubstr("chmod 600"));
  }
}

TEST_F(Passwords, files_that_hold_none) {
  EXPECT_EQ(refused().code, ErrorCode::file_unreadable);
  EXPECT_THAT(refused().where, HasSubstr("--source-password-file"));
  write("");
  EXPECT_EQ(refused().code, ErrorCode::bad_usage);
  EXPECT_EQ(refused().where, "--source-password-file");
  EXPECT_THAT(refused().text, HasSubstr("is empty"));
  write("\nhunter2\n");
  EXPECT_THAT(refused().text, HasSubstr("empty"));
  write(std::string("hunter2\0x", 9));
  EXPECT_THAT(refused().text, HasSubstr("NUL"));
  write(std::string(4096, 'x'));
  EXPECT_EQ(in_file()->reveal().size(), 4096u);
  write(std::string(4097, 'x'));
  EXPECT_THAT(refused().text, HasSubstr("too long"));
  write(std::string(100000, 'x'));
  EXPECT_THAT(refused().text, HasSubstr("too long"));
}

TEST_F(Passwords, a_named_file_goes_before_the_environment) {
  write("from file\n");
  const auto warn = [](std::string_view) {};
  EXPECT_EQ(password_of(account_, file_, Secret("from environment"), warn)->reveal(), "from file");
  EXPECT_EQ(password_of(account_, {}, Secret("from environment"), warn)->reveal(),
            "from environment");
}

TEST_F(Passwords, the_environment_forgets_them) {
  setenv("POSTFERRY_SOURCE_PASSWORD", "hunter2", 1);
  unsetenv("POSTFERRY_TARGET_PASSWORD");
  const char* memory = getenv("POSTFERRY_SOURCE_PASSWORD");
  const auto taken = take_environment_passwords();
  EXPECT_EQ(taken.source.reveal(), "hunter2");
  EXPECT_TRUE(taken.target.empty());
  EXPECT_EQ(getenv("POSTFERRY_SOURCE_PASSWORD"), nullptr);
  EXPECT_STREQ(memory, "");
}

}  // namespace
}  // namespace postferry::app
