#include "tests/support/servers/server_process.hpp"

#include <cerrno>
#include <fcntl.h>
#include <signal.h>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "tests/support/argument_pointers.hpp"
#include "tests/support/servers/server_files.hpp"

namespace postferry::test {
namespace {

// setpriv asks the kernel for the signal at our death. As root it also steps down to the server's
// account and keeps the one right to read files that account could not (a clone below /root).
std::vector<std::string> with_rights_of_server(const Command& command) {
  std::vector<std::string> words{"/usr/bin/setpriv", "--pdeathsig", "TERM"};
  if (geteuid() == 0) {
    const ServerAccount account = server_account();
    for (const std::string& word :
         {std::string("--reuid"), std::to_string(account.uid), std::string("--regid"),
          std::to_string(account.gid), std::string("--clear-groups"), std::string("--inh-caps"),
          std::string("+dac_override"), std::string("--ambient-caps"),
          std::string("+dac_override")}) {
      words.push_back(word);
    }
  }
  words.insert(words.end(), command.words.begin(), command.words.end());
  return words;
}

std::vector<std::string> environment_of(const Command& command) {
  std::vector<std::string> lines{"PATH=/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL=C.UTF-8"};
  for (const auto& [name, value] : command.environment) lines.push_back(name + "=" + value);
  return lines;
}

pid_t spawn(const Command& command, const std::filesystem::path& folder,
            const std::filesystem::path& output) {
  std::vector<std::string> words = with_rights_of_server(command);
  std::vector<std::string> lines = environment_of(command);
  const std::vector<char*> argv = argument_pointers(words);
  const std::vector<char*> envp = argument_pointers(lines);
  prctl(PR_SET_CHILD_SUBREAPER, 1);  // a server's orphans are ours to bury, see kill()
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("cannot fork");
  if (child == 0) {
    setpgid(0, 0);
    const int log = open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    const int none = open("/dev/null", O_RDONLY);
    dup2(none, 0);
    dup2(log, 1);
    dup2(log, 2);
    close_range(3, ~0U, 0);
    if (chdir(folder.c_str()) == 0) execve(argv[0], argv.data(), envp.data());
    _exit(127);
  }
  setpgid(child, child);
  return child;
}

}  // namespace

ServerProcess::~ServerProcess() { kill(); }

void ServerProcess::start(const Command& command, const std::filesystem::path& folder,
                          const std::filesystem::path& output) {
  if (pid_ > 0) throw std::logic_error("the server is already running");
  pid_ = spawn(command, folder, output);
}

bool ServerProcess::running() {
  if (pid_ <= 0) return false;
  int status = 0;
  if (waitpid(pid_, &status, WNOHANG) == 0) return true;
  kill();  // its children, if it left any
  return false;
}

void ServerProcess::stop(std::chrono::milliseconds patience) {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGTERM);
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (running() && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  kill();
}

void ServerProcess::kill() {
  if (pid_ <= 0) return;
  const pid_t group = pid_;
  pid_ = -1;
  // The port is free once the last of them is gone.
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  while (::kill(-group, SIGKILL) == 0 && std::chrono::steady_clock::now() < deadline) {
    while (waitpid(-group, nullptr, WNOHANG) > 0) {
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

int run_command(const Command& command, const std::filesystem::path& folder,
                const std::filesystem::path& output) {
  const pid_t child = spawn(command, folder, output);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

}  // namespace postferry::test
