// The postferry binary as a test sees it: started with arguments and an environment, killed or
// waited for, its output and exit code read.
//
// The binary is $POSTFERRY_BINARY, else build/release/postferry of this source tree. Output goes to
// pipes that a thread of its own empties. Every wait is bounded: a run that lasts longer than
// `patience` is killed and says so. One object, one thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace postferry::test {

std::filesystem::path postferry_binary();
// Whether it is there; a test skips (and fails in CI) when it is not.
bool postferry_is_built();

// "imap://user@127.0.0.1:port?tls=none", and what follows: "&master=admin".
std::string clear_url(std::uint16_t port, std::string_view user, std::string_view more = {});

struct Call {
  std::vector<std::string> words = {};  // "copy", SOURCE, TARGET, "--json"
  std::string source_password = "secret";
  std::string target_password = "secret";
  std::map<std::string, std::string> environment = {};
  std::chrono::seconds patience{180};
};

struct Ended {
  int exit_code = -1;  // -1: by a signal
  int signal = 0;
  bool out_of_patience = false;
  std::string output = {};
  std::string errors = {};

  std::string last_line() const;  // of the output, the sentence that decides
  std::string told() const;       // all of it, for a failing test
};

class RunningPostferry {
 public:
  explicit RunningPostferry(const Call& call);
  ~RunningPostferry();  // kills it if it still runs
  RunningPostferry(const RunningPostferry&) = delete;
  RunningPostferry& operator=(const RunningPostferry&) = delete;

  void send_signal(int signal);
  Ended wait();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

Ended run_postferry(const Call& call);

}  // namespace postferry::test
