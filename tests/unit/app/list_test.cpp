#include "app/list.hpp"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/batch_text.hpp"
#include "app/list_defaults.hpp"
#include "app/list_row.hpp"
#include "tests/support/temporary_folder.hpp"

namespace postferry::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Lists : public testing::Test {
 protected:
  std::filesystem::path write(std::string_view name, std::string_view text) const {
    const auto file = folder_.path() / name;
    std::ofstream(file, std::ios::binary) << text;
    std::filesystem::permissions(
        file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    return file;
  }
  Result<List> read(std::string_view text) {
    return read_list(write("list.csv", text), defaults_,
                     [this](std::string_view sentence) { warnings_.emplace_back(sentence); });
  }
  // Every problem as check shows it, without the file's name.
  std::vector<std::string> problems(std::string_view text) {
    const auto list = read(text);
    EXPECT_TRUE(list) << list.error().text;
    std::vector<std::string> lines;
    for (const auto& problem : list->problems) lines.push_back(problem_text("l", problem));
    return lines;
  }

  ListDefaults defaults_;
  std::vector<std::string> warnings_;
  test::TemporaryFolder folder_;
};

constexpr std::string_view header = "source,source_password,target,target_password\n";

std::string with_header(std::string_view rows) { return std::string(header) + std::string(rows); }

TEST_F(Lists, a_row_is_two_accounts_with_their_secrets) {
  const auto list =
      read(with_header("imaps://alice@old.example,\"p,\"\"1\",imaps://bert@new.example, p2\n"));
  ASSERT_TRUE(list);
  ASSERT_EQ(list->rows.size(), 1u);
  const auto& row = list->rows[0];
  EXPECT_EQ(row.line, 2u);
  EXPECT_EQ(row.source.key(), "alice@old.example:993");
  EXPECT_EQ(row.target.key(), "bert@new.example:993");
  EXPECT_EQ(list->secrets[row.source_secret].reveal(), "p,\"1");
  EXPECT_EQ(list->secrets[row.target_secret].reveal(), " p2");
  EXPECT_TRUE(warnings_.empty());
}

TEST_F(Lists, equal_secrets_are_one) {
  const auto list =
      read(with_header("imaps://a@old.example,one,imaps://a@new.example,two\n"
                       "imaps://b@old.example,one,imaps://b@new.example,one\n"));
  ASSERT_EQ(list->rows.size(), 2u);
  EXPECT_EQ(list->rows[0].source_secret, list->rows[1].source_secret);
  EXPECT_EQ(list->rows[1].source_secret, list->rows[1].target_secret);
  EXPECT_NE(list->rows[0].source_secret, list->rows[0].target_secret);
}

TEST_F(Lists, every_bad_field_is_told_by_line_and_column) {
  const auto told =
      problems(with_header("imaps://a@old.example,one,imaps://a@new.example,two\n"
                           "ftp://a@old.example,one,imaps://new.example,two\n"
                           "\n"
                           "imaps://c@old.example,,imaps://c@new.example,two\n"
                           "imaps://d:topsecret@old.example,x,imaps://d@new.example,two\n"
                           "imaps://e@old.example,x,imaps://e@new.example,two,three\n"));
  ASSERT_EQ(told.size(), 5u);
  EXPECT_THAT(told[0], HasSubstr("l:3: source: An account begins with imaps://"));
  EXPECT_THAT(told[1], HasSubstr("l:3: target: The URL names no user"));
  EXPECT_THAT(told[2], HasSubstr("l:5: source_password: It is empty"));
  EXPECT_THAT(told[3], HasSubstr("l:6: source: A password does not belong into the URL; put it "
                                 "into the column source_password"));
  EXPECT_THAT(told[4], HasSubstr("l:7: It has 5 fields, the header 4"));
  for (const auto& line : told) EXPECT_THAT(line, testing::Not(HasSubstr("topsecret")));
}

TEST_F(Lists, the_pair_twice_is_refused_and_the_target_twice_is_told) {
  const auto list =
      read(with_header("imaps://a@old.example,1,imaps://x@new.example,2\n"
                       "imaps://a@OLD.example:993,1,imaps://x@new.example,2\n"
                       "imaps://b@old.example,1,imaps://x@new.example,2\n"
                       "imaps://c@old.example,1,imaps://c@old.example,2\n"));
  ASSERT_EQ(list->problems.size(), 3u);
  EXPECT_EQ(list->problems[0].line, 3u);
  EXPECT_EQ(list->problems[0].severity, Severity::error);
  EXPECT_THAT(list->problems[0].text, HasSubstr("Line 2 fills the same target from the same"));
  EXPECT_EQ(list->problems[1].line, 4u);
  EXPECT_EQ(list->problems[1].severity, Severity::warning);
  EXPECT_THAT(list->problems[2].text, HasSubstr("the same account"));
  EXPECT_EQ(list->rows.size(), 2u);
  EXPECT_EQ(list->refused(), 2u);
}

TEST_F(Lists, a_wrong_header_ends_the_reading) {
  EXPECT_THAT(problems("source,target,colour\n"),
              ElementsAre(HasSubstr("l:1: There is no column \"colour\"")));
  EXPECT_THAT(problems("source,source_password\n"),
              ElementsAre(HasSubstr("l:1: target: The column is missing")));
  EXPECT_THAT(problems("imaps://a@b,p,imaps://c@d,q\n"),
              ElementsAre(HasSubstr("The first line must name the columns")));
  EXPECT_THAT(problems(""), ElementsAre(HasSubstr("The list is empty")));
  EXPECT_THAT(problems(header), ElementsAre(HasSubstr("The list holds no accounts")));
  EXPECT_FALSE(read("")->usable);
}

TEST_F(Lists, a_row_may_bring_its_own_options) {
  defaults_.written.exclude = {"Junk"};
  defaults_.written.max_size = "1M";
  const auto list = read(
      "# name;Source;Source_Password;Target;target-password;exclude;max_size;accept-dates;map\n"
      "A;imaps://a@old.example;1;imaps://a@new.example;2;;;;\n"
      "B;imaps://b@old.example;1;imaps://b@new.example;2;\"Spam\nLists/*\";;yes;Old=New\n");
  ASSERT_TRUE(list);
  ASSERT_EQ(list->rows.size(), 2u) << list->problems.at(0).text;
  const auto& common = *list->rows[0].options;
  const auto& own = *list->rows[1].options;
  EXPECT_THAT(common.exclude, ElementsAre("Junk"));
  EXPECT_EQ(common.accept_dates, engine::AcceptDates::no);
  EXPECT_THAT(own.exclude, ElementsAre("Spam", "Lists/*"));
  EXPECT_EQ(own.max_size_bytes, 1u << 20);
  EXPECT_EQ(own.accept_dates, engine::AcceptDates::yes);
  ASSERT_EQ(own.map.size(), 1u);
}

TEST_F(Lists, a_wrong_option_is_told_with_its_column) {
  const auto told = problems(
      "source,source_password,target,target_password,max-size,accept-dates\n"
      "imaps://a@old.example,1,imaps://a@new.example,2,many,\n"
      "imaps://b@old.example,1,imaps://b@new.example,2,,maybe\n");
  EXPECT_THAT(told, ElementsAre(HasSubstr("l:2: max-size: \"many\" cannot be used"),
                                HasSubstr("l:3: accept-dates: Write yes or no.")));
}

TEST_F(Lists, user_names_are_enough_where_servers_are_given) {
  defaults_.written.source_server = "imaps://old.example?master=admin";
  defaults_.written.target_server = "imap://new.example:1143";
  defaults_.source_password = Secret("master's");
  defaults_.target_password = Secret("other");
  const auto list = read("source\nalice@a.example\nb/\xC3\xBC:?&\n");
  ASSERT_TRUE(list);
  ASSERT_EQ(list->rows.size(), 2u) << list->problems.at(0).text;
  const auto& [line, source, target, source_secret, target_secret, options] = list->rows[0];
  EXPECT_EQ(source.key(), "alice@a.example@old.example:993");
  EXPECT_EQ(source.master, "admin");
  EXPECT_EQ(target.key(), "alice@a.example@new.example:1143");
  EXPECT_EQ(list->secrets[source_secret].reveal(), "master's");
  EXPECT_EQ(list->secrets[target_secret].reveal(), "other");
  EXPECT_EQ(list->rows[1].source.user, "b/\xC3\xBC:?&");
}

TEST_F(Lists, a_common_secret_goes_to_no_other_server) {
  defaults_.written.source_server = "imaps://old.example?master=admin";
  defaults_.source_password = Secret("master's");
  EXPECT_THAT(problems("source,source_password,target,target_password\n"
                       "imaps://a@elsewhere.example,,imaps://a@new.example,2\n"),
              ElementsAre(HasSubstr("l:2: source_password: It is empty; the password for all rows "
                                    "is sent to old.example only.")));
}

TEST_F(Lists, a_wrong_server_is_told_as_the_option_it_is) {
  defaults_.written.source_server = "imaps://admin@old.example";
  const auto list = read("source\nalice\n");
  ASSERT_FALSE(list);
  EXPECT_EQ(list.error().where, "--source-server");
}

TEST_F(Lists, excel_saves_utf16) {
  std::string bytes = "\xFF\xFE";
  for (const char c : std::string("source\tsource_password\ttarget\ttarget_password\r\n"
                                  "imaps://a@old.example\tp\ttab\r\n"))
    bytes += {c, '\0'};
  EXPECT_THAT(problems(bytes), ElementsAre(HasSubstr("l:2: target: "), HasSubstr("l:2: target_")));
}

TEST_F(Lists, bytes_of_another_encoding_are_told) {
  EXPECT_THAT(problems(with_header("imaps://a@old.example,caf\xE9,imaps://a@new.example,2\n")),
              ElementsAre(HasSubstr("l:2: source_password: It is not UTF-8")));
}

TEST_F(Lists, others_who_may_read_it_are_told) {
  const auto file = write("open.csv", header);
  std::filesystem::permissions(file, std::filesystem::perms::others_read,
                               std::filesystem::perm_options::add);
  ASSERT_TRUE(read_list(file, defaults_,
                        [this](std::string_view sentence) { warnings_.emplace_back(sentence); }));
  EXPECT_THAT(warnings_, ElementsAre(HasSubstr("chmod 600")));
}

TEST_F(Lists, a_file_that_is_not_there) {
  const auto list = read_list(folder_.path() / "none.csv", defaults_, [](std::string_view) {});
  ASSERT_FALSE(list);
  EXPECT_EQ(list.error().code, ErrorCode::file_unreadable);
}

TEST_F(Lists, ten_thousand_rows) {
  std::string text(header);
  for (int row = 0; row < 10000; ++row)
    text += "imaps://user" + std::to_string(row) + "@old.example,secret" + std::to_string(row) +
            ",imaps://user" + std::to_string(row) + "@new.example,other\n";
  const auto list = read(text);
  EXPECT_EQ(list->rows.size(), 10000u);
  EXPECT_TRUE(list->problems.empty());
  EXPECT_EQ(list->rows.front().options, list->rows.back().options);
}

TEST_F(Lists, a_file_of_defaults_fills_what_the_command_line_leaves_empty) {
  const auto file =
      write("defaults",
            "\xEF\xBB\xBF# for all\n[defaults]\n\nsource_server = imaps://old.example\n"
            "exclude = Junk\nEXCLUDE = Trash\nmax-size=2M\r\naccept-dates = yes\n");
  WrittenOptions written;
  written.max_size = "1M";
  const auto all = with_defaults_file(written, file);
  ASSERT_TRUE(all) << all.error().text;
  EXPECT_EQ(all->source_server, "imaps://old.example");
  EXPECT_THAT(all->exclude, ElementsAre("Junk", "Trash"));
  EXPECT_EQ(all->max_size, "1M");
  EXPECT_TRUE(all->accept_dates);
}

TEST_F(Lists, what_is_wrong_in_a_file_of_defaults_is_told_with_its_line) {
  for (const auto& [text, words] : {std::pair{"\ncolour = blue\n", "none of the settings"},
                                    std::pair{"\nsource-password = x1y2\n", "its file"},
                                    std::pair{"\n[rows]\n", "The only section"},
                                    std::pair{"\naccept-dates = perhaps\n", "yes or no"}}) {
    const auto all = with_defaults_file({}, write("defaults", text));
    ASSERT_FALSE(all) << text;
    EXPECT_THAT(all.error().text, HasSubstr(words));
    EXPECT_THAT(all.error().where, HasSubstr("line 2"));
    EXPECT_THAT(all.error().text, testing::Not(HasSubstr("x1y2")));
  }
}

}  // namespace
}  // namespace postferry::app
