// One server process with all its children, in a process group of its own.
//
// Runs as the server's account (see server_files.hpp), with a clean environment, its output in a
// file. It ends with this object, and also when the test itself is killed: the kernel then sends it
// SIGTERM (so start it from a thread that lives as long as the server).
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <sys/types.h>
#include <vector>

namespace postferry::test {

struct Command {
  std::vector<std::string> words;  // the program's path first
  std::map<std::string, std::string> environment;
};

class ServerProcess {
 public:
  ServerProcess() = default;
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  // Starts the command; needs that none is running. `output` is appended to.
  void start(const Command& command, const std::filesystem::path& folder,
             const std::filesystem::path& output);
  bool running();
  void stop(std::chrono::milliseconds patience = std::chrono::seconds(5));  // SIGTERM, then kill()
  void kill();  // SIGKILL to the whole group, as a crash or a power cut would
  pid_t pid() const { return pid_; }

 private:
  pid_t pid_ = -1;
};

// Runs a command as the server's account to its end and returns its exit code.
int run_command(const Command& command, const std::filesystem::path& folder,
                const std::filesystem::path& output);

// A TCP port on 127.0.0.1 that the kernel says is free now.
std::uint16_t free_port();

// Whether something on 127.0.0.1:port greets like an IMAP server ("* OK") within a second.
bool greets(std::uint16_t port);

}  // namespace postferry::test
