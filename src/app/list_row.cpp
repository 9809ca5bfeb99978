#include "app/list_row.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <span>
#include <utility>

#include "app/passwords.hpp"
#include "base/error_catalog.hpp"
#include "base/secret.hpp"
#include "text/ascii.hpp"
#include "text/display.hpp"
#include "text/utf8.hpp"

namespace postferry::app {
namespace {

constexpr std::array<std::string_view, 4> account_columns{"source", "source-password", "target",
                                                          "target-password"};

AccountColumn url_column(Side side) {
  return side == Side::source ? AccountColumn::source : AccountColumn::target;
}

AccountColumn password_column(Side side) {
  return side == Side::source ? AccountColumn::source_password : AccountColumn::target_password;
}

// As it stands in the documentation, and mostly in the file.
std::string shown_name(AccountColumn column) {
  std::string name(account_columns[static_cast<std::size_t>(column)]);
  std::ranges::replace(name, '-', '_');
  return name;
}

bool has(const Header& header, AccountColumn column) {
  return header.has(static_cast<std::size_t>(column));
}

// What the command line says of passwords in URLs does not fit here.
std::string url_problem(const Error& error, Side side) {
  if (!error.text.starts_with("A password does not belong")) return error.text;
  return fmt::format(
      "A password does not belong into the URL; put it into the column {}. (A colon that is part "
      "of the user name is written %3A.)",
      shown_name(password_column(side)));
}

std::optional<service::AccountUrl> checked_server(const std::string& server, Side side) {
  if (server.empty()) return std::nullopt;
  const auto option = fmt::format("--{}-server", side_name(side));
  const auto refuse = [&](std::string text) {
    return Failure(Error{
        .code = ErrorCode::bad_usage, .text = std::move(text), .where = option, .side = side});
  };
  const auto begin = server.find("//");
  if (begin == std::string::npos ||
      server.substr(0, server.find_first_of("/?", begin + 2)).contains('@'))
    throw refuse("Write the server without a user, such as imaps://mail.example:993.");
  auto account = service::parse_account_url(service::with_user(server, "user"), side);
  if (!account) throw refuse(url_problem(account.error(), side));
  return std::move(*account);
}

}  // namespace

struct RowReader::Cells {
  std::size_t line;
  const Header& header;
  std::vector<std::string>& fields;
  std::vector<ListProblem>& problems;

