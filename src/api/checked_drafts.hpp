// CheckedDrafts: drafts whose credentials were let in on both sides, on their way to being planned.
//
// Made of a check that is over, or by a check of its own. Whoever plans them says so with
// accepted(); else they go back to their check, so that a plan which was refused can be tried again
// without logging in anew. One thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "api/planning.hpp"
#include "service/actor.hpp"

namespace postferry::api {

class CheckedDrafts {
 public:
  // What becomes of the check when they are not planned.
  enum class Unplanned : std::uint8_t { gives_back, ends };

  CheckedDrafts(service::CredentialChecks& checks, std::string customer, service::CheckShown shown,
                service::CredentialChecks::Good good, Unplanned unplanned);
  ~CheckedDrafts();
  CheckedDrafts(CheckedDrafts&& other) noexcept;
  CheckedDrafts& operator=(CheckedDrafts&&) = delete;

  std::vector<service::Draft>& drafts() { return good_.drafts; }
  // Of the drafts, in the check.
  const std::vector<std::size_t>& places() const { return good_.places; }
  // Of all that were checked.
  const std::vector<service::CheckResult>& results() const { return shown_.results; }
  void accepted();

 private:
  service::CredentialChecks* checks_;  // null: the check is no affair of this one any more
  std::string customer_;
  service::CheckShown shown_;
  service::CredentialChecks::Good good_;
  Unplanned unplanned_;
};

// Of the customer's check that is over. Throws Declined: 422 check_unknown, 409 check_under_way.
CheckedDrafts take_checked(Planning& planning, const service::Actor& actor, const std::string& id);

// Checks them now, which takes as long as the servers do. Throws Declined: 409 too_many_checks.
Task<CheckedDrafts> check_now(Planning& planning, service::Actor actor,
                              std::vector<service::Draft> drafts);

// 422 check_failed with what the servers said, where one is bad.
void require_good(const CheckedDrafts& checked);

}  // namespace postferry::api
