// Arrays as PostgreSQL reads them.
#include "storage/array_text.hpp"

#include <gtest/gtest.h>

namespace postferry::storage {
namespace {

TEST(ArrayTextTest, QuotesWhatIsNoNumber) {
  ArrayText array;
  array.clear();
  array.add("\\x00ff");
  array.add_null();
  array.add("say \"yes\"");
  array.add("");
  array.close();
  EXPECT_EQ(array.text(), R"({"\\x00ff",NULL,"say \"yes\"",""})");
}

TEST(ArrayTextTest, IsFilledAgain) {
  ArrayText array;
  for (int again = 0; again < 2; ++again) {
    array.clear();
    array.add(1LL);
    array.add(-2LL);
    array.close();
    EXPECT_EQ(array.text(), "{1,-2}");
  }
  array.clear();
  array.close();
  EXPECT_EQ(array.text(), "{}");
}

}  // namespace
}  // namespace postferry::storage
