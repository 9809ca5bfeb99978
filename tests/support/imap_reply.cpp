#include "tests/support/imap_reply.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstddef>
#include <stdexcept>

namespace postferry::test {
namespace {

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::vector<Word> list_until(char end) {
    std::vector<Word> words;
    for (;;) {
      while (at_ < text_.size() && text_[at_] == ' ') ++at_;
      if (at_ == text_.size()) return words;
      if (end != '\0' && text_[at_] == end) {
        ++at_;
        return words;
      }
      words.push_back(word());
    }
  }

 private:
  Word word() {
    if (text_[at_] == '(') {
      ++at_;
      return {.text = {}, .list = list_until(')'), .is_list = true};
    }
    if (text_[at_] == '"') return {.text = quoted_string(), .list = {}};
    if (text_[at_] == '{') return {.text = literal(), .list = {}};
    return {.text = atom(), .list = {}};
  }

  std::string quoted_string() {
    std::string read;
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\') ++at_;
      read += text_.at(at_);
    }
    ++at_;
    return read;
  }

  std::string literal() {
    std::size_t size = 0;
    std::from_chars(text_.data() + at_ + 1, text_.data() + text_.size(), size);
    const std::size_t begin = text_.find('\n', at_) + 1;
    at_ = begin + size;
    return std::string(text_.substr(begin, size));
  }

  std::string atom() {
    const std::size_t begin = at_;
    int brackets = 0;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '[') ++brackets;
      if (c == ']' && brackets > 0) --brackets;
      if (brackets == 0 && (c == ' ' || c == ')' || c == '(')) break;
    }
    if (at_ == begin) ++at_;
    return std::string(text_.substr(begin, at_ - begin));
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

int number_at(std::string_view text, std::size_t begin, std::size_t size) {
  int value = 0;
  if (text[begin] == ' ') return number_at(text, begin + 1, size - 1);
  const auto end = text.data() + begin + size;
  if (std::from_chars(text.data() + begin, end, value).ptr != end) {
    throw std::runtime_error("not an INTERNALDATE: " + std::string(text));
  }
  return value;
}

}  // namespace

std::vector<Word> words_of(std::string_view response) { return Reader(response).list_until('\0'); }

std::chrono::sys_seconds instant_of(std::string_view internal_date) {
  using namespace std::chrono;
  std::string text(internal_date);
  if (text.size() == 25) text.insert(0, 1, ' ');
  static constexpr std::string_view names = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const std::size_t month_at = text.size() == 26 ? names.find(text.substr(3, 3)) : names.npos;
  if (month_at == names.npos) throw std::runtime_error("not an INTERNALDATE: " + text);
  const auto month_number = static_cast<unsigned>(month_at / 3 + 1);
  const sys_days day{year{number_at(text, 7, 4)} / month{month_number} /
                     std::chrono::day{static_cast<unsigned>(number_at(text, 0, 2))}};
  const minutes zone = hours{number_at(text, 22, 2)} + minutes{number_at(text, 24, 2)};
  const sys_seconds local = day + hours{number_at(text, 12, 2)} + minutes{number_at(text, 15, 2)} +
                            seconds{number_at(text, 18, 2)};
  return text[21] == '-' ? local + zone : local - zone;
}

std::string quoted_string(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}

std::string in_capitals(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::toupper(c); });
  return text;
}

}  // namespace postferry::test
