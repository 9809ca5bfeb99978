// A list of accounts for quick selection: one address a row, with the user that logs in where it is
// another: "anna@example.org,anna".
//
// Read when such a list is uploaded. CSV as in text/csv.hpp; a first line that names the columns
// (email, user) is passed over. What is wrong is told with its line; nothing is cut off silently.
// Pure functions; any thread.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "service/finding.hpp"
#include "service/known_accounts.hpp"

namespace postferry::service {

struct AccountListProblem {
  std::size_t line = 0;     // from 1; 0: the whole list
  std::string_view column;  // "email", "user"; empty: the whole row
  Finding finding;
};

struct AccountList {
  static constexpr std::size_t most_problems = 200;  // that are told

  std::vector<KnownAccount> accounts;
  std::vector<AccountListProblem> problems;
};

AccountList read_account_list(std::string_view bytes);

// Rows that were taken apart already; `line` of the first is 1.
AccountList check_account_list(std::vector<KnownAccount> rows);

}  // namespace postferry::service
