#include "app/state_lock.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <thread>
#include <unistd.h>

#include "base/error.hpp"

namespace postferry::app {
namespace {

constexpr int most_tries = 10;
constexpr std::chrono::milliseconds between_tries{30};

std::filesystem::path lock_file(const std::filesystem::path& state) {
  return state / "service.lock";
}

}  // namespace

std::optional<StateLock> StateLock::take(const std::filesystem::path& state) {
  const auto file = lock_file(state);
  StateLock lock(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  int cause = lock.descriptor_ < 0 ? errno : EWOULDBLOCK;
  // Who only looks whether a service runs lets go at once.
  for (int tries = 0; cause == EWOULDBLOCK && tries < most_tries; ++tries) {
    if (tries > 0) std::this_thread::sleep_for(between_tries);
    cause = ::flock(lock.descriptor_, LOCK_EX | LOCK_NB) == 0 ? 0 : errno;
  }
  if (cause == EWOULDBLOCK) return std::nullopt;
  if (cause != 0)
    throw Failure(Error{
        .code = ErrorCode::state_broken, .text = std::strerror(cause), .where = file.string()});
  lock.tell("");
  return lock;
}

StateLock::~StateLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void StateLock::tell(std::string_view url) const {
  // What cannot be told is only not shown.
  if (::ftruncate(descriptor_, 0) != 0) return;
  [[maybe_unused]] const auto written = ::pwrite(descriptor_, url.data(), url.size(), 0);
}

std::string url_of_running_service(const std::filesystem::path& state) {
  const int file = ::open(lock_file(state).c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return {};
  std::string url;
  if (::flock(file, LOCK_SH | LOCK_NB) != 0) {
    std::array<char, 1000> text{};
    const auto length = ::read(file, text.data(), text.size());
    if (length > 0) url.assign(text.data(), static_cast<std::size_t>(length));
  }
  ::close(file);
  return url;
}

}  // namespace postferry::app
