#include "storage/catalog/entry.hpp"

#include <array>

#include "storage/catalog/names.hpp"

namespace postferry::storage::catalog {
namespace {

constexpr std::array link_kind_names{
    Named{LinkKind::setup, "setup"},
    Named{LinkKind::invitation, "invitation"},
    Named{LinkKind::reset, "reset"},
};

template <class Row>
std::optional<Row> by_hash(soci::session& session, const std::string& table,
                           const std::string& token_hash) {
  auto rows =
      select<Row>(session, table + " WHERE token_hash = :token_hash", {{"token_hash", token_hash}});
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

bool remove(soci::session& session, const std::string& table, const Reach& reach,
            const std::string& id) {
  Bindings bindings{{"id", id}};
  const auto within = reach.condition(bindings);
  return execute(session, "DELETE FROM " + table + " WHERE id = :id AND " + within, bindings) == 1;
}

}  // namespace

std::string_view text_of(LinkKind kind) { return name_in(link_kind_names, kind); }
void read_text(std::string_view text, LinkKind& kind) {
  kind = value_in(link_kind_names, text, LinkKind::invitation);
}

void add(soci::session& session, const SessionRow& row) { insert(session, "person_session", row); }

std::optional<SessionRow> session_by_hash(soci::session& session, const std::string& token_hash) {
  return by_hash<SessionRow>(session, "person_session", token_hash);
}

void use_session(soci::session& session, const std::string& token_hash, Instant at, Instant ends) {
  execute(session,
          "UPDATE person_session SET last_used = :at, ends = :ends WHERE token_hash = :token_hash",
          {{"at", cell_of(at)}, {"ends", cell_of(ends)}, {"token_hash", token_hash}});
}

bool end_session(soci::session& session, const std::string& token_hash) {
  return execute(session, "DELETE FROM person_session WHERE token_hash = :token_hash",
                 {{"token_hash", token_hash}}) == 1;
}

std::int64_t end_sessions_of(soci::session& session, const std::string& person,
                             const std::string& except) {
  return execute(session,
                 "DELETE FROM person_session WHERE person_id = :person AND token_hash <> :spared",
                 {{"person", person}, {"spared", except}});
}

void add(soci::session& session, const TokenRow& row) { insert(session, "api_token", row); }

std::optional<TokenRow> token_by_hash(soci::session& session, const std::string& token_hash) {
  return by_hash<TokenRow>(session, "api_token", token_hash);
}

std::vector<TokenRow> tokens(soci::session& session, const Reach& reach) {
  Bindings bindings;
  const auto within = reach.condition(bindings);
  return select<TokenRow>(session, "api_token WHERE " + within + " ORDER BY id DESC", bindings);
}

void use_token(soci::session& session, const std::string& id, Instant at) {
  execute(session, "UPDATE api_token SET last_used = :at WHERE id = :id",
          {{"at", cell_of(at)}, {"id", id}});
}

bool remove_token(soci::session& session, const Reach& reach, const std::string& id) {
  return remove(session, "api_token", reach, id);
}

void add(soci::session& session, const LinkRow& row) { insert(session, "one_time_link", row); }

std::optional<LinkRow> link_by_hash(soci::session& session, const std::string& token_hash) {
  return by_hash<LinkRow>(session, "one_time_link", token_hash);
}

std::optional<LinkRow> find_link(soci::session& session, const Reach& reach,
                                 const std::string& id) {
  Bindings bindings{{"id", id}};
  const auto within = reach.condition(bindings);
  auto rows = select<LinkRow>(session, "one_time_link WHERE id = :id AND " + within, bindings);
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

std::vector<LinkRow> open_links(soci::session& session, const Reach& reach, LinkKind kind) {
  Bindings bindings{{"kind", cell_of(kind)}};
  const auto within = reach.condition(bindings);
  return select<LinkRow>(
      session, "one_time_link WHERE kind = :kind AND used = 0 AND " + within + " ORDER BY id DESC",
      bindings);
}

bool use_link(soci::session& session, const std::string& id, Instant at) {
  return execute(session, "UPDATE one_time_link SET used = :at WHERE id = :id AND used = 0",
                 {{"at", cell_of(at)}, {"id", id}}) == 1;
}

bool remove_link(soci::session& session, const Reach& reach, const std::string& id) {
  return remove(session, "one_time_link", reach, id);
}

void remove_links_to(soci::session& session, LinkKind kind, const std::string& customer,
                     const std::string& email, const std::string& person) {
  execute(session,
          "DELETE FROM one_time_link WHERE kind = :kind AND used = 0 AND customer_id = :customer "
          "AND email = :email AND person_id = :person",
          {{"kind", cell_of(kind)}, {"customer", customer}, {"email", email}, {"person", person}});
}

void remove_links_made_by(soci::session& session, const std::string& person) {
  execute(session, "DELETE FROM one_time_link WHERE made_by = :person AND used = 0",
          {{"person", person}});
}

std::int64_t remove_ended(soci::session& session, Instant before) {
  const Bindings bindings{{"before", cell_of(before)}};
  std::int64_t removed = 0;
  for (const std::string table : {"person_session", "api_token", "one_time_link"})
    removed += execute(session, "DELETE FROM " + table + " WHERE ends < :before", bindings);
  return removed;
}

}  // namespace postferry::storage::catalog
