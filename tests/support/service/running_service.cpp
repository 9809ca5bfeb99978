#include "tests/support/service/running_service.hpp"

#include <chrono>
#include <fcntl.h>
#include <fstream>
#include <signal.h>
#include <spawn.h>
#include <sstream>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>

#include "tests/support/crash/postferry.hpp"

namespace postferry::test {
namespace {

using namespace std::chrono_literals;
constexpr auto patience_for_answers = 60s;

std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

// What follows `mark` on its line, once the line is whole.
std::string behind(const std::string& text, std::string_view mark) {
  const auto at = text.find(mark);
  if (at == std::string::npos) return {};
  const auto from = at + mark.size();
  const auto end = text.find('\n', from);
  return end == std::string::npos ? std::string() : text.substr(from, end - from);
}

pid_t start(std::vector<std::string> words, const std::filesystem::path& output) {
  std::vector<std::string> environment{"PATH=/usr/bin:/bin", "HOME=/nonexistent", "LC_ALL=C.UTF-8"};
  std::vector<char*> arguments;
  std::vector<char*> variables;
  for (auto& word : words) arguments.push_back(word.data());
  for (auto& variable : environment) variables.push_back(variable.data());
  arguments.push_back(nullptr);
  variables.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_addopen(&actions, 1, output.c_str(), O_WRONLY | O_CREAT | O_APPEND,
                                     0600);
  ::posix_spawn_file_actions_adddup2(&actions, 1, 2);
  pid_t process = -1;
  const int failed = ::posix_spawn(&process, words[0].c_str(), &actions, nullptr, arguments.data(),
                                   variables.data());
  ::posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) throw std::runtime_error("cannot start " + words[0]);
  return process;
}

}  // namespace

RunningService::RunningService(std::filesystem::path state, std::vector<std::string> more)
    : state_(std::move(state)) {
  static int number = 0;
  output_ = state_.parent_path() / (state_.filename().string() + "." + std::to_string(++number));
  std::vector<std::string> words{
      postferry_binary().string(), "serve", "--state", state_.string(), "--listen", "127.0.0.1:0"};
  words.insert(words.end(), more.begin(), more.end());
  process_ = start(std::move(words), output_);
  const auto deadline = std::chrono::steady_clock::now() + patience_for_answers;
  std::string port;
  while ((port = behind(output(), "serves at http://127.0.0.1:")).empty()) {
    if (std::chrono::steady_clock::now() > deadline || ::waitpid(process_, nullptr, WNOHANG) != 0)
      throw std::runtime_error("the service did not start: " + output());
    std::this_thread::sleep_for(10ms);
  }
  port_ = static_cast<std::uint16_t>(std::stoi(port));
}

RunningService::~RunningService() {
  if (process_ <= 0) return;
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
}

std::string RunningService::output() const { return text_of(output_); }

std::string RunningService::setup_token() const {
  const auto deadline = std::chrono::steady_clock::now() + 10s;
  std::string token;
  while ((token = behind(output(), "#token=")).empty() &&
         std::chrono::steady_clock::now() < deadline)
    std::this_thread::sleep_for(10ms);
  return token;
}

int RunningService::stop() {
  ::kill(process_, SIGTERM);
  const auto deadline = std::chrono::steady_clock::now() + patience_for_answers;
  int status = 0;
  while (::waitpid(process_, &status, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > deadline) return -1;
    std::this_thread::sleep_for(5ms);
  }
  process_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

Browser first_visit(const RunningService& service) {
  auto browser = service.browser();
  const auto reply = browser.post("/setup", {{"token", service.setup_token()},
                                             {"email", "olga@provider.example"},
                                             {"name", "Olga"},
                                             {"password", everybodys_password},
                                             {"customer_name", "Provider"},
                                             {"language", "en"},
                                             {"time_zone", "Europe/Berlin"}});
  if (reply.status != 201) throw std::runtime_error("the first visit failed: " + reply.body);
  return browser;
}

Browser join(const RunningService& service, Browser& by, const std::string& email,
             const std::string& role, const std::string& customer) {
  text::json::Object wanted{{"email", email}, {"role", role}};
  if (role == "manager")
    wanted["domains"] = text::json::Array{text::json::Value("managed.example")};
  if (!customer.empty()) wanted["customer"] = customer;
  const auto invited = by.post("/invitations", wanted);
  const auto link = invited.text("link");
  if (invited.status != 201) throw std::runtime_error("no invitation: " + invited.body);
  auto browser = service.browser();
  const auto reply =
      browser.post("/invitations/accept", {{"token", link.substr(link.find("#token=") + 7)},
                                           {"name", "Somebody"},
                                           {"password", everybodys_password},
                                           {"language", "en"},
                                           {"time_zone", "Europe/Berlin"}});
  if (reply.status != 201) throw std::runtime_error("not let in: " + reply.body);
  return browser;
}

}  // namespace postferry::test
