#include "text/csv.hpp"

#include <gtest/gtest.h>

namespace postferry::text {
namespace {

using Row = std::vector<std::string>;

struct Read {
  std::vector<Row> rows;
  std::vector<std::size_t> lines;
  std::vector<CsvProblem> problems;
};

Read read_in_pieces(std::string_view text, std::size_t piece, CsvStyle style = {}) {
  Read read;
  CsvReader reader(
      [&read](CsvRow row) {
        read.lines.push_back(row.line);
        read.problems.push_back(row.problem);
        read.rows.push_back(std::move(row.fields));
      },
      style);
  for (std::size_t at = 0; at < text.size(); at += piece) reader.feed(text.substr(at, piece));
  reader.finish();
  return read;
}

// Whole, and fed one byte at a time.
Read read(std::string_view text, CsvStyle style = {}) {
  const auto whole = read_in_pieces(text, text.size() + 1, style);
  const auto by_bytes = read_in_pieces(text, 1, style);
  EXPECT_EQ(whole.rows, by_bytes.rows);
  EXPECT_EQ(whole.lines, by_bytes.lines);
  EXPECT_EQ(whole.problems, by_bytes.problems);
  return whole;
}

TEST(Csv, finds_the_separator_by_looking) {
  const std::vector<Row> expected = {{"a", "b", "c"}, {"1", "2", "3"}};
  EXPECT_EQ(read("a,b,c\n1,2,3\n").rows, expected);
  EXPECT_EQ(read("a;b;c\r\n1;2;3\r\n").rows, expected);
  EXPECT_EQ(read("a\tb\tc\r1\t2\t3").rows, expected);
  EXPECT_EQ(read("sep=;\r\na;b;c\r\n1;2;3").rows, expected);
  EXPECT_EQ(read("one\ntwo\n").rows, (std::vector<Row>{{"one"}, {"two"}}));
}

TEST(Csv, takes_the_separator_that_it_is_told) {
  EXPECT_EQ(read("a,b|c\n\"1|,\"|2", {.separator = '|'}).rows,
            (std::vector<Row>{{"a,b", "c"}, {"1|,", "2"}}));
}

TEST(Csv, ends_rows_with_their_lines_where_fields_hold_none) {
  const auto result =
      read("\"a\";\"b\r\nc;\"d;e\"\nf;g\r\"h", {.separator = ';', .line_ends = LineEnds::of_rows});
  EXPECT_EQ(result.rows, (std::vector<Row>{{"a"}, {"c", "d;e"}, {"f", "g"}, {}}));
  EXPECT_EQ(result.lines, (std::vector<std::size_t>{1, 2, 3, 4}));
  EXPECT_EQ(result.problems, (std::vector{CsvProblem::quotes_not_closed, CsvProblem::none,
                                          CsvProblem::none, CsvProblem::quotes_not_closed}));
}

TEST(Csv, quoted_names_do_not_choose_the_separator) {
  EXPECT_EQ(read("\"a,b,c\";d\n1;2").rows, (std::vector<Row>{{"a,b,c", "d"}, {"1", "2"}}));
}

TEST(Csv, quotes_hold_separators_line_ends_and_quotes) {
  const auto result = read("a,b\n\"1,\r\n\"\"2\"\"\",\"\"\n3,4\n");
  EXPECT_EQ(result.rows, (std::vector<Row>{{"a", "b"}, {"1,\r\n\"2\"", ""}, {"3", "4"}}));
  EXPECT_EQ(result.lines, (std::vector<std::size_t>{1, 2, 4}));
}

TEST(Csv, counts_the_lines_of_the_file_also_the_empty_ones) {
  EXPECT_EQ(read("a\n\n\r\nb\r\n\rc").lines, (std::vector<std::size_t>{1, 4, 6}));
}

TEST(Csv, passwords_may_hold_anything) {
  const auto result = read("user,password\nalice, p;a\"s's \t\\%41 \nbert,\"\"\"\"\n");
  ASSERT_EQ(result.rows.size(), 3u);
  EXPECT_EQ(result.rows[1][1], " p;a\"s's \t\\%41 ");
  EXPECT_EQ(result.rows[2][1], "\"");
}

TEST(Csv, every_field_comes_back) {
  for (int c = 0; c < 256; ++c)
    for (const std::string& text :
         {std::string(1, static_cast<char>(c)),
          std::string("a") + static_cast<char>(c) + "\"b" + static_cast<char>(c)}) {
      const auto result = read("x,y\n" + csv_field(text) + ",end\n");
      ASSERT_EQ(result.rows.size(), 2u) << c;
      EXPECT_EQ(result.rows[1], (Row{text, "end"})) << c;
    }
}

TEST(Csv, a_mistake_is_told_and_the_next_row_is_read) {
  const auto result = read("a,b\n\"1\"x,2\n3,4\n");
  EXPECT_EQ(result.problems,
            (std::vector{CsvProblem::none, CsvProblem::text_behind_quotes, CsvProblem::none}));
  EXPECT_EQ(result.rows[2], (Row{"3", "4"}));
}

TEST(Csv, quotes_that_never_close_are_told_where_they_open) {
  const auto result = read("a,b\n1,2\n\"3,4\n5,6\n");
  ASSERT_EQ(result.problems.size(), 3u);
  EXPECT_EQ(result.problems[2], CsvProblem::quotes_not_closed);
  EXPECT_EQ(result.lines[2], 3u);
}

TEST(Csv, a_row_is_bounded) {
  const auto result = read_in_pieces("a,b\n\"" + std::string(100000, 'x') + "\n1,2\n", 4096);
  ASSERT_EQ(result.problems.size(), 3u);
  EXPECT_EQ(result.problems[1], CsvProblem::row_too_long);
  EXPECT_EQ(result.rows[2], (Row{"1", "2"}));
  EXPECT_EQ(read("a\n" + std::string(300, ',') + "\n1\n").problems[1], CsvProblem::too_many_fields);
}

TEST(Csv, an_empty_file_has_no_rows) {
  EXPECT_TRUE(read("").rows.empty());
  EXPECT_TRUE(read("\n\r\n\n").rows.empty());
}

}  // namespace
}  // namespace postferry::text
