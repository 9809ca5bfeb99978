#include <chrono>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

#include "app/passwords.hpp"

namespace postferry::app {
namespace {

constexpr auto patience = std::chrono::minutes(10);

std::unexpected<Error> refuse(ErrorCode code, std::string text) {
  return std::unexpected(Error{.code = code, .text = std::move(text), .where = {}});
}

// The terminal without echo, and the signals that would leave it so as something to read.
class SilentTerminal {
 public:
  SilentTerminal() : terminal_(::open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)) {
    if (terminal_ < 0 || ::tcgetattr(terminal_, &before_) != 0) return;
    sigset_t deadly;
    ::sigemptyset(&deadly);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) ::sigaddset(&deadly, signal);
    ::sigprocmask(SIG_BLOCK, &deadly, &mask_before_);
    signals_ = ::signalfd(-1, &deadly, SFD_CLOEXEC);
    auto silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    silent.c_lflag |= ICANON | ISIG;
    ready_ = signals_ >= 0 && ::tcsetattr(terminal_, TCSAFLUSH, &silent) == 0;
  }

  ~SilentTerminal() {
    if (ready_) ::tcsetattr(terminal_, TCSAFLUSH, &before_);
    if (signals_ >= 0) {
      ::close(signals_);
      ::sigprocmask(SIG_SETMASK, &mask_before_, nullptr);
    }
    if (terminal_ >= 0) ::close(terminal_);
  }
  SilentTerminal(const SilentTerminal&) = delete;
  SilentTerminal& operator=(const SilentTerminal&) = delete;

  bool is_ready() const { return ready_; }

  void write(std::string_view text) const {
    while (!text.empty()) {
      const auto written = ::write(terminal_, text.data(), text.size());
      if (written <= 0) return;
      text.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  enum class Heard { line, signal, nothing };

  Heard wait() const {
    pollfd events[2] = {{terminal_, POLLIN, 0}, {signals_, POLLIN, 0}};
    const auto milliseconds = std::chrono::milliseconds(patience).count();
    if (::poll(events, 2, static_cast<int>(milliseconds)) <= 0) return Heard::nothing;
    if (events[1].revents != 0) {
      take_signal();
      return Heard::signal;
    }
    return Heard::line;
  }

  Secret read_line() const {
    char bytes[longest_password_bytes + 2];
    const auto got = ::read(terminal_, bytes, sizeof bytes);
    std::string_view line(bytes, got > 0 ? static_cast<std::size_t>(got) : 0);
    Secret secret(line.substr(0, line.find_first_of("\r\n")));
    ::explicit_bzero(bytes, sizeof bytes);
    return secret;
  }

 private:
  void take_signal() const {
    signalfd_siginfo taken;
    [[maybe_unused]] const auto got = ::read(signals_, &taken, sizeof taken);
  }

  int terminal_;
  int signals_ = -1;
  bool ready_ = false;
  termios before_{};
  sigset_t mask_before_{};
};

}  // namespace

Result<Secret> ask_password(std::string_view question, std::string_view ways) {
  const SilentTerminal terminal;
  if (!terminal.is_ready()) return refuse(ErrorCode::bad_usage, std::string(ways));
  terminal.write(question);
  const auto heard = terminal.wait();
  if (heard == SilentTerminal::Heard::signal) {
    terminal.write("\n");
    return refuse(ErrorCode::interrupted, "Nothing was done yet.");
  }
  auto secret = heard == SilentTerminal::Heard::line ? terminal.read_line() : Secret();
  terminal.write("\n");
  if (secret.empty()) return refuse(ErrorCode::bad_usage, "No password was given.");
  return secret;
}

}  // namespace postferry::app
