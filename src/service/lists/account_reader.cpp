#include "service/lists/account_reader.hpp"

#include <fmt/format.h>

#include "service/imap_ports.hpp"
#include "service/mail_address.hpp"
#include "service/server_name.hpp"
#include "text/ascii.hpp"
#include "text/unicode.hpp"

namespace postferry::service {
namespace {

using enum FindingCode;

// What the command line says of URLs does not all fit here.
std::string url_problem(const Error& error) {
  if (!error.text.starts_with("A password does not belong")) return error.text;
  return "A password does not belong into the URL; put it into its column. (A colon that is part "
         "of the user name is written %3A.)";
}

Checked<AccountUrl> url_account(std::string_view written, Side side) {
  auto url = parse_account_url(written, side);
  if (!url) return refused(bad_account, url_problem(url.error()));
  if (!url->endpoint.connect_to.empty() || !url->policy.ca_file.empty())
    return refused(bad_account, "?connect= and ?ca= are for the command line only.");
  auto host = host_name(url->endpoint.host);
  if (!host) return std::unexpected(std::move(host.error()));
  url->endpoint.host = std::move(*host);
  return std::move(*url);
}

void read_url(const RowCells& cells, const SideFields& fields, DraftAccount& account) {
  auto url = cells.read(fields.account, [&fields](std::string_view written) {
    return url_account(written, fields.side);
  });
  if (!url) return;
  account.server = std::move(url->endpoint);
  account.fingerprint = url->policy.fingerprint;
  account.user = std::move(url->user);
  account.master = std::move(url->master);
  account.master_separator = std::move(url->master_separator);
}

void read_email(const RowCells& cells, const SideFields& fields, DraftAccount& account) {
  auto address = cells.read(fields.email, mail_address);
  if (!address) return;
  if (auto doubt = domain_doubt(*address)) cells.tell(fields.email, std::move(*doubt));
  account.email = std::move(address->text);
}

}  // namespace

bool names_account(const RowCells& cells, const SideFields& fields) {
  return !cells.text(fields.account).empty() || !cells.text(fields.email).empty() ||
         !cells.text(fields.user).empty();
}

bool is_url(const RowCells& cells, const SideFields& fields) {
  return cells.text(fields.account).contains("://");
}

void read_identity(const RowCells& cells, const SideFields& fields, DraftAccount& account) {
  if (const auto type = cells.read(fields.type, account_type_named)) account.type = *type;
  if (is_url(cells, fields)) {
    read_url(cells, fields, account);
  } else {
    read_email(cells, fields, account);
    for (const auto field : {fields.user, fields.account})
      if (auto user = cells.read(field, user_name)) account.user = std::move(*user);
    if (account.user.empty() && cells.text(fields.user).empty()) account.user = account.email;
  }
  if (account.email.empty() && account.user.contains('@') && mail_address(account.user))
    account.email = account.user;
  if (!names_account(cells, fields))
    cells.tell_first({fields.account, fields.email, fields.user},
                     {missing, cells.has(fields.account)
                                   ? "It is empty; write imaps://USER@HOST, or a user name."
                                   : "It is empty; write whose account it is."});
}

void read_server(const RowCells& cells, const SideFields& fields,
                 const std::optional<net::Endpoint>& common, DraftAccount& account) {
  const bool written = !cells.text(fields.server).empty();
  if (is_url(cells, fields)) {
    if (written) cells.tell(fields.server, {bad_account, "The server stands in the URL already."});
    return;
  }
  if (written) {
    const auto server = cells.read(fields.server, server_name);
    if (!server) return;
    account.server = endpoint_of(*server);
    if (auto doubt = port_doubt(account.server.port)) cells.tell(fields.server, std::move(*doubt));
    return;
  }
  if (common) {
    account.server = *common;
    return;
  }
  const auto at = account.email.rfind('@');
  const auto guess = at == std::string::npos ? "old.example" : account.email.substr(at + 1);
  if (cells.has(fields.server))
    cells.tell(
        fields.server,
        {missing, fmt::format("The server is missing; write its name such as imap.{}.", guess)});
  else if (cells.has(fields.account) && names_account(cells, fields))
    cells.tell(fields.account, {missing, "Its server is missing; write imaps://USER@HOST."});
}

void read_password(const RowCells& cells, Field field, DraftAccount& account) {
  if (cells.is_bad(field)) return;
  const auto password = cells.raw(field);
  if (password.empty()) return cells.tell(field, {missing, "The password is missing."});
  if (without_edges(password).size() != password.size())
    cells.tell(field,
               {blank_at_the_edge, "It begins or ends with a blank, which is taken as part of it.",
                Severity::warning});
  account.password = Secret(password);
}

std::string account_key(const DraftAccount& account) {
  if (account.user.empty() || account.server.host.empty()) return {};
  const auto port = account.server.port;
  const bool usual = port == imaps_port || port == imap_port;
  return fmt::format("{}:{}@{}:{}", account_type_id(account.type), text::folded(account.user),
                     account.server.host, usual ? imaps_port : port);
}

}  // namespace postferry::service
