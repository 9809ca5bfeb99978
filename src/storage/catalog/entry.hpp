// The tables of what lets somebody in: sessions, API tokens and one-time links.
//
// Called by Catalog's callers on a thread of the database. Whoever shows a token is looked up by
// its hash alone: it tells whose it is. What is done to a row that was looked up names it by hash,
// id or person; lists, and removals by an id from outside, take a Reach. Instants that have passed
// are compared by the caller's clock.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/catalog/person_row.hpp"
#include "storage/catalog/reach.hpp"

namespace postferry::storage::catalog {

void add(soci::session& session, const SessionRow& row);
std::optional<SessionRow> session_by_hash(soci::session& session, const std::string& token_hash);
void use_session(soci::session& session, const std::string& token_hash, Instant at, Instant ends);
bool end_session(soci::session& session, const std::string& token_hash);
// All of a person's but the one with the hash `except`, which may be "".
std::int64_t end_sessions_of(soci::session& session, const std::string& person,
                             const std::string& except);

void add(soci::session& session, const TokenRow& row);
std::optional<TokenRow> token_by_hash(soci::session& session, const std::string& token_hash);
std::vector<TokenRow> tokens(soci::session& session, const Reach& reach);  // newest first
void use_token(soci::session& session, const std::string& id, Instant at);
bool remove_token(soci::session& session, const Reach& reach, const std::string& id);

void add(soci::session& session, const LinkRow& row);
std::optional<LinkRow> link_by_hash(soci::session& session, const std::string& token_hash);
std::optional<LinkRow> find_link(soci::session& session, const Reach& reach, const std::string& id);
// Not used yet, newest first.
std::vector<LinkRow> open_links(soci::session& session, const Reach& reach, LinkKind kind);
// False when it was used before: of two who come at once, one is let in.
bool use_link(soci::session& session, const std::string& id, Instant at);
bool remove_link(soci::session& session, const Reach& reach, const std::string& id);
// Links of the same kind that the newer one replaces.
void remove_links_to(soci::session& session, LinkKind kind, const std::string& customer,
                     const std::string& email, const std::string& person);
// Those that nobody used yet.
void remove_links_made_by(soci::session& session, const std::string& person);

// Sessions, API tokens and links that ended before; how many.
std::int64_t remove_ended(soci::session& session, Instant before);

}  // namespace postferry::storage::catalog
