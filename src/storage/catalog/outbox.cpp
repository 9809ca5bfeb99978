#include "storage/catalog/outbox.hpp"

#include <array>
#include <utility>
#include <vector>

#include "storage/catalog/names.hpp"

namespace postferry::storage::catalog {
namespace {

constexpr std::array notice_kind_names{
    Named{NoticeKind::first_run_finished, "first_run_finished"},
    Named{NoticeKind::all_finished, "all_finished"},
    Named{NoticeKind::only_run_finished, "only_run_finished"},
    Named{NoticeKind::failed, "failed"},
};
constexpr std::array notice_channel_names{
    Named{NoticeChannel::mail, "mail"},
    Named{NoticeChannel::webhook, "webhook"},
};
constexpr std::array notice_state_names{
    Named{NoticeState::waiting, "waiting"}, Named{NoticeState::sending, "sending"},
    Named{NoticeState::sent, "sent"},       Named{NoticeState::given_up, "given_up"},
    Named{NoticeState::dropped, "dropped"},
};

constexpr std::string_view notice_tables[] = {
    "CREATE TABLE notice (happening TEXT NOT NULL, channel TEXT NOT NULL,"
    " customer_id TEXT NOT NULL, kind TEXT NOT NULL, migration_id TEXT NOT NULL,"
    " batch_id TEXT NOT NULL, person_id TEXT NOT NULL, created {number} NOT NULL,"
    " next_try {number} NOT NULL, attempts {number} NOT NULL, state TEXT NOT NULL,"
    " last_error TEXT NOT NULL, closed {number} NOT NULL, PRIMARY KEY (happening, channel))",
    "CREATE INDEX notice_open ON notice (channel, next_try) WHERE closed = 0",
    "CREATE INDEX notice_of_customer ON notice (customer_id)",
    "CREATE INDEX notice_of_batch ON notice (batch_id, created)",
    "CREATE INDEX notice_created ON notice (created)",
};

std::optional<NoticeRow> first_of(std::vector<NoticeRow> rows) {
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

}  // namespace

std::span<const std::string_view> outbox_tables() { return notice_tables; }

std::string_view text_of(NoticeKind kind) { return name_in(notice_kind_names, kind); }
void read_text(std::string_view text, NoticeKind& kind) {
  kind = value_in(notice_kind_names, text, NoticeKind::failed);
}
std::string_view text_of(NoticeChannel channel) { return name_in(notice_channel_names, channel); }
void read_text(std::string_view text, NoticeChannel& channel) {
  channel = value_in(notice_channel_names, text, NoticeChannel::mail);
}
std::string_view text_of(NoticeState state) { return name_in(notice_state_names, state); }
void read_text(std::string_view text, NoticeState& state) {
  state = value_in(notice_state_names, text, NoticeState::dropped);
}

bool put_down(soci::session& session, const NoticeRow& row) {
  const auto bindings = bindings_of(row);
  std::string places;
  for (const auto& bound : bindings) places += (places.empty() ? ":" : ", :") + bound.name;
  return execute(session,
                 "INSERT INTO notice (" + column_names<NoticeRow>() + ") VALUES (" + places +
                     ") ON CONFLICT (happening, channel) DO NOTHING",
                 bindings) == 1;
}

std::optional<NoticeRow> latest_of_batch(soci::session& session, const std::string& batch,
                                         NoticeKind kind, NoticeChannel channel) {
  return first_of(select<NoticeRow>(
      session,
      "notice WHERE batch_id = :batch AND migration_id = '' AND kind = :kind AND"
      " channel = :channel ORDER BY created DESC, happening DESC LIMIT 1",
      {{"batch", batch}, {"kind", cell_of(kind)}, {"channel", cell_of(channel)}}));
}

bool is_notice_due(soci::session& session, NoticeChannel channel, Instant now) {
  bool is_due = false;
  query(session,
        "SELECT 1 FROM notice WHERE closed = 0 AND channel = :channel AND next_try <= :now LIMIT 1",
        {{"channel", cell_of(channel)}, {"now", cell_of(now)}}, {std::int64_t{}},
        [&is_due](const std::vector<Cell>&) { is_due = true; });
  return is_due;
}

std::optional<NoticeRow> claim_due(soci::session& session, NoticeChannel channel, Instant now,
                                   Instant until) {
  auto row = first_of(
      select<NoticeRow>(session,
                        "notice WHERE closed = 0 AND channel = :channel AND next_try <= :now"
                        " ORDER BY next_try, happening LIMIT 1",
                        {{"channel", cell_of(channel)}, {"now", cell_of(now)}}));
  if (!row) return row;
  row->state = NoticeState::sending;
  row->next_try = until;
  ++row->attempts;
  settle(session, *row);
  return row;
}

void settle(soci::session& session, const NoticeRow& row) {
  update(session, "notice", row, "happening = :happening AND channel = :channel");
}

std::int64_t remove_notices_of(soci::session& session, const std::string& customer) {
  return execute(session, "DELETE FROM notice WHERE customer_id = :customer",
                 {{"customer", customer}});
}

std::int64_t remove_notices_before(soci::session& session, Instant before) {
  return execute(session, "DELETE FROM notice WHERE created < :before",
                 {{"before", cell_of(before)}});
}

}  // namespace postferry::storage::catalog
