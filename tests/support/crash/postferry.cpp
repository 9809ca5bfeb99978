#include "tests/support/crash/postferry.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>

#include "tests/support/argument_pointers.hpp"

namespace postferry::test {
namespace fs = std::filesystem;

fs::path postferry_binary() {
  if (const char* named = std::getenv("POSTFERRY_BINARY")) return named;
  return fs::path(__FILE__).parent_path() / "../../../build/release/postferry";
}

bool postferry_is_built() { return fs::exists(postferry_binary()); }

std::string clear_url(std::uint16_t port, std::string_view user, std::string_view more) {
  std::string escaped;
  for (const char c : user) escaped += c == '@' ? std::string("%40") : std::string(1, c);
  return "imap://" + escaped + "@127.0.0.1:" + std::to_string(port) + "?tls=none" +
         std::string(more);
}

std::string Ended::last_line() const {
  std::string_view text = output;
  while (text.ends_with('\n')) text.remove_suffix(1);
  return std::string(text.substr(text.rfind('\n') + 1));
}

std::string Ended::told() const {
  return "exit " + std::to_string(exit_code) + ", signal " + std::to_string(signal) +
         (out_of_patience ? ", OUT OF PATIENCE" : "") + "\n--- output\n" + output + "--- errors\n" +
         errors;
}

struct RunningPostferry::State {
  pid_t process = -1;
  int status = 0;
  int output = -1;
  int errors = -1;
  std::chrono::steady_clock::time_point deadline;
  Ended ended;
  std::jthread reader;

  void read_both();
  bool reap(int options);
};

namespace {

std::vector<std::string> environment_of(const Call& call) {
  std::map<std::string, std::string> all = {{"PATH", "/usr/bin:/bin"},
                                            {"HOME", "/nonexistent"},
                                            {"LC_ALL", "C.UTF-8"},
                                            {"POSTFERRY_SOURCE_PASSWORD", call.source_password},
                                            {"POSTFERRY_TARGET_PASSWORD", call.target_password}};
  for (const auto& [name, value] : call.environment) all[name] = value;
  std::vector<std::string> lines;
  for (const auto& [name, value] : all) lines.push_back(name + "=" + value);
  return lines;
}

}  // namespace

RunningPostferry::RunningPostferry(const Call& call) : state_(std::make_unique<State>()) {
  std::vector<std::string> words = call.words;
  words.insert(words.begin(), postferry_binary().string());
  std::vector<std::string> environment = environment_of(call);
  int out[2];
  int err[2];
  if (::pipe2(out, O_CLOEXEC) != 0 || ::pipe2(err, O_CLOEXEC) != 0) {
    throw std::runtime_error("no pipes");
  }
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&actions, out[1], 1);
  ::posix_spawn_file_actions_adddup2(&actions, err[1], 2);
  const int failed =
      ::posix_spawn(&state_->process, words[0].c_str(), &actions, nullptr,
                    argument_pointers(words).data(), argument_pointers(environment).data());
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(out[1]);
  ::close(err[1]);
  state_->output = out[0];
  state_->errors = err[0];
  if (failed != 0) throw std::runtime_error("cannot start " + words[0]);
  state_->deadline = std::chrono::steady_clock::now() + call.patience;
  state_->reader = std::jthread([state = state_.get()] { state->read_both(); });
}

RunningPostferry::~RunningPostferry() {
  if (state_->process > 0) {
    ::kill(state_->process, SIGKILL);
    state_->reap(0);
  }
  if (state_->reader.joinable()) state_->reader.join();
  ::close(state_->output);
  ::close(state_->errors);
}

void RunningPostferry::send_signal(int signal) {
  if (state_->process > 0) ::kill(state_->process, signal);
}

Ended RunningPostferry::wait() {
  while (!state_->reap(WNOHANG)) {
    if (std::chrono::steady_clock::now() > state_->deadline && !state_->ended.out_of_patience) {
      state_->ended.out_of_patience = true;
      send_signal(SIGKILL);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  state_->reader.join();
  if (WIFEXITED(state_->status)) state_->ended.exit_code = WEXITSTATUS(state_->status);
  if (WIFSIGNALED(state_->status)) state_->ended.signal = WTERMSIG(state_->status);
  return state_->ended;
}

bool RunningPostferry::State::reap(int options) {
  if (process < 0) return true;
  const pid_t reaped = ::waitpid(process, &status, options);
  if (reaped == 0 || (reaped < 0 && errno == EINTR)) return false;
  process = -1;
  return true;
}

void RunningPostferry::State::read_both() {
  std::array<pollfd, 2> pipes{{{output, POLLIN, 0}, {errors, POLLIN, 0}}};
  std::array<char, 65536> piece;
  while (pipes[0].fd >= 0 || pipes[1].fd >= 0) {
    if (::poll(pipes.data(), pipes.size(), -1) < 0 && errno != EINTR) return;
    for (pollfd& pipe : pipes) {
      if (pipe.fd < 0 || pipe.revents == 0) continue;
      const ssize_t got = ::read(pipe.fd, piece.data(), piece.size());
      std::string& text = pipe.fd == output ? ended.output : ended.errors;
      if (got > 0) text.append(piece.data(), static_cast<std::size_t>(got));
      if (got == 0) pipe.fd = -1;
    }
  }
}

Ended run_postferry(const Call& call) { return RunningPostferry(call).wait(); }

}  // namespace postferry::test
