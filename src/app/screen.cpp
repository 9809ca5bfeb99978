#include "app/screen.hpp"

#include <cerrno>
#include <cstdlib>
#include <sys/ioctl.h>
#include <unistd.h>

namespace postferry::app {
namespace {

constexpr std::size_t usual_columns = 80;

void write_or_drop(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

std::size_t columns_of(int descriptor) {
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return usual_columns;
}

bool is_set(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

bool can_redraw() {
  const char* terminal = std::getenv("TERM");
  return terminal != nullptr && *terminal != '\0' && std::string_view(terminal) != "dumb";
}

Screen screen_on(int descriptor) {
  Screen screen;
  if (::isatty(descriptor) == 1 && can_redraw()) {
    screen.kind = ScreenKind::terminal;
    if (!is_set("NO_COLOR")) screen.colour = Colour::ansi;
  }
  screen.write = [descriptor](std::string_view text) { write_or_drop(descriptor, text); };
  screen.columns = [descriptor] { return columns_of(descriptor); };
  screen.now = [] { return std::chrono::steady_clock::now(); };
  return screen;
}

}  // namespace

Screen standard_output() { return screen_on(STDOUT_FILENO); }
Screen standard_error() { return screen_on(STDERR_FILENO); }

}  // namespace postferry::app
