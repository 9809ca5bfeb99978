#include "service/lists/account_list.hpp"

#include <fmt/format.h>
#include <unordered_map>
#include <utility>

#include "service/lists/list_text.hpp"
#include "service/mail_address.hpp"
#include "text/ascii.hpp"
#include "text/csv.hpp"
#include "text/quantities.hpp"
#include "text/unicode.hpp"

namespace postferry::service {
namespace {

using enum FindingCode;

// Takes rows in their order.
class AccountRows {
 public:
  void take(std::size_t line, KnownAccount written) {
    if (++rows_ > UploadedAccounts::most) return;
    const auto email = mail_address(written.email);
    if (!email) return tell(line, "email", email.error());
    auto user = email->text;
    if (!text::trimmed(written.user).empty()) {
      auto named = user_name(written.user);
      if (!named) return tell(line, "user", named.error());
      user = *std::move(named);
    }
    const auto [earlier, is_new] = lines_.try_emplace(text::folded(email->text), line);
    if (!is_new)
      return tell(
          line, "email",
          {same_account, fmt::format("This address stands in line {} already.", earlier->second)});
    list_.accounts.push_back({email->text, std::move(user)});
  }
  void tell(std::size_t line, std::string_view column, Finding finding) {
    if (list_.problems.size() < AccountList::most_problems)
      list_.problems.push_back({line, column, std::move(finding)});
  }

  AccountList list() && {
    if (rows_ > UploadedAccounts::most)
      list_.problems.insert(list_.problems.begin(),
                            {0,
                             "",
                             {too_many_rows, fmt::format("The list has more than {} accounts.",
                                                         text::grouped(UploadedAccounts::most))}});
    else if (rows_ == 0 && list_.problems.empty())
      tell(0, "", {list_empty, "The list holds no accounts."});
    return std::move(list_);
  }

 private:
  AccountList list_;
  std::size_t rows_ = 0;
  std::unordered_map<std::string, std::size_t> lines_;  // by address
};

bool names_columns(const text::CsvRow& row) {
  return row.line == 1 && !row.fields.empty() &&
         text::equal_ignoring_case(text::trimmed(row.fields.front()), "email");
}

void take_row(AccountRows& rows, text::CsvRow row) {
  if (names_columns(row)) return;
  if (row.problem != text::CsvProblem::none)
    return rows.tell(row.line, "", {quotes_not_closed, "The quotes of this row are not in order."});
  if (row.fields.size() > 2)
    return rows.tell(row.line, "",
                     {too_many_fields, "Write the address and, where it is another, the user."});
  row.fields.resize(2);
  rows.take(row.line, {std::move(row.fields[0]), std::move(row.fields[1])});
}

}  // namespace

AccountList read_account_list(std::string_view bytes) {
  AccountRows rows;
  text::CsvReader reader([&rows](text::CsvRow row) { take_row(rows, std::move(row)); },
                         {.separator = std::nullopt, .line_ends = text::LineEnds::of_rows});
  reader.feed(decoded(bytes));
  reader.finish();
  return std::move(rows).list();
}

AccountList check_account_list(std::vector<KnownAccount> written) {
  AccountRows rows;
  std::size_t line = 0;
  for (auto& row : written) rows.take(++line, std::move(row));
  return std::move(rows).list();
}

}  // namespace postferry::service
