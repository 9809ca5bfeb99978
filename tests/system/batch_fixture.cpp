#include "tests/system/batch_fixture.hpp"

#include <iterator>

namespace postferry::test {

std::map<int, std::map<std::string, std::string>> BatchBetweenTwoDovecots::results() const {
  std::ifstream file(state() / "results" / "accounts.csv");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  std::map<int, std::map<std::string, std::string>> lines;
  std::vector<std::string> names;
  text::CsvReader reader([&](text::CsvRow fields) {
    if (names.empty()) {
      names = std::move(fields.fields);
      return;
    }
    auto& line = lines[std::stoi(fields.fields.at(0))];
    for (std::size_t at = 0; at < names.size(); ++at) line[names[at]] = fields.fields.at(at);
  });
  reader.feed(text);
  reader.finish();
  return lines;
}

std::vector<std::string> BatchBetweenTwoDovecots::files_with(std::string_view text) const {
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(state())) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(file), {});
    if (bytes.contains(text)) found.push_back(entry.path().string());
  }
  return found;
}

}  // namespace postferry::test
