#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.hpp"
#include "service/licence.hpp"

namespace postferry::service {
namespace {

constexpr std::size_t hex_letters = 2 * crypto_sign_SEEDBYTES;

Failure unusable(const std::filesystem::path& file, std::string_view why) {
  return Failure(Error{.code = ErrorCode::file_unreadable,
                       .text = fmt::format("The signing key {} {}.", file.string(), why),
                       .where = file.string()});
}

// Gives the file up however it ends.
class Opened {
 public:
  Opened(const std::filesystem::path& file, int how)
      : number_(::open(file.c_str(), how | O_CLOEXEC, 0600)) {
    if (number_ < 0) throw unusable(file, std::string("cannot be used: ") + std::strerror(errno));
  }
  ~Opened() { ::close(number_); }
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

}  // namespace

void make_signing_key_file(const std::filesystem::path& file) {
  const auto key = new_signing_key();
  std::string hex(hex_letters + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(),
                 reinterpret_cast<const unsigned char*>(key.reveal().data()), key.reveal().size());
  hex.back() = '\n';
  const Opened opened(file, O_WRONLY | O_CREAT | O_EXCL);
  const auto written = ::write(opened.number(), hex.data(), hex.size());
  const bool whole = written == static_cast<ssize_t>(hex.size()) && ::fsync(opened.number()) == 0;
  wipe(hex);
  if (!whole) throw unusable(file, "cannot be written");
}

Secret read_signing_key_file(const std::filesystem::path& file) {
  const Opened opened(file, O_RDONLY);
  struct stat about{};
  if (::fstat(opened.number(), &about) != 0 || !S_ISREG(about.st_mode))
    throw unusable(file, "is no file");
  if ((about.st_mode & 077) != 0)
    throw unusable(file, "can be read by others; give it to its owner alone with chmod 600");
  std::string hex(hex_letters + 2, '\0');
  const auto length = ::read(opened.number(), hex.data(), hex.size());
  std::string seed(crypto_sign_SEEDBYTES, '\0');
  std::size_t seed_bytes = 0;
  const int wrong =
      length < 0
          ? -1
          : sodium_hex2bin(reinterpret_cast<unsigned char*>(seed.data()), seed.size(), hex.data(),
                           static_cast<std::size_t>(length), "\r\n", &seed_bytes, nullptr);
  wipe(hex);
  Secret key(seed);
  wipe(seed);
  if (wrong != 0 || seed_bytes != crypto_sign_SEEDBYTES) throw unusable(file, "holds no key");
  return key;
}

}  // namespace postferry::service
