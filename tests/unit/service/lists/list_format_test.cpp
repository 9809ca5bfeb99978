// The formats as data, and the pages and files that are held to them.
#include "service/lists/list_format.hpp"

#include <fmt/format.h>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>
#include <sstream>

#include "service/lists/choice_columns.hpp"

namespace postferry::service {
namespace {

using testing::HasSubstr;

std::string document(const std::string& name) {
  std::ifstream file(std::string(SOURCE_DIR) + "/docs/" + name, std::ios::binary);
  EXPECT_TRUE(file) << name;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(ListFormats, are_found_by_name_and_id) {
  for (const auto& format : list_formats()) {
    EXPECT_EQ(&list_format(format.id), &format);
    EXPECT_EQ(list_format_named(format.name), &format);
  }
  EXPECT_EQ(list_format_named("thirteen_fields"), nullptr);
}

TEST(ListFormats, columns_are_named_once_and_passwords_are_secret) {
  for (const auto& format : list_formats()) {
    std::set<std::string_view> ids;
    std::set<Field> fields;
    for (const auto& column : format.columns) {
      EXPECT_TRUE(ids.insert(column.id).second) << column.id;
      EXPECT_TRUE(fields.insert(column.field).second) << column.id;
      const bool password = column.field == Field::source_password ||
                            column.field == Field::target_password ||
                            column.field == Field::master_password;
      EXPECT_EQ(column.secrecy == Secrecy::secret, password) << column.id;
    }
    EXPECT_LE(format.least_fields, format.columns.size());
  }
}

TEST(ListFormats, the_page_describes_each_column_and_shows_the_example) {
  const auto page = document("list-formats.md");
  for (const auto& format : list_formats()) {
    EXPECT_THAT(page, HasSubstr(fmt::format("## {}\n\n`{}`. {} Example: [{}.csv]", format.title,
                                            format.name, format.text, format.name)));
    EXPECT_THAT(page, HasSubstr(fmt::format("```csv\n{}```\n", format.example)));
    std::string table;
    for (const auto& column : format.columns) {
      std::string flags = column.need == Need::required ? "required" : "";
      if (column.secrecy == Secrecy::secret) flags += flags.empty() ? "secret" : ", secret";
      table += fmt::format("| `{}` | {} | {} |\n", column.id, flags, column.text);
    }
    EXPECT_THAT(page, HasSubstr("|---|---|---|\n" + table + "\n"));
    EXPECT_EQ(document(fmt::format("examples/{}.csv", format.name)), format.example);
  }
  for (const auto& column : choice_columns())
    EXPECT_THAT(page, HasSubstr(fmt::format("`{}`", column.name)));
}

}  // namespace
}  // namespace postferry::service
