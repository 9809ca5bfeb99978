// LogFile: a log for people, one line an entry with an RFC 3339 time and a level; home of spdlog.
//
// Owned by one run of the app; several processes may append to one file. The file is for its
// owner's eyes only (0600). Entries must be printable text without secrets; they are on the disk's
// way when note() returns. One thread.
#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

namespace spdlog {
class logger;
}

namespace postferry {

class LogFile {
 public:
  // Makes missing folders (0700). Failure{state_broken} when the file cannot be written.
  explicit LogFile(const std::filesystem::path& file);
  ~LogFile();
  LogFile(const LogFile&) = delete;
  LogFile& operator=(const LogFile&) = delete;

  void note(std::string_view line);
  void warning(std::string_view line);
  void error(std::string_view line);

 private:
  std::shared_ptr<spdlog::logger> logger_;
};

}  // namespace postferry
