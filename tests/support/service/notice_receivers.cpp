#include "tests/support/service/notice_receivers.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <stdexcept>
#include <thread>

#include "tests/support/temporary_folder.hpp"

namespace postferry::test {
namespace {

constexpr auto python = "/usr/bin/python3";
constexpr auto patience_with_receivers = std::chrono::seconds(20);

}  // namespace

bool NoticeReceivers::available() {
  static const bool is_there = [] {
    const TemporaryFolder folder;
    return run_command({.words = {python, "-c", "import aiosmtpd"}, .environment = {}}, "/",
                       folder.path() / "log") == 0;
  }();
  if (!is_there && std::getenv("CI") != nullptr) ADD_FAILURE() << "python3-aiosmtpd is missing";
  return is_there;
}

NoticeReceivers::NoticeReceivers()
    : folder_("receivers"), smtp_port_(free_port()), http_port_(free_port()) {
  folder_.give_to_server();
  const auto script = std::filesystem::path(__FILE__).parent_path() / "receivers.py";
  process_.start({.words = {python, script.string(), fmt::format("{}", smtp_port_),
                            fmt::format("{}", http_port_), webhook_secret},
                  .environment = {}},
                 folder_.path(), folder_.path() / "log");
  const auto deadline = std::chrono::steady_clock::now() + patience_with_receivers;
  while (!std::filesystem::exists(folder_.path() / "ready")) {
    if (!process_.running() || std::chrono::steady_clock::now() > deadline)
      throw std::runtime_error("the receivers do not start");
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

std::string NoticeReceivers::webhook_url(std::string_view query) const {
  return fmt::format("http://127.0.0.1:{}/hook{}", http_port_, query);
}

void NoticeReceivers::forget() {
  mails();
  webhooks();
}

std::vector<text::json::Value> NoticeReceivers::fresh(std::string_view name,
                                                      std::size_t& seen) const {
  std::vector<text::json::Value> values;
  std::ifstream file(folder_.path() / name);
  std::size_t number = 0;
  for (std::string line; std::getline(file, line);)
    if (++number > seen) values.push_back(text::json::parse(line).value());
  seen = std::max(seen, number);
  return values;
}

}  // namespace postferry::test
