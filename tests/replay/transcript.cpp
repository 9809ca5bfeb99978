#include "tests/replay/transcript.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace postferry::test {
namespace {

constexpr std::string_view plain_login = "C: {tag} AUTHENTICATE PLAIN AGFsaWNlAHNlc2FtZQ==\n";

std::string login_as(const std::string& capabilities) {
  return "S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] ready\n" + std::string(plain_login) +
         "S: {tag} OK [CAPABILITY IMAP4rev1 " + capabilities + "] done\n";
}

void take_head_line(Transcript& transcript, const std::string& key, const std::string& value) {
  if (key == "Origin") {
    transcript.origin = value;
  } else if (key == "Level") {
    transcript.level = value;
  } else if (key == "Host") {
    transcript.host = value;
  } else if (key == "Login") {
    transcript.login = words_in(value);
  } else if (key == "Do") {
    transcript.steps.push_back(value);
  } else if (key == "Expect") {
    transcript.expected.push_back(value);
  } else {
    throw std::runtime_error("no such key: " + key);
  }
}

void check(const Transcript& transcript) {
  if (!transcript.origin.starts_with("recorded") &&
      !transcript.origin.starts_with("written from a description: "))
    throw std::runtime_error("Origin must say recorded, or written from a description: which");
  if (transcript.expected.empty()) throw std::runtime_error("nothing is expected");
  if (transcript.script.empty()) throw std::runtime_error("there is no script");
}

}  // namespace

std::vector<std::string> words_in(std::string_view text, std::size_t most) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const auto first = text.find_first_not_of(' ');
    if (first == text.npos) break;
    text.remove_prefix(first);
    const auto end = words.size() + 1 == most ? text.npos : text.find(' ');
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(text.size(), end));
  }
  return words;
}

Transcript read_transcript(const std::string& path, const std::string& name) {
  Transcript transcript;
  transcript.name = name;
  try {
    std::ifstream file(path);
    std::string line;
    bool in_head = true;
    while (std::getline(file, line)) {
      if (in_head && line == "---") {
        in_head = false;
      } else if (in_head) {
        const auto colon = line.find(": ");
        if (colon == line.npos) throw std::runtime_error("not a head line: " + line);
        take_head_line(transcript, line.substr(0, colon), line.substr(colon + 2));
      } else if (line.starts_with("LOGIN-AS: ")) {
        transcript.script += login_as(line.substr(10));
      } else {
        transcript.script += line + "\n";
      }
    }
    check(transcript);
  } catch (const std::exception& problem) {
    throw std::runtime_error(path + ": " + problem.what());
  }
  return transcript;
}

std::vector<Transcript> transcripts_of(std::string_view level) {
  const std::filesystem::path root = std::filesystem::path(SOURCE_DIR) / "tests" / "replay";
  std::vector<Transcript> found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (entry.path().extension() != ".txt") continue;
    const auto name = entry.path().lexically_relative(root).replace_extension().generic_string();
    Transcript transcript = read_transcript(entry.path().string(), name);
    if (transcript.level == level) found.push_back(std::move(transcript));
  }
  std::ranges::sort(found, {}, &Transcript::name);
  return found;
}

}  // namespace postferry::test
