#include "app/remote_files.hpp"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/error.hpp"

namespace postferry::app {
namespace {

// More the service does not take.
constexpr std::size_t most_sent_bytes = std::size_t{32} << 20;

std::string all_bytes_of(int descriptor, const std::string& name) {
  std::string bytes;
  char piece[65536];
  while (true) {
    const auto got = ::read(descriptor, piece, sizeof piece);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0)
      throw Failure(
          Error{.code = ErrorCode::file_unreadable, .text = ::strerror(errno), .where = name});
    if (got == 0) return bytes;
    bytes.append(piece, static_cast<std::size_t>(got));
    if (bytes.size() > most_sent_bytes)
      throw Failure(Error{.code = ErrorCode::bad_usage,
                          .text = "It is larger than 32 MB; the service does not take that much.",
                          .where = name});
  }
}

class OpenedFile {
 public:
  explicit OpenedFile(const std::string& name)
      : number_(::open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY)) {
    if (number_ < 0)
      throw Failure(
          Error{.code = ErrorCode::file_unreadable, .text = ::strerror(errno), .where = name});
  }
  ~OpenedFile() { ::close(number_); }
  OpenedFile(const OpenedFile&) = delete;
  OpenedFile& operator=(const OpenedFile&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

}  // namespace

std::string bytes_to_send(const std::string& name) {
  if (name == "-") return all_bytes_of(STDIN_FILENO, "standard input");
  const OpenedFile file(name);
  return all_bytes_of(file.number(), name);
}

}  // namespace postferry::app
