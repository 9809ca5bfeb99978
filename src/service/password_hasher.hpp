// PasswordHasher: hashes and matches passwords on a thread of its own, one after the other, so that
// no loop that serves requests or moves mail ever waits for one.
//
// Used by People when somebody signs in or sets a password. Lives longer than what awaits it. At
// most `longest_queue` wait: who comes then is refused, because each costs a tenth of a second of a
// processor. Any thread; the awaiting one goes on where it was.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "base/secret.hpp"
#include "base/task.hpp"
#include "service/password_hash.hpp"

namespace postferry::service {

class SideThread;

class PasswordHasher {
 public:
  explicit PasswordHasher(Argon2Parameters parameters = {}, std::size_t longest_queue = 64);
  ~PasswordHasher();
  PasswordHasher(const PasswordHasher&) = delete;
  PasswordHasher& operator=(const PasswordHasher&) = delete;

  // Nothing when too many wait already.
  Task<std::optional<std::string>> hash(Secret password);
  // With an empty hash (nobody is known by that name) it takes as long as with any other.
  Task<std::optional<PasswordMatch>> match(Secret password, std::string hash);

 private:
  class Place;

  Argon2Parameters parameters_;
  std::size_t longest_queue_;
  std::atomic<std::size_t> waiting_ = 0;
  std::string nobodys_;  // a hash that no password has
  std::unique_ptr<SideThread> thread_;
};

}  // namespace postferry::service
