// One row of a list: from its fields to two accounts, their secrets and its options.
//
// Called by read_list() alone. RowReader keeps what holds for all rows. One thread.
#pragma once

#include <optional>

#include "app/list.hpp"
#include "service/lists/header.hpp"
#include "service/lists/own_options.hpp"

namespace postferry::app {

enum class AccountColumn : std::uint8_t {
  source,
  source_password,
  target,
  target_password,
};

using service::Header;  // its fields are AccountColumns

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

  std::optional<service::AccountUrl> account(const Cells& cells, Side side) const;
  // `account` as far as it is good.
  std::optional<Secret> password(const Cells& cells, Side side,
                                 const std::optional<service::AccountUrl>& account) const;
  std::shared_ptr<const engine::Options> options(const Cells& cells) const;
  const std::string& server(Side side) const;

  const ListDefaults& defaults_;
  Header header_;
  std::shared_ptr<const engine::Options> common_options_;
  std::optional<service::AccountUrl> source_server_;  // with some user
  std::optional<service::AccountUrl> target_server_;
};

}  // namespace postferry::app
