#include "service/notices/notice_texts.hpp"

#include <fmt/format.h>
#include <span>
#include <utility>

#include "base/embedded.hpp"
#include "text/display.hpp"

namespace postferry::service {

std::span<const EmbeddedFile> notice_text_files();

namespace {

constexpr std::string_view file_ending = ".txt";
constexpr std::size_t longest_value = 300;  // columns

std::string_view next_line(std::string_view& rest) {
  const auto end = rest.find('\n');
  const auto line = rest.substr(0, end);
  rest = end == rest.npos ? std::string_view{} : rest.substr(end + 1);
  return line;
}

bool is_name_line(std::string_view line) {
  return line.size() > 2 && line.front() == '[' && line.back() == ']' &&
         line.find_first_not_of("abcdefghijklmnopqrstuvwxyz_.", 1) == line.size() - 1;
}

// Without empty lines at both ends.
std::string_view trimmed(std::string_view text) {
  while (text.starts_with('\n')) text.remove_prefix(1);
  while (text.ends_with('\n')) text.remove_suffix(1);
  return text;
}

std::map<std::string, NoticeTexts, std::less<>> read_all() {
  std::map<std::string, NoticeTexts, std::less<>> all;
  for (const auto& file : notice_text_files())
    if (file.path.ends_with(file_ending))
      all.emplace(file.path.substr(0, file.path.size() - file_ending.size()), file.bytes);
  return all;
}

const std::map<std::string, NoticeTexts, std::less<>>& all_texts() {
  static const auto all = read_all();
  return all;
}

// The next {word}, where there is one.
struct Word {
  std::size_t begin = std::string_view::npos;
  std::size_t end = std::string_view::npos;
  std::string_view name;
};
Word word_from(std::string_view text, std::size_t from) {
  Word word;
  word.begin = text.find('{', from);
  if (word.begin == text.npos) return word;
  word.end = text.find('}', word.begin);
  if (word.end == text.npos) return {};
  word.name = text.substr(word.begin + 1, word.end - word.begin - 1);
  return word;
}

// No empty line after an empty line, none at the ends.
void add_line(std::string& text, std::string_view line) {
  if (line.empty() && (text.empty() || text.ends_with("\n\n"))) return;
  text.append(line).push_back('\n');
}

}  // namespace

NoticeTexts::NoticeTexts(std::string_view file) {
  std::string* text = nullptr;
  while (!file.empty()) {
    const auto line = next_line(file);
    if (is_name_line(line))
      text = &texts_[std::string(line.substr(1, line.size() - 2))];
    else if (text != nullptr)
      text->append(line).push_back('\n');
  }
  for (auto& [name, body] : texts_) body = std::string(trimmed(body));
}

std::string_view NoticeTexts::text(std::string_view name) const {
  const auto found = texts_.find(name);
  return found == texts_.end() ? std::string_view{} : found->second;
}

std::vector<std::string> NoticeTexts::names() const {
  std::vector<std::string> all;
  for (const auto& [name, text] : texts_) all.push_back(name);
  return all;
}

std::vector<std::string> notice_languages() {
  std::vector<std::string> all;
  for (const auto& [language, texts] : all_texts()) all.push_back(language);
  return all;
}

const NoticeTexts& notice_texts(std::string_view language) {
  const auto& all = all_texts();
  for (const auto wanted : {language, language.substr(0, language.find('-'))})
    if (const auto found = all.find(wanted); found != all.end()) return found->second;
  return all.at("en");
}

std::set<std::string> words_in(std::string_view text) {
  std::set<std::string> words;
  for (auto word = word_from(text, 0); word.end != text.npos; word = word_from(text, word.end))
    words.emplace(word.name);
  return words;
}

Filling& Filling::value(std::string name, std::string_view written) {
  values_[std::move(name)] = text::shortened(text::printable(written), longest_value);
  return *this;
}

Filling& Filling::block(std::string name, std::string text) {
  values_[std::move(name)] = std::move(text);
  return *this;
}

std::string Filling::fill(std::string_view text) const {
  std::string filled;
  while (!text.empty()) {
    const auto line = next_line(text);
    std::string made;
    std::size_t done = 0;
    bool has_words = false;
    bool has_values = false;
    for (auto word = word_from(line, 0); word.end != line.npos; word = word_from(line, done)) {
      const auto found = values_.find(word.name);
      const bool is_given = found != values_.end() && !found->second.empty();
      has_words = true;
      has_values = has_values || is_given;
      made += line.substr(done, word.begin - done);
      if (is_given) made += found->second;
      done = word.end + 1;
    }
    made += line.substr(done);
    if (!has_words || has_values) add_line(filled, made);
  }
  return std::string(trimmed(filled));
}

std::string time_text(const NoticeTexts& texts, const TimeZone& zone, Instant at) {
  const auto wall = zone.wall(at);
  const auto day = std::chrono::floor<std::chrono::days>(wall);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(wall - day);
  return Filling()
      .block("year", fmt::format("{:04}", static_cast<int>(date.year())))
      .block("month", fmt::format("{:02}", static_cast<unsigned>(date.month())))
      .block("day", fmt::format("{:02}", static_cast<unsigned>(date.day())))
      .block("hour", fmt::format("{:02}", clock.hours().count()))
      .block("minute", fmt::format("{:02}", clock.minutes().count()))
      .block("zone", zone.name())
      .fill(texts.text("time"));
}

std::string number_text(const NoticeTexts& texts, std::int64_t number) {
  auto digits = fmt::format("{}", number);
  for (auto place = static_cast<std::ptrdiff_t>(digits.size()) - 3; place > 0; place -= 3)
    digits.insert(static_cast<std::size_t>(place), texts.text("thousands"));
  return digits;
}

}  // namespace postferry::service
