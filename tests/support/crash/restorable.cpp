#include "tests/support/crash/restorable.hpp"

#include <array>
#include <atomic>
#include <fcntl.h>
#include <stdexcept>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace postferry::test {
namespace fs = std::filesystem;
namespace {

[[noreturn]] void cannot_copy(const fs::path& path) {
  throw std::runtime_error("cannot copy " + path.string());
}

// Owner, rights and times; a folder's come last, as what is put into it changes them.
void take_over(const struct stat& of, const fs::path& to) {
  const std::array<timespec, 2> times{of.st_atim, of.st_mtim};
  const bool link = S_ISLNK(of.st_mode);
  if (::lchown(to.c_str(), of.st_uid, of.st_gid) != 0 ||
      (!link && ::chmod(to.c_str(), of.st_mode & 07777) != 0) ||
      ::utimensat(AT_FDCWD, to.c_str(), times.data(), AT_SYMLINK_NOFOLLOW) != 0) {
    cannot_copy(to);
  }
}

void copy_tree(const fs::path& from, const fs::path& to) {
  struct stat what{};
  if (::lstat(from.c_str(), &what) != 0) cannot_copy(from);
  if (S_ISDIR(what.st_mode)) {
    fs::create_directory(to);
    for (const auto& entry : fs::directory_iterator(from)) {
      copy_tree(entry.path(), to / entry.path().filename());
    }
  } else if (S_ISLNK(what.st_mode)) {
    fs::copy_symlink(from, to);
  } else {
    fs::copy_file(from, to);
  }
  take_over(what, to);
}

}  // namespace

void put_back(const fs::path& from, const fs::path& to) {
  static std::atomic<unsigned> removed{0};
  if (fs::exists(to)) {
    const fs::path away = to.string() + ".away-" + std::to_string(++removed);
    fs::rename(to, away);
    std::error_code ignored;
    fs::remove_all(away, ignored);
  }
  if (fs::exists(from)) copy_tree(from, to);
}

}  // namespace postferry::test
