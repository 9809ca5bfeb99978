#include "service/lists/csv_export.hpp"

#include <gtest/gtest.h>
#include <vector>

#include "text/csv.hpp"

namespace postferry::service {
namespace {

TEST(CsvExport, rows_as_rfc_4180_has_them) {
  CsvExport csv({"name", "what, and why", "count"});
  csv.add({"anna@old.example", "he said \"no\"\nand left", std::int64_t{-3}});
  EXPECT_EQ(csv.text(),
            "\xEF\xBB\xBFname,\"what, and why\",count\r\n"
            "anna@old.example,\"he said \"\"no\"\"\nand left\",-3\r\n");
}

TEST(CsvExport, what_a_spreadsheet_would_calculate_is_text) {
  for (const auto& [text, cell] :
       {std::pair{"=1+2", "'=1+2"}, std::pair{"+49 30", "'+49 30"}, std::pair{"-1", "'-1"},
        std::pair{"@SUM(A1)", "'@SUM(A1)"}, std::pair{"\t=1", "\"'\t=1\""},
        std::pair{"\r=1", "\"'\r=1\""}, std::pair{"  =1", "'  =1"},
        std::pair{"=HYPERLINK(\"http://a\",\"b\")", "\"'=HYPERLINK(\"\"http://a\"\",\"\"b\"\")\""},
        std::pair{"\xEF\xBC\x9D"
                  "1",
                  "'\xEF\xBC\x9D"
                  "1"},
        std::pair{"a=1", "a=1"}, std::pair{"", ""}, std::pair{" ", "\" \""}})
    EXPECT_EQ(harmless_cell(text), cell);
}

TEST(CsvExport, bytes_that_are_no_text) {
  EXPECT_EQ(harmless_cell("m\xFCller"), "m\xEF\xBF\xBDller");
  EXPECT_EQ(harmless_cell(std::string_view("=\0"
                                           "1",
                                           3)),
            "'=1");
  EXPECT_EQ(harmless_cell(std::string_view("\0=1", 3)), "'=1");
}

TEST(CsvExport, is_read_again_as_it_was) {
  CsvExport csv({"a", "b"});
  csv.add({"x;y\tz", " blank "});
  std::vector<text::CsvRow> rows;
  text::CsvReader reader([&rows](text::CsvRow row) { rows.push_back(std::move(row)); },
                         {.separator = ','});
  reader.feed(std::string_view(csv.text()).substr(3));
  reader.finish();
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[1].fields, (std::vector<std::string>{"x;y\tz", " blank "}));
}

}  // namespace
}  // namespace postferry::service
