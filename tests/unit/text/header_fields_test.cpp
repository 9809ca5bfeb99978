#include "text/header_fields.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <string>
#include <utility>
#include <vector>

namespace postferry::text {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

Fields fields_of(std::string_view header) {
  Fields fields;
  for_each_field(header, [&fields](std::string_view name, std::string_view body) {
    fields.emplace_back(name, body);
  });
  return fields;
}

TEST(HeaderFields, are_read_one_by_one) {
  EXPECT_EQ(fields_of("From: ada\r\nTo: bob\r\n\r\nSubject: not here\r\n"),
            (Fields{{"From", " ada"}, {"To", " bob"}}));
  EXPECT_EQ(fields_of("From: ada\nTo: bob\n\nSubject: not here\n"),
            (Fields{{"From", " ada"}, {"To", " bob"}}))
      << "with bare line feeds";
  EXPECT_EQ(fields_of("From: ada"), (Fields{{"From", " ada"}})) << "without a line end";
  EXPECT_TRUE(fields_of("").empty());
  EXPECT_TRUE(fields_of("\r\nFrom: body\r\n").empty());
}

TEST(HeaderFields, keep_their_folds) {
  EXPECT_EQ(fields_of("Subject: one\r\n two\r\n\tthree\r\nTo: bob\r\n"),
            (Fields{{"Subject", " one\r\n two\r\n\tthree"}, {"To", " bob"}}));
  EXPECT_EQ(fields_of("Subject:\r\n one\r\n\r\n"), (Fields{{"Subject", "\r\n one"}}));
  EXPECT_EQ(fields_of("Subject: one\r\n \r\n two\r\nTo: bob\r\n"),
            (Fields{{"Subject", " one\r\n \r\n two"}, {"To", " bob"}}))
      << "a line of blanks is a fold, not the end";
}

TEST(HeaderFields, pass_over_what_is_no_field) {
  EXPECT_EQ(fields_of("From ada Thu May 17\r\nno colon here\r\nbad name: x\r\n: y\r\nTo: bob\r\n"),
            (Fields{{"To", " bob"}}));
  EXPECT_EQ(fields_of("nonsense\r\n folded nonsense: x\r\nTo: bob\r\n"), (Fields{{"To", " bob"}}));
}

TEST(HeaderFields, take_blanks_before_the_colon) {
  EXPECT_EQ(fields_of("Subject : old style\r\n"), (Fields{{"Subject", " old style"}}));
}

TEST(HeaderFields, keep_any_bytes_in_the_body) {
  EXPECT_EQ(fields_of("X: \xff\xfe\x01\r\nY:a:b: c\r\n"),
            (Fields{{"X", " \xff\xfe\x01"}, {"Y", "a:b: c"}}));
  const std::string nul("X: a\0b\r\n", 8);
  EXPECT_EQ(fields_of(nul)[0].second.size(), 4U);
}

constexpr std::string_view message =
    "Received: by mx\r\n\twith SMTP\r\nMessage-ID:\r\n <a@example.org>\r\nno colon\r\n"
    "Date: Thu, 17 May 2012 10:11:12 +0200\r\nSubject: gr\xc3\xbc\xc3\x9f\x65\n x\r\n\r\nBody: "
    "y\r\n";

TEST(HeaderFields, may_be_cut_anywhere) {
  const auto whole = fields_of(message);
  ASSERT_EQ(whole.size(), 4U);
  for (std::size_t length = 0; length <= message.size(); ++length) {
    const std::string cut(message.substr(0, length));  // its own buffer: reading beyond is found
    const auto fields = fields_of(cut);
    ASSERT_LE(fields.size(), whole.size());
    for (std::size_t i = 0; i < fields.size(); ++i) {
      EXPECT_EQ(fields[i].first, whole[i].first) << length;
      if (i + 1 < fields.size()) EXPECT_EQ(fields[i].second, whole[i].second) << length;
    }
  }
}

TEST(HeaderFields, end_is_found_once_it_is_there_fed_byte_by_byte) {
  const std::size_t end = message.find("\r\n\r\n") + 4;
  std::string fed;
  for (const char byte : message) {
    fed.push_back(byte);
    EXPECT_EQ(header_length(fed), fed.size() < end ? std::string::npos : end) << fed.size();
  }
}

TEST(HeaderFields, length_knows_both_line_ends) {
  EXPECT_EQ(header_length("A: b\n\nbody"), 6U);
  EXPECT_EQ(header_length("A: b\r\n\r\nbody"), 8U);
  EXPECT_EQ(header_length("A: b\n\r\nbody"), 7U);
  EXPECT_EQ(header_length("\nbody"), 1U);
  EXPECT_EQ(header_length("\r\nbody"), 2U);
  EXPECT_EQ(header_length("A: b\r\n"), std::string_view::npos);
  EXPECT_EQ(header_length("A: b\r\n\r"), std::string_view::npos);
  EXPECT_EQ(header_length(""), std::string_view::npos);
}

TEST(Unfolded, is_one_line_with_single_blanks) {
  EXPECT_EQ(unfolded(" a\r\n\t b  c \r\n"), "a b c");
  EXPECT_EQ(unfolded("\r\n <a@b>"), "<a@b>");
  EXPECT_EQ(unfolded(" \t\r\n "), "");
  EXPECT_EQ(unfolded(""), "");
}

TEST(Unfolded, stays_what_it_is) {
  for (const auto* body : {" a\r\n\t b  c ", "x", "", " \xff  \xfe"}) {
    const auto once = unfolded(body);
    EXPECT_EQ(unfolded(once), once);
  }
}

}  // namespace
}  // namespace postferry::text
