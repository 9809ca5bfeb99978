// Answers of real servers, where the folder with them exists: every line is read, byte by byte and
// in one piece, and prints to a line of the same value.
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>

#include "imap/wire/framer.hpp"
#include "imap/wire/response.hpp"

namespace postferry::imap {
namespace {

namespace fs = std::filesystem;

fs::path transcripts() {
  const char* given = std::getenv("POSTFERRY_TRANSCRIPTS");
  return (given != nullptr ? fs::path(given) : fs::path(SOURCE_DIR) / "../shared/transcripts") /
         "imap";
}

enum class LineEnds { as_stored, crlf };

std::string content(const fs::path& path, LineEnds ends) {
  std::ifstream file(path, std::ios::binary);
  std::string stored{std::istreambuf_iterator<char>(file), {}};
  if (ends == LineEnds::as_stored) return stored;
  std::string text;
  for (char c : stored) {
    if (c == '\n' && !text.ends_with('\r')) text.push_back('\r');
    text.push_back(c);
  }
  return text;
}

struct Reading {
  std::vector<Response> responses;
  std::string problem;
};

Reading read_all(std::string_view bytes, std::size_t step) {
  Reading reading;
  Framer framer;
  while (!bytes.empty()) {
    const std::string_view part = bytes.substr(0, step);
    std::memcpy(framer.space(part.size()).data(), part.data(), part.size());
    framer.commit(part.size());
    bytes.remove_prefix(part.size());
    for (;;) {
      const auto event = framer.next();
      if (!event) {
        reading.problem = event.error().text;
        return reading;
      }
      const auto* line = std::get_if<Line>(&*event);
      if (line == nullptr) break;
      auto response = parse_response(line->text);
      if (!response) {
        reading.problem = response.error().text;
        return reading;
      }
      reading.responses.push_back(*std::move(response));
    }
  }
  if (framer.pending_bytes() > 0) reading.problem = "the end is missing";
  return reading;
}

// Its literal is announced with 515 bytes and holds 518, or 505 with bare line feeds.
constexpr std::string_view miscounted = "headers.1+unsolicited-info.txt";

TEST(Transcripts, EveryLineIsRead) {
  if (!fs::exists(transcripts())) GTEST_SKIP() << "no transcripts here";
  int files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(transcripts())) {
    if (entry.path().extension() != ".txt" || entry.path().filename() == miscounted) continue;
    ++files;
    // Kept with bare line feeds; the sizes of literals count either form.
    std::string bytes = content(entry.path(), LineEnds::crlf);
    Reading whole = read_all(bytes, bytes.size());
    if (!whole.problem.empty()) {
      const std::string first = whole.problem;
      bytes = content(entry.path(), LineEnds::as_stored);
      whole = read_all(bytes, bytes.size());
      EXPECT_EQ(whole.problem, "") << entry.path() << " and with CRLF: " << first;
    }
    EXPECT_EQ(read_all(bytes, 1).responses, whole.responses) << entry.path();
    for (const Response& response : whole.responses) {
      EXPECT_EQ(parse_response(print(response)), response) << print(response);
    }
  }
  EXPECT_GT(files, 100);
}

}  // namespace
}  // namespace postferry::imap
