// One account out of a row: its type, address, user, server and password.
//
// Called by the RowReader for both sides. What is wrong is told in the row; what is known is filled
// in. Pure functions of the row.
#pragma once

#include <optional>
#include <string>

#include "service/draft.hpp"
#include "service/lists/row_cells.hpp"

namespace postferry::service {

// The columns of one side.
struct SideFields {
  Side side;
  Field account;
  Field type;
  Field email;
  Field user;
  Field password;
  Field server;
};
inline constexpr SideFields source_fields{
    Side::source,       Field::source,          Field::source_type,  Field::source_email,
    Field::source_user, Field::source_password, Field::source_server};
inline constexpr SideFields target_fields{
    Side::target,       Field::target,          Field::target_type,  Field::target_email,
    Field::target_user, Field::target_password, Field::target_server};

// Whether the row says who it is at all.
bool names_account(const RowCells& cells, const SideFields& fields);
bool is_url(const RowCells& cells, const SideFields& fields);

// Type, address and user; of a URL also the server.
void read_identity(const RowCells& cells, const SideFields& fields, DraftAccount& account);

// From its column, else what holds for all rows.
void read_server(const RowCells& cells, const SideFields& fields,
                 const std::optional<net::Endpoint>& common, DraftAccount& account);

// Exactly as it stands there; that it is missing is told.
void read_password(const RowCells& cells, Field field, DraftAccount& account);

// Equal keys mean the same account: without the difference of case, and of IMAP's two ports. Empty
// where user or server is not known.
std::string account_key(const DraftAccount& account);

}  // namespace postferry::service
