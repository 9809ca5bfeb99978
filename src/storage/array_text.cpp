#include "storage/array_text.hpp"

#include <fmt/format.h>
#include <iterator>

namespace postferry::storage {

void ArrayText::add(long long number) {
  separate();
  fmt::format_to(std::back_inserter(text_), "{}", number);
}

void ArrayText::add(std::string_view value) {
  separate();
  text_.push_back('"');
  for (const char character : value) {
    if (character == '"' || character == '\\') text_.push_back('\\');
    text_.push_back(character);
  }
  text_.push_back('"');
}

void ArrayText::add_null() {
  separate();
  text_.append("NULL");
}

}  // namespace postferry::storage
