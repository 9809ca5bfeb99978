// TraceSink: where the conversation of all connections is written down for --trace.
//
// Sessions hand it whole lines that hold no secret and no message: passwords are ***, bodies and
// other literals {4021 bytes}. A FileTrace may be shared by sessions on several threads.
#pragma once

#include <atomic>
#include <cstdint>
#include <fstream>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace postferry::imap {

enum class TraceKind : std::uint8_t { sent, received, note };

class TraceSink {
 public:
  virtual ~TraceSink() = default;
  // Numbers connections from 1.
  virtual unsigned next_connection() = 0;
  virtual void line(unsigned connection, TraceKind kind, std::string_view text) = 0;
};

// One line each: seconds since the start, connection, direction, text:
// "   0.123 #2 C: A3 UID FETCH 1:100 (UID FLAGS)".
class FileTrace final : public TraceSink {
 public:
  // Throws Failure{file_unreadable}. The file is made anew, for its owner's eyes only.
  explicit FileTrace(const std::string& path);
  unsigned next_connection() override;
  void line(unsigned connection, TraceKind kind, std::string_view text) override;

 private:
  std::ofstream file_;
  std::mutex mutex_;
  std::atomic<unsigned> connections_{0};
  Deadline start_;
};

// A response's line as the trace shows it: inlined literals and the quoted texts of a FETCH
// blanked.
std::string traced_response(std::string_view line);

}  // namespace postferry::imap
