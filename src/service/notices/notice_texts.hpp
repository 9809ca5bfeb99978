// NoticeTexts: the texts of notices in one language, from a file of their own that is part of the
// program (texts/en.txt): a language is added by adding its file.
//
//   file = *comment *("[" name "]" LF text)         comment = "#" line, before the first name
// In a text, {word} is replaced by its value; a line whose words all have empty values is left out.
// Values can hold no line end and no control character, blocks are texts filled before. Constant
// data, any thread.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "service/time_zone.hpp"

namespace postferry::service {

class NoticeTexts {
 public:
  explicit NoticeTexts(std::string_view file);

  // "": there is none of this name.
  std::string_view text(std::string_view name) const;
  std::vector<std::string> names() const;

 private:
  std::map<std::string, std::string, std::less<>> texts_;
};

// "en", "de": those that are there.
std::vector<std::string> notice_languages();
// In the language of "de-AT", else of "de", else in English.
const NoticeTexts& notice_texts(std::string_view language);

// The words between braces.
std::set<std::string> words_in(std::string_view text);

class Filling {
 public:
  // From outside, made harmless and shortened.
  Filling& value(std::string name, std::string_view written);
  // A text of ours, of any number of lines.
  Filling& block(std::string name, std::string text);

  std::string fill(std::string_view text) const;

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

// "2026-11-25 22:00 (Europe/Berlin)", as the language writes it.
std::string time_text(const NoticeTexts& texts, const TimeZone& zone, Instant at);
// "18,204".
std::string number_text(const NoticeTexts& texts, std::int64_t number);

}  // namespace postferry::service
