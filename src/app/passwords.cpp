#include "app/passwords.hpp"

#include <array>
#include <errno.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error_catalog.hpp"

namespace postferry::app {
namespace {

std::string option_name(Side side) { return fmt::format("--{}-password-file", side_name(side)); }

std::unexpected<Error> unreadable(Side side, const std::filesystem::path& file, std::string text) {
  return std::unexpected(Error{.code = ErrorCode::file_unreadable,
                               .text = std::move(text),
                               .where = fmt::format("{} {}", option_name(side), file.string()),
                               .side = side});
}

// The file can be read, but holds no password.
std::unexpected<Error> no_password(Side side, const std::filesystem::path& file,
                                   std::string_view problem) {
  return std::unexpected(Error{
      .code = ErrorCode::bad_usage,
      .text = fmt::format("The first line of {} {}; it is the password.", file.string(), problem),
      .where = option_name(side),
      .side = side});
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return number_; }

 private:
  int number_;
};

// Bytes that are wiped when they are not needed any more.
class Wiped {
 public:
  ~Wiped() { ::explicit_bzero(bytes_.data(), bytes_.size()); }
  char* free_space() { return bytes_.data() + size_; }
  std::size_t free_bytes() const { return bytes_.size() - size_; }
  void grow(std::size_t bytes) { size_ += bytes; }
  std::string_view text() const { return {bytes_.data(), size_}; }

 private:
  std::array<char, longest_password_bytes + 2> bytes_{};
  std::size_t size_ = 0;
};

void warn_when_shared(int descriptor, const std::filesystem::path& file, const Warn& warn) {
  struct stat status{};
  if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) return;
  if ((status.st_mode & (S_IRGRP | S_IROTH)) != 0)
    warn(fmt::format("Others on this machine may read {}; chmod 600 keeps it to yourself.",
                     file.string()));
}

}  // namespace

Result<Secret> password_in_file(const std::filesystem::path& file, Side side, const Warn& warn) {
  const Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (descriptor.get() < 0) return unreadable(side, file, ::strerror(errno));
  warn_when_shared(descriptor.get(), file, warn);
  Wiped buffer;
  while (buffer.free_bytes() != 0 && !buffer.text().contains('\n')) {
    const auto got = ::read(descriptor.get(), buffer.free_space(), buffer.free_bytes());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return unreadable(side, file, ::strerror(errno));
    if (got == 0) break;
    buffer.grow(static_cast<std::size_t>(got));
  }
  auto line = buffer.text().substr(0, buffer.text().find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (line.empty()) return no_password(side, file, "is empty");
  if (line.size() > longest_password_bytes) return no_password(side, file, "is too long");
  if (line.contains('\0')) return no_password(side, file, "holds a NUL byte");
  return Secret(line);
}

Result<Secret> password_of(const service::AccountUrl& account, const std::filesystem::path& file,
                           const Secret& environment, const Warn& warn) {
  if (!file.empty()) return password_in_file(file, account.side, warn);
  if (!environment.empty()) return environment;
  const auto side = side_name(account.side);
  const auto whose = account.master.empty() ? account.name()
                                            : fmt::format("the master user of {}", account.name());
  return ask_password(
      fmt::format("Password of {} ({}): ", whose, side),
      fmt::format("There is no terminal to ask for the {}'s password; set "
                  "POSTFERRY_{}_PASSWORD or use {}.",
                  side, service::argument_name(account.side), option_name(account.side)));
}

}  // namespace postferry::app
