// The messages that the contract suites send through the doors: plain ones by number, and a list
// of awkward ones that must arrive byte for byte.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/contract/contract_account.hpp"

namespace postferry::test {

// A small message with Message-ID, Date and Subject made of the number.
std::string plain_message(int number);

struct AwkwardMessage {
  std::string_view name;
  std::string bytes;
};

// Without those that an account with these lacks cannot hold.
std::vector<AwkwardMessage> awkward_messages(const std::set<Lacks>& lacks);

// Headers from which a fingerprint is hard to take.
std::vector<AwkwardMessage> awkward_headers(const std::set<Lacks>& lacks);

}  // namespace postferry::test
