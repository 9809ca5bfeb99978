// PostferryOnTerminal: the binary with a pseudo terminal as its controlling one, as a person has
// it.
//
// Used by the tests of prompts and progress. Everything the program and the terminal's echo write
// comes back as one text. Waits are bounded; the process dies with this object. One thread.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace postferry::test {

class PostferryOnTerminal {
 public:
  PostferryOnTerminal(const std::vector<std::string>& words,
                      const std::map<std::string, std::string>& environment);
  ~PostferryOnTerminal();
  PostferryOnTerminal(const PostferryOnTerminal&) = delete;
  PostferryOnTerminal& operator=(const PostferryOnTerminal&) = delete;

  void type(std::string_view keys);
  // Reads until the text holds this; false after `patience`, or when the program is gone.
  bool shows(std::string_view expected, std::chrono::seconds patience = std::chrono::seconds(30));
  // Reads to the end and gives the exit code; -1 after a signal or when patience is over.
  int wait(std::chrono::seconds patience = std::chrono::seconds(120));

  bool echoes() const;  // whether the terminal shows what is typed
  const std::string& text() const { return text_; }
  pid_t pid() const { return pid_; }

 private:
  bool read_more(std::chrono::steady_clock::time_point deadline);

  pid_t pid_ = -1;
  int master_ = -1;
  int keeper_ = -1;  // the other end, so that its settings can be read after the program's end
  std::string text_;
};

}  // namespace postferry::test
