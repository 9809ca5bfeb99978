// A column of many rows as one value, in the form in which PostgreSQL reads arrays:
//   {1,2}   {"\\x00ff",NULL}
//
// Used by many_placements_by_array.cpp. Filled again and again; keeps its memory.
#pragma once

#include <string>
#include <string_view>

namespace postferry::storage {

class ArrayText {
 public:
  void clear() { text_.assign("{"); }
  void add(long long number);
  void add(std::string_view value);  // a text, or bytes as in their column
  void add_null();
  void close() { text_.push_back('}'); }

  const std::string& text() const { return text_; }

 private:
  void separate() {
    if (text_.size() > 1) text_.push_back(',');
  }

  std::string text_;
};

}  // namespace postferry::storage
