#include "tests/support/crash/restorable.hpp"

#include <atomic>
#include <spawn.h>
#include <stdexcept>
#include <string>
#include <sys/wait.h>

extern char** environ;

namespace postferry::test {
namespace fs = std::filesystem;

void put_back(const fs::path& from, const fs::path& to) {
  static std::atomic<unsigned> removed{0};
  if (fs::exists(to)) {
    const fs::path away = to.string() + ".away-" + std::to_string(++removed);
    fs::rename(to, away);
    std::error_code ignored;
    fs::remove_all(away, ignored);
  }
  if (!fs::exists(from)) return;
  std::string words[] = {"cp", "-a", from.string(), to.string()};
  char* arguments[] = {words[0].data(), words[1].data(), words[2].data(), words[3].data(), nullptr};
  pid_t copier = -1;
  int status = 0;
  if (::posix_spawnp(&copier, "cp", nullptr, nullptr, arguments, environ) != 0 ||
      ::waitpid(copier, &status, 0) != copier || status != 0) {
    throw std::runtime_error("cannot copy " + from.string());
  }
}

}  // namespace postferry::test
