// The mail of a FaultyTarget, in memory: accounts, mailboxes, messages. Guarded by the mutex of
// FaultyBooks, which every conversation of one server shares.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "tests/support/faulty_target.hpp"

namespace postferry::test {

struct KeptMessage {
  std::uint32_t uid = 0;
  std::set<std::string> flags = {};
  std::string internal_date = {};  // "17-Jul-1996 02:44:25 -0700"
  std::string body = {};
};

struct KeptMailbox {
  std::uint32_t uid_validity = 1;
  std::uint32_t uid_next = 1;
  bool subscribed = false;
  std::vector<KeptMessage> messages = {};
};

using KeptAccount = std::map<std::string, KeptMailbox>;

struct FaultyBooks {
  std::mutex mutex;
  FaultyRules rules;
  FaultyCounts counts;
  std::map<std::string, KeptAccount> accounts = {};
  std::uint32_t next_uid_validity = 1000;
  std::vector<std::jthread> late_stores = {};

  // All of these want the mutex held.
  KeptAccount& account(const std::string& user);
  // The name as this server spells it (INBOX, and twins by case where it folds), whether it is
  // there or not.
  std::string spelled(const KeptAccount& account, const std::string& name) const;
  // Adds the message as this server's habits make it; gives its uid.
  std::uint32_t keep(KeptMailbox& mailbox, KeptMessage message);
  std::size_t messages_kept() const;
};

// The date of now, as INTERNALDATE.
std::string internal_date_of_now();

}  // namespace postferry::test
