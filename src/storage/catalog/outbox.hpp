// The outbox: the table of notices that wait to be sent, or were. A notice is put down in the
// transaction of what it tells, so none is lost and none is told twice; sending it is a task of
// its own, which marks here how it went.
//
// Called by Catalog's callers on a thread of the database. A row names people and things by their
// ids only; what it says is read when it is sent.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "storage/catalog/columns.hpp"

namespace postferry::storage::catalog {

enum class NoticeKind : std::uint8_t {
  first_run_finished,
  all_finished,
  only_run_finished,  // both at once, for people
  failed,             // needs a person
};
enum class NoticeChannel : std::uint8_t { mail, webhook };
enum class NoticeState : std::uint8_t {
  waiting,
  sending,  // somebody is at it, until its next_try
  sent,
  given_up,  // after all tries, or for good
  dropped,   // nobody is to be told any more
};

std::string_view text_of(NoticeKind kind);
void read_text(std::string_view text, NoticeKind& kind);
std::string_view text_of(NoticeChannel channel);
void read_text(std::string_view text, NoticeChannel& channel);
std::string_view text_of(NoticeState state);
void read_text(std::string_view text, NoticeState& state);

struct NoticeRow {
  std::string happening{};  // "failed/01J.../3": what happened, once in each channel
  NoticeChannel channel = NoticeChannel::mail;
  std::string customer{};
  NoticeKind kind = NoticeKind::failed;
  std::string migration{};  // what it is about; "": the batch
  std::string batch{};      // that it belongs to; may be ""
  std::string person{};     // to whom; "" for a webhook
  Instant created{};
  Instant next_try{};
  std::int64_t attempts = 0;
  NoticeState state = NoticeState::waiting;
  std::string last_error{};
  Instant closed{};  // sent, given up or dropped

  static void each(auto& row, auto&& visit) {
    visit("happening", row.happening);
    visit("channel", row.channel);
    visit("customer_id", row.customer);
    visit("kind", row.kind);
    visit("migration_id", row.migration);
    visit("batch_id", row.batch);
    visit("person_id", row.person);
    visit("created", row.created);
    visit("next_try", row.next_try);
    visit("attempts", row.attempts);
    visit("state", row.state);
    visit("last_error", row.last_error);
    visit("closed", row.closed);
  }
};

std::span<const std::string_view> outbox_tables();

// False when this happening has been put down before: then nothing is changed.
bool put_down(soci::session& session, const NoticeRow& row);

// The latest of this kind about the whole batch.
std::optional<NoticeRow> latest_of_batch(soci::session& session, const std::string& batch,
                                         NoticeKind kind, NoticeChannel channel);

// Reads only, so that asking often costs little.
bool is_notice_due(soci::session& session, NoticeChannel channel, Instant now);

// The longest due, marked as being sent until `until`: whoever dies over it leaves it to the next.
std::optional<NoticeRow> claim_due(soci::session& session, NoticeChannel channel, Instant now,
                                   Instant until);
// Writes down how it went; nothing when it was removed meanwhile.
void settle(soci::session& session, const NoticeRow& row);

std::int64_t remove_notices_of(soci::session& session, const std::string& customer);
// Those that were put down before.
std::int64_t remove_notices_before(soci::session& session, Instant before);

}  // namespace postferry::storage::catalog
