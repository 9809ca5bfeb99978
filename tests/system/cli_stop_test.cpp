// The first Ctrl-C while nothing has begun yet: connecting, TLS, the greeting, the login, a pause
// between two tries. The program ends soon, not by a deadline; nor does it wait at the wrong port
// longer than for one greeting.
#include <arpa/inet.h>
#include <chrono>
#include <gmock/gmock.h>
#include <map>
#include <netinet/in.h>
#include <signal.h>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include "tests/support/crash/postferry.hpp"
#include "tests/support/scripted_server.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/system/cli_terminal.hpp"

namespace postferry::test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

const std::map<std::string, std::string> passwords = {{"POSTFERRY_SOURCE_PASSWORD", "secret"},
                                                      {"POSTFERRY_TARGET_PASSWORD", "secret"}};

// A port whose queue of connections is full, so that connecting to it hangs.
class FullPort {
 public:
  FullPort() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    const int listener = add();
    EXPECT_EQ(::bind(listener, any, size), 0);
    ::listen(listener, 0);
    ::getsockname(listener, any, &size);
    port_ = ntohs(address.sin_port);
    for (int i = 0; i < 8; ++i) {
      [[maybe_unused]] const int under_way = ::connect(add(), any, size);
    }
  }
  ~FullPort() {
    for (const int descriptor : descriptors_) ::close(descriptor);
  }
  FullPort(const FullPort&) = delete;
  FullPort& operator=(const FullPort&) = delete;
  std::uint16_t port() const noexcept { return port_; }

 private:
  int add() {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    descriptors_.push_back(descriptor);
    return descriptor;
  }

  std::vector<int> descriptors_;
  std::uint16_t port_ = 0;
};

class Stopped : public testing::Test {
 protected:
  void SetUp() override {
    if (!postferry_is_built()) GTEST_SKIP() << "build the release binary first";
  }

  // Runs the command, stops it once it waits, and holds it to ending soon with exit 130.
  void expect_end_soon(const std::string& command, const std::string& source) const {
    PostferryOnTerminal terminal(
        {command, source, clear_url(1, "bert"), "--state", folder_.path().string()}, passwords);
    ASSERT_TRUE(terminal.shows("Connecting")) << terminal.text();
    std::this_thread::sleep_for(400ms);
    const auto asked = std::chrono::steady_clock::now();
    ::kill(terminal.pid(), SIGINT);
    EXPECT_EQ(terminal.wait(20s), 130) << terminal.text();
    EXPECT_LT(std::chrono::steady_clock::now() - asked, 3s) << terminal.text();
    EXPECT_THAT(terminal.text(), HasSubstr("[interrupted]"));
    const bool writes = command == "copy";
    EXPECT_EQ(terminal.text().contains("open batches"), writes) << terminal.text();
    EXPECT_EQ(terminal.text().contains("nothing was written"), !writes) << terminal.text();
  }

  TemporaryFolder folder_;
};

TEST_F(Stopped, WhileItConnects) {
  const FullPort full;
  expect_end_soon("copy", clear_url(full.port(), "alice"));
}

TEST_F(Stopped, WhileItWaitsForTls) {
  const ScriptedServer server("X silence\n");
  expect_end_soon("copy", "imaps://alice@127.0.0.1:" + std::to_string(server.port()));
}

TEST_F(Stopped, WhileItWaitsForTheGreeting) {
  for (const auto* command : {"copy", "plan", "verify"}) {
    const ScriptedServer server("X silence\n");
    expect_end_soon(command, clear_url(server.port(), "alice"));
  }
}

TEST_F(Stopped, WhileItLogsIn) {
  const ScriptedServer server(
      "S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] ready\nC: *\nX silence\n");
  expect_end_soon("copy", clear_url(server.port(), "alice"));
}

TEST_F(Stopped, WhileItPausesBeforeTheNextTry) {
  const ScriptedServer server(
      "S: * BYE Too busy. Suggested Backoff Time: 299961 milliseconds\nX close\n");
  expect_end_soon("copy", clear_url(server.port(), "alice"));
}

using WrongPort = Stopped;

TEST_F(WrongPort, OfClearTextIsNamedAtOnceByTls) {
  const ScriptedServer server("S: * OK ready\nX silence\n");
  const Ended ended =
      run_postferry({.words = {"plan", "imaps://alice@127.0.0.1:" + std::to_string(server.port()),
                               clear_url(1, "bert"), "--state", folder_.path().string()},
                     .patience = 5s});
  EXPECT_EQ(ended.exit_code, 6) << ended.told();
  EXPECT_THAT(ended.errors, HasSubstr("speaks in the clear, not TLS"));
}

TEST_F(WrongPort, OfTlsIsAskedAboutAfterOneSilence) {
  const ScriptedServer server("X silence\n");
  const auto begin = std::chrono::steady_clock::now();
  const Ended ended =
      run_postferry({.words = {"plan", "imap://alice@127.0.0.1:" + std::to_string(server.port()),
                               clear_url(1, "bert"), "--state", folder_.path().string()},
                     .environment = {{"LD_PRELOAD", FAST_CLOCK_LIBRARY}, {"FAST_CLOCK", "10"}}});
  EXPECT_EQ(ended.exit_code, 5) << ended.told();
  EXPECT_THAT(ended.errors, HasSubstr("Is it a TLS port? Then write imaps:// instead of imap://."));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 8s) << "three seconds are thirty";
}

}  // namespace
}  // namespace postferry::test
