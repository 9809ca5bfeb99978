// What a session is told when it is made: whose side it is on, how long it waits, who it logs in
// as.
//
// Filled by the store from an account's URL and the run's options. Values; Credentials hold a
// Secret and are needed only until the login is done. Of Timeouts, `command` and `answer` count
// only the time in which we wait for bytes, not what we ourselves need between.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "base/error.hpp"
#include "base/secret.hpp"
#include "imap/session/trace.hpp"

namespace postferry::imap {

struct Timeouts {
  std::chrono::milliseconds connect = std::chrono::seconds(30);
  std::chrono::milliseconds greeting = std::chrono::seconds(30);
  std::chrono::milliseconds login = std::chrono::seconds(60);
  std::chrono::milliseconds command = std::chrono::minutes(10);    // no whole response and no 64 KB
  std::chrono::milliseconds answer = std::chrono::minutes(60);     // no completion and no 64 KB
  std::chrono::milliseconds idle = std::chrono::minutes(5);        // no byte read, or none written
  std::chrono::milliseconds last_words = std::chrono::seconds(3);  // after BYE or a failed write
};

struct SessionOptions {
  Side side = Side::none;
  std::string host;  // as the user wrote it, for errors
  Timeouts timeouts{};
  std::shared_ptr<TraceSink> trace = nullptr;  // may be null
};

struct Credentials {
  std::string user;  // whose password it is: the owner, a master, or "user*master"
  Secret password;
  std::string authorize_as;  // the account a master logs in to (SASL PLAIN); else empty
};

}  // namespace postferry::imap