  const std::string* find(AccountColumn account) const {
    for (std::size_t at = 0; at < std::min(fields.size(), header.columns.size()); ++at)
      if (header.columns[at].field == static_cast<std::size_t>(account)) return &fields[at];
    return nullptr;
  }
  std::string_view trimmed(AccountColumn account) const {
    const auto* field = find(account);
    return field == nullptr ? std::string_view() : text::trimmed(*field);
  }
  void refuse(std::string column, std::string text) const {
    problems.push_back({line, std::move(column), std::move(text)});
  }
  void warn(std::string column, std::string text) const {
    problems.push_back({line, std::move(column), std::move(text), Severity::warning});
  }
};

Header read_header(const std::vector<std::string>& fields, std::size_t line,
                   const ListDefaults& defaults, std::vector<ListProblem>& problems) {
  Header header = service::read_header(fields, account_columns);
  for (auto& [fault, column, text] : header.problems)
    problems.push_back({line, std::move(column), std::move(text)});
  if (!header.is_known()) return header;
  const auto expect = [&](AccountColumn column, std::string text) {
    if (!has(header, column)) problems.push_back({line, shown_name(column), std::move(text)});
  };
  expect(AccountColumn::source, "The column is missing.");
  if (defaults.written.target_server.empty())
    expect(AccountColumn::target, "The column is missing, and no --target-server is given.");
  return header;
}

RowReader::RowReader(const ListDefaults& defaults, Header header)
    : defaults_(defaults), header_(std::move(header)) {
  auto options = service::engine_options(defaults.written);
  if (!options) throw Failure(options.error());
  common_options_ = std::make_shared<const engine::Options>(std::move(*options));
  source_server_ = checked_server(defaults.written.source_server, Side::source);
  target_server_ = checked_server(defaults.written.target_server, Side::target);
}

std::optional<ListRow> RowReader::read(std::size_t line, std::vector<std::string>& fields,
                                       Secrets& secrets, std::vector<ListProblem>& problems) const {
  const std::size_t before = problems.size();
  const Cells cells{line, header_, fields, problems};
  const auto columns = header_.columns.size();
  for (std::size_t at = 0; at < fields.size(); ++at) {
    const auto name = at < columns ? header_.columns[at].name : std::string();
    if (at >= columns && !fields[at].empty()) {
      cells.refuse({}, fmt::format("It has {} fields, the header {}. A field that holds the "
                                   "separator stands in quotes.",
                                   fields.size(), columns));
      break;
    }
    if (!text::is_utf8(fields[at]))
      cells.refuse(name, "It is not UTF-8; save the list as CSV UTF-8.");
  }
  std::optional<ListRow> row;
  if (problems.size() == before) {
    auto source = account(cells, Side::source);
    auto target = account(cells, Side::target);
    auto source_password = password(cells, Side::source, source);
    auto target_password = password(cells, Side::target, target);
    auto chosen = options(cells);
    if (source && target && service::is_same_account(*source, *target))
      cells.refuse("target", "Source and target are the same account.");
    const std::span found(problems.begin() + static_cast<std::ptrdiff_t>(before), problems.end());
    if (std::ranges::find(found, Severity::error, &ListProblem::severity) == found.end())
      row = ListRow{.line = line,
                    .source = std::move(*source),
                    .target = std::move(*target),
                    .source_secret = secrets.add(std::move(*source_password)),
                    .target_secret = secrets.add(std::move(*target_password)),
                    .options = std::move(chosen)};
  }
  for (auto& field : fields) wipe(field);
  return row;
}

const std::string& RowReader::server(Side side) const {
  return side == Side::source ? defaults_.written.source_server : defaults_.written.target_server;
}

std::optional<service::AccountUrl> RowReader::account(const Cells& cells, Side side) const {
  const auto column = shown_name(url_column(side));
  auto written = cells.trimmed(url_column(side));
  const auto& common = server(side);
  // A target that is left out is the same user at the target's server.
  if (written.empty() && side == Side::target && !common.empty()) {
    written = cells.trimmed(AccountColumn::source);
    if (written.contains("://")) {
      cells.refuse(column, "It is empty; only where source is a user name may it be left out.");
      return std::nullopt;
    }
  }
  if (written.empty()) {
    cells.refuse(column,
                 "It is empty; write imaps://USER@HOST, or the user name where a "
                 "server is given for all rows.");
    return std::nullopt;
  }
  const bool whole = written.contains("://");
  if (!whole && common.empty()) {
    cells.refuse(column, fmt::format("An account begins with imaps:// or imap://; a bare user "
                                     "name needs --{}-server.",
                                     side_name(side)));
    return std::nullopt;
  }
  auto account = service::parse_account_url(
      whole ? std::string(written) : service::with_user(common, written), side);
  if (account) return std::move(*account);
  cells.refuse(column, url_problem(account.error(), side));
  return std::nullopt;
}

// A secret that is meant for one server is sent to no other: a row that names another brings its
// own.
std::optional<Secret> RowReader::password(const Cells& cells, Side side,
                                          const std::optional<service::AccountUrl>& account) const {
  const auto column = shown_name(password_column(side));
  const auto* field = cells.find(password_column(side));
  if (field != nullptr && !field->empty()) {
    if (field->size() > longest_password_bytes || field->contains('\0')) {
      cells.refuse(column, "It is too long, or holds a NUL byte.");
      return std::nullopt;
    }
    if (text::trimmed(*field).size() != field->size())
      cells.warn(column, "It begins or ends with a blank, which is taken as part of it.");
    return Secret(*field);
  }
  const auto& common = side == Side::source ? defaults_.source_password : defaults_.target_password;
  const auto& at = side == Side::source ? source_server_ : target_server_;
  const bool meant_for_it = !at || !account || at->endpoint.host == account->endpoint.host;
  if (!common.empty() && meant_for_it) return common;
  cells.refuse(column,
               common.empty()
                   ? fmt::format("It is empty, and no password is given for all rows (with "
                                 "--{}-password-file or POSTFERRY_{}_PASSWORD).",
                                 side_name(side), service::argument_name(side))
                   : fmt::format("It is empty; the password for all rows is sent to {} only.",
                                 at->endpoint.host));
  return std::nullopt;
}

std::shared_ptr<const engine::Options> RowReader::options(const Cells& cells) const {
  auto own = service::own_options(header_, cells.fields, defaults_.written);
  for (auto& [column, text] : own.problems) cells.refuse(std::move(column), std::move(text));
  if (!own.options) return common_options_;
  return std::make_shared<const engine::Options>(std::move(*own.options));
}

}  // namespace postferry::app
