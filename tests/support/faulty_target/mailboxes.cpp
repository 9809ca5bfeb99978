#include "tests/support/faulty_target/mailboxes.hpp"

#include <array>
#include <chrono>
#include <ctime>
#include <strings.h>
#include <utility>

#include "tests/support/imap_reply.hpp"

namespace postferry::test {
namespace {

bool same_without_case(const std::string& left, const std::string& right) {
  return ::strcasecmp(left.c_str(), right.c_str()) == 0;
}

// As a server that thinks every Message-ID should be its own.
std::string with_own_message_id(std::string body, std::uint32_t uid) {
  const std::size_t header_end = body.find("\r\n\r\n");
  std::size_t begin = 0;
  while (begin < header_end && begin < body.size()) {
    const std::size_t end = body.find("\r\n", begin);
    if (end == std::string::npos) break;
    if (::strncasecmp(body.c_str() + begin, "Message-ID:", 11) == 0) {
      return body.replace(begin, end - begin,
                          "Message-ID: <own-" + std::to_string(uid) + "@target.example>");
    }
    begin = end + 2;
  }
  return body;
}

}  // namespace

std::string internal_date_of_now() {
  const std::time_t seconds = std::time(nullptr);
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::array<char, 40> text;
  const std::size_t length =
      std::strftime(text.data(), text.size(), "%d-%b-%Y %H:%M:%S +0000", &parts);
  return {text.data(), length};
}

KeptAccount& FaultyBooks::account(const std::string& user) {
  KeptAccount& account = accounts[user];
  if (account.empty()) account["INBOX"].uid_validity = next_uid_validity++;
  return account;
}

std::string FaultyBooks::spelled(const KeptAccount& account, const std::string& name) const {
  if (same_without_case(name, "INBOX")) return "INBOX";
  if (rules.folds_case) {
    for (const auto& [known, mailbox] : account) {
      if (same_without_case(known, name)) return known;
    }
  }
  return name;
}

std::uint32_t FaultyBooks::keep(KeptMailbox& mailbox, KeptMessage message) {
  message.uid = mailbox.uid_next++;
  for (const std::string& lost : rules.flags_lost_at_append) message.flags.erase(lost);
  const bool is_future = !message.internal_date.empty() &&
                         instant_of(message.internal_date) > std::chrono::system_clock::now();
  if (message.internal_date.empty() || rules.dates == DateHabit::all_become_now ||
      (rules.dates == DateHabit::future_becomes_now && is_future)) {
    message.internal_date = internal_date_of_now();
  }
  if (rules.rewrites_message_ids) {
    message.body = with_own_message_id(std::move(message.body), message.uid);
  }
  const std::uint32_t uid = message.uid;
  mailbox.messages.push_back(std::move(message));
  ++counts.stored;
  return uid;
}

std::size_t FaultyBooks::messages_kept() const {
  std::size_t kept = 0;
  for (const auto& [user, account] : accounts) {
    for (const auto& [name, mailbox] : account) kept += mailbox.messages.size();
  }
  return kept;
}

}  // namespace postferry::test
