#include "storage/vault_keys.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.hpp"

namespace postferry::storage {
namespace {

constexpr std::size_t key_bytes = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t id_bytes = 4;
constexpr std::size_t largest_file_bytes = 65'536;
constexpr std::string_view heading =
    "# The key to the passwords in Postferry's database. Keep a copy of this file, but never "
    "beside\n"
    "# a copy of the database. The last line seals; the others only open.\n";
constexpr std::string_view line_word = "key ";

Failure unusable(const std::filesystem::path& file, std::string_view why) {
  return Failure(Error{.code = ErrorCode::file_unreadable,
                       .text = fmt::format("The vault's key file {} {}.", file.string(), why),
                       .where = file.string()});
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

void demand_private(int descriptor, const std::filesystem::path& file) {
  struct stat about{};
  if (::fstat(descriptor, &about) != 0) throw unusable(file, std::strerror(errno));
  if (!S_ISREG(about.st_mode)) throw unusable(file, "is no file");
  if ((about.st_mode & 077) != 0)
    throw unusable(file, "can be read by others; give it to its owner alone with chmod 600");
  if (about.st_uid != ::geteuid() && about.st_uid != 0)
    throw unusable(file, "belongs to another user");
}

std::string contents_of(const std::filesystem::path& file) {
  const Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (opened.number() < 0)
    throw unusable(file, fmt::format("cannot be read: {}", std::strerror(errno)));
  demand_private(opened.number(), file);
  std::string text(largest_file_bytes + 1, '\0');
  std::size_t length = 0;
  while (length < text.size()) {
    const auto count = ::read(opened.number(), text.data() + length, text.size() - length);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw unusable(file, fmt::format("cannot be read: {}", std::strerror(errno)));
    if (count == 0) break;
    length += static_cast<std::size_t>(count);
  }
  if (length > largest_file_bytes) throw unusable(file, "is too long");
  text.resize(length);
  return text;
}

VaultKey key_of(std::string_view line, const std::filesystem::path& file) {
  const auto blank = line.find(' ', line_word.size());
  if (!line.starts_with(line_word) || blank != line_word.size() + 2 * id_bytes)
    throw unusable(file, "has a line that is no key");
  const auto hex = line.substr(blank + 1);
  std::string bytes(key_bytes, '\0');
  std::size_t length = 0;
  const char* end = nullptr;
  const int wrong = sodium_hex2bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(),
                                   hex.data(), hex.size(), nullptr, &length, &end);
  if (wrong != 0 || length != key_bytes || end != hex.data() + hex.size())
    throw unusable(file, "has a line that is no key");
  VaultKey key{.id = std::string(line.substr(line_word.size(), 2 * id_bytes)),
               .bytes = Secret(bytes)};
  wipe(bytes);
  return key;
}

std::string hex_of(std::string_view bytes) {
  std::string hex(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                 bytes.size());
  hex.pop_back();
  return hex;
}

VaultKey new_key() {
  std::string bytes(key_bytes + id_bytes, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  VaultKey key{.id = hex_of(std::string_view(bytes).substr(key_bytes)),
               .bytes = Secret(std::string_view(bytes).substr(0, key_bytes))};
  wipe(bytes);
  return key;
}

void write_all(int descriptor, std::string_view text, const std::filesystem::path& file) {
  while (!text.empty()) {
    const auto count = ::write(descriptor, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw unusable(file, fmt::format("cannot be written: {}", std::strerror(errno)));
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  if (::fsync(descriptor) != 0)
    throw unusable(file, fmt::format("cannot be written: {}", std::strerror(errno)));
}

void sync_folder_of(const std::filesystem::path& file) {
  const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.number() >= 0) ::fsync(opened.number());
}

enum class IfThere : std::uint8_t { replace, keep };

// False when a file was there and is kept.
bool write_keys(const std::filesystem::path& file, const std::vector<VaultKey>& keys,
                IfThere if_there) {
  std::string text(heading);
  for (const auto& key : keys)
    text += fmt::format("{}{} {}\n", line_word, key.id, hex_of(key.bytes.reveal()));
  const std::filesystem::path beside = file.string() + fmt::format(".new-{}", ::getpid());
  ::unlink(beside.c_str());
  {
    const Descriptor opened(::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (opened.number() < 0)
      throw unusable(file, fmt::format("cannot be made: {}", std::strerror(errno)));
    write_all(opened.number(), text, file);
  }
  wipe(text);
  bool kept = false;
  if (if_there == IfThere::keep) {
    const bool made = ::link(beside.c_str(), file.c_str()) == 0;
    const int cause = errno;
    ::unlink(beside.c_str());
    kept = !made && cause == EEXIST;
    if (!made && !kept)
      throw unusable(file, fmt::format("cannot be made: {}", std::strerror(cause)));
  } else if (::rename(beside.c_str(), file.c_str()) != 0) {
    throw unusable(file, fmt::format("cannot be replaced: {}", std::strerror(errno)));
  }
  sync_folder_of(file);
  return !kept;
}

void begin(const std::filesystem::path& file) {
  if (sodium_init() < 0) throw unusable(file, "cannot be used: libsodium does not work here");
}

}  // namespace

std::vector<VaultKey> read_vault_keys(const std::filesystem::path& file) {
  begin(file);
  auto text = contents_of(file);
  std::vector<VaultKey> keys;
  for (std::string_view rest = text; !rest.empty();) {
    const auto line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    if (!line.empty() && !line.starts_with('#')) keys.push_back(key_of(line, file));
  }
  wipe(text);
  if (keys.empty()) throw unusable(file, "holds no key");
  return keys;
}

bool make_vault_keys(const std::filesystem::path& file) {
  begin(file);
  std::vector<VaultKey> keys;
  keys.push_back(new_key());
  return write_keys(file, keys, IfThere::keep);
}

std::string add_vault_key(const std::filesystem::path& file) {
  auto keys = read_vault_keys(file);
  keys.push_back(new_key());
  write_keys(file, keys, IfThere::replace);
  return keys.back().id;
}

void drop_old_vault_keys(const std::filesystem::path& file) {
  auto keys = read_vault_keys(file);
  keys.erase(keys.begin(), keys.end() - 1);
  write_keys(file, keys, IfThere::replace);
}

}  // namespace postferry::storage
