// Commands: whatever a name holds, the line cannot be broken out of: a server that reads literals
// by their length sees one line end, the last one, and a secret never stands in a trace.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "imap/wire/commands.hpp"

namespace {

using namespace postferry::imap;

// Reads the command as a server does; true when it ends in exactly one line end.
bool is_one_line(const std::string& bytes) {
  for (std::size_t at = 0;;) {
    const std::size_t end = bytes.find("\r\n", at);
    if (end == std::string::npos) return false;
    const std::string line = bytes.substr(at, end - at);
    if (line.find_first_of("\r\n") != std::string::npos) return false;
    if (!line.ends_with('}')) return end + 2 == bytes.size();
    const std::size_t brace = line.rfind('{');
    at = end + 2 + std::stoull(line.substr(brace + 1));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto support = static_cast<LiteralSupport>(data[0] % 3);
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  Flags flags;
  flags.add(text);
  for (const Command& command :
       {create(text, "\\Sent", support), list(text, text, support), rename(text, text, support),
        uid_store("1", FlagChange::add, flags),
        login(text, postferry::Secret("S3cret" + text), support)}) {
    std::string bytes;
    std::string trace;
    for (const Segment& segment : command.segments) {
      bytes.append(segment.bytes);
      trace.append(traced(segment));
    }
    if (!is_one_line(bytes)) std::abort();
    if (command.name == "LOGIN" && text.find("S3cret") == std::string::npos &&
        trace.find("S3cret") != std::string::npos) {
      std::abort();
    }
  }
  return 0;
}
