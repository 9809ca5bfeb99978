// Notes: what the doors of imap/store gave in a replay, one line each, to be held against what a
// transcript expects.
//
// Filled by the store replay test. Values; one thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mail/folder.hpp"
#include "mail/outcome.hpp"
#include "mail/placement.hpp"
#include "mail/traits.hpp"

namespace postferry::test {

class Notes {
 public:
  void add(std::string line) { lines_.push_back(std::move(line)); }
  const std::vector<std::string>& lines() const { return lines_; }
  std::string text() const;

  // "<what> throttled account after 300: <the server's words>"
  void add(std::string_view what, const Error& error);
  // "folder Sent [INBOX.Sent] use 2 subscribed v=1;n=2;m=3;c=4 covers flags"
  void add(const mail::Folder& folder);
  // "item 7 (\Seen) 2012-05-17T08:11:12Z 120 bytes version 9"
  void add(const mail::Placement& placement);
  void add(const mail::Traits& traits);

 private:
  std::vector<std::string> lines_;
};

// "stored 1 as 17", "refused 2 content_refused item at no time: <the server's words>"
class NotedOutcomes final : public mail::OutcomeSink {
 public:
  explicit NotedOutcomes(Notes& notes) : notes_(notes) {}
  void take(mail::Outcome outcome) noexcept override;

 private:
  Notes& notes_;
};

}  // namespace postferry::test
