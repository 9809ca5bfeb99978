// One row of a list: from its fields to two accounts, their secrets and its options.
//
// Called by read_list() alone. A Header says which column stands where; RowReader keeps what holds
// for all rows. One thread.
#pragma once

#include <optional>

#include "app/list.hpp"
#include "app/list_columns.hpp"

namespace postferry::app {

enum class AccountColumn : std::uint8_t {
  source,
  source_password,
  target,
  target_password,
};

// One column: of an account, of an option, or one that is passed over (its name begins with #).
struct HeaderColumn {
  std::string name;
  std::optional<AccountColumn> account;
  const OptionColumn* option = nullptr;
};

struct Header {
  std::vector<HeaderColumn> columns;
  bool has(AccountColumn account) const;
};

// Problems with the header end the reading of the list.
Header read_header(const std::vector<std::string>& fields, std::size_t line,
                   const ListDefaults& defaults, std::vector<ListProblem>& problems);

class RowReader {
 public:
  // Failure{bad_usage} when what holds for all rows is wrong.
  RowReader(const ListDefaults& defaults, Header header);

  // Nothing when the row is refused; why is in the problems. Wipes the fields.
  std::optional<ListRow> read(std::size_t line, std::vector<std::string>& fields, Secrets& secrets,
                              std::vector<ListProblem>& problems) const;

 private:
  struct Cells;  // of one row

  std::optional<AccountUrl> account(const Cells& cells, Side side) const;
  // `account` as far as it is good.
  std::optional<Secret> password(const Cells& cells, Side side,
                                 const std::optional<AccountUrl>& account) const;
  std::shared_ptr<const engine::Options> options(const Cells& cells) const;
  const std::string& server(Side side) const;

  const ListDefaults& defaults_;
  Header header_;
  std::shared_ptr<const engine::Options> common_options_;
  std::optional<AccountUrl> source_server_;  // with some user
  std::optional<AccountUrl> target_server_;
};

// "imaps://old.example?master=admin" with the user in it, percent-encoded.
std::string with_user(std::string_view server, std::string_view user);

}  // namespace postferry::app
