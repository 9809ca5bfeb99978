#include "base/error.hpp"

#include <algorithm>
#include <cctype>
#include <gtest/gtest.h>
#include <set>
#include <string>

#include "base/error_catalog.hpp"

namespace postferry {
namespace {

TEST(ErrorCatalog, has_each_code_and_each_name_once) {
  std::set<ErrorCode> codes;
  std::set<std::string_view> names;
  for (const auto& entry : error_catalog()) {
    EXPECT_TRUE(codes.insert(entry.code).second) << entry.name;
    EXPECT_TRUE(names.insert(entry.name).second) << entry.name;
    EXPECT_EQ(&catalog_entry(entry.code), &entry) << entry.name;
    EXPECT_EQ(code_name(entry.code), entry.name);
  }
  EXPECT_EQ(codes.size(), static_cast<std::size_t>(ErrorCode::internal) + 1) << "internal is last";
}

TEST(ErrorCatalog, names_are_stable_words) {
  for (const auto& entry : error_catalog())
    EXPECT_TRUE(std::ranges::all_of(entry.name, [](unsigned char c) {
      return std::islower(c) != 0 || c == '_';
    })) << entry.name;
}

TEST(ErrorCatalog, speaks_in_sentences) {
  for (const auto& entry : error_catalog()) {
    for (const auto text : {entry.sentence, entry.hint}) {
      ASSERT_FALSE(text.empty()) << entry.name;
      EXPECT_TRUE(text.ends_with('.')) << entry.name << ": " << text;
      EXPECT_TRUE(std::isupper(static_cast<unsigned char>(text.front()))) << text;
      EXPECT_EQ(text.find('\n'), std::string_view::npos) << text;
    }
    EXPECT_NE(entry.sentence, entry.hint) << entry.name;
  }
}

TEST(ErrorCatalog, names_sides_and_scopes) {
  EXPECT_EQ(side_name(Side::source), "source");
  EXPECT_EQ(side_name(Side::target), "target");
  EXPECT_EQ(side_name(Side::none), "");
  EXPECT_EQ(scope_name(Scope::item), "item");
  EXPECT_EQ(scope_name(Scope::run), "run");
}

TEST(Error, is_described_on_one_line) {
  const Error error{.code = ErrorCode::wrong_password,
                    .text = "NO no such user",
                    .where = "imap.old.example",
                    .side = Side::source};
  EXPECT_EQ(describe(error),
            "source: The server refused the user name or the password. (imap.old.example) "
            "NO no such user");
  EXPECT_EQ(describe(Error{}), "Postferry made a mistake.");
}

TEST(Failure, carries_its_error) {
  try {
    throw Failure(Error{.code = ErrorCode::target_full,
                        .text = "OVERQUOTA",
                        .where = "Work",
                        .side = Side::target,
                        .scope = Scope::account,
                        .retry = Retry::later,
                        .retry_after = std::chrono::seconds(60)});
  } catch (const std::exception& thrown) {
    const auto* failure = dynamic_cast<const Failure*>(&thrown);
    ASSERT_NE(failure, nullptr);
    EXPECT_EQ(failure->error().code, ErrorCode::target_full);
    EXPECT_EQ(failure->error().retry_after, std::chrono::seconds(60));
    EXPECT_EQ(std::string(thrown.what()), describe(failure->error()));
  }
}

}  // namespace
}  // namespace postferry
