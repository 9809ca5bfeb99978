#include "tests/system/cli_terminal.hpp"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdexcept>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <thread>
#include <unistd.h>

#include "tests/support/crash/postferry.hpp"

namespace postferry::test {
namespace {

using Clock = std::chrono::steady_clock;

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> result;
  for (auto& word : words) result.push_back(word.data());
  result.push_back(nullptr);
  return result;
}

}  // namespace

PostferryOnTerminal::PostferryOnTerminal(const std::vector<std::string>& words,
                                         const std::map<std::string, std::string>& environment) {
  std::vector<std::string> arguments{postferry_binary().string()};
  arguments.insert(arguments.end(), words.begin(), words.end());
  std::map<std::string, std::string> all = {
      {"PATH", "/usr/bin:/bin"}, {"LC_ALL", "C.UTF-8"}, {"TERM", "xterm"}};
  for (const auto& [name, value] : environment) all[name] = value;
  std::vector<std::string> variables;
  for (const auto& [name, value] : all) variables.push_back(name + "=" + value);
  auto argument_pointers = pointers(arguments);
  auto variable_pointers = pointers(variables);
  winsize size{.ws_row = 24, .ws_col = 100, .ws_xpixel = 0, .ws_ypixel = 0};
  if (::openpty(&master_, &keeper_, nullptr, nullptr, &size) != 0)
    throw std::runtime_error("no pseudo terminal");
  pid_ = ::fork();
  if (pid_ == 0) {
    ::setsid();
    ::ioctl(keeper_, TIOCSCTTY, 0);
    for (const int descriptor : {0, 1, 2}) ::dup2(keeper_, descriptor);
    ::close(master_);
    ::close(keeper_);
    ::execve(argument_pointers[0], argument_pointers.data(), variable_pointers.data());
    ::_exit(127);
  }
}

PostferryOnTerminal::~PostferryOnTerminal() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  ::close(master_);
  ::close(keeper_);
}

void PostferryOnTerminal::type(std::string_view keys) {
  [[maybe_unused]] const auto written = ::write(master_, keys.data(), keys.size());
}

bool PostferryOnTerminal::read_more(Clock::time_point deadline) {
  pollfd event{master_, POLLIN, 0};
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
  if (left <= 0 || ::poll(&event, 1, static_cast<int>(left)) <= 0) return false;
  char bytes[4096];
  const auto got = ::read(master_, bytes, sizeof bytes);
  if (got > 0) text_.append(bytes, static_cast<std::size_t>(got));
  return got > 0;
}

bool PostferryOnTerminal::shows(std::string_view expected, std::chrono::seconds patience) {
  const auto deadline = Clock::now() + patience;
  while (text_.find(expected) == std::string::npos)
    if (!read_more(deadline)) return false;
  return true;
}

int PostferryOnTerminal::wait(std::chrono::seconds patience) {
  const auto deadline = Clock::now() + patience;
  int status = 0;
  while (::waitpid(pid_, &status, WNOHANG) == 0) {
    if (Clock::now() > deadline) return -1;
    read_more(Clock::now() + std::chrono::milliseconds(20));
  }
  pid_ = -1;
  while (read_more(Clock::now() + std::chrono::milliseconds(50))) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool PostferryOnTerminal::echoes() const {
  termios settings{};
  return ::tcgetattr(keeper_, &settings) == 0 && (settings.c_lflag & ECHO) != 0;
}

}  // namespace postferry::test
