#include "service/notices/notice_delivery.hpp"

#include <array>
#include <exception>
#include <fmt/format.h>
#include <utility>

#include "base/gather.hpp"
#include "service/notices/notice_mail.hpp"
#include "service/notices/notice_senders.hpp"
#include "service/notices/webhook.hpp"

namespace postferry::service {
namespace {

using namespace std::chrono_literals;
using storage::catalog::NoticeChannel;
using storage::catalog::NoticeRow;
using storage::catalog::NoticeState;

// Together a little less than a day.
constexpr std::array<std::chrono::seconds, 7> waits{1min, 5min, 15min, 1h, 3h, 6h, 12h};
constexpr auto between_rounds = 5s;
constexpr auto rest_of_a_server = 30s;
// Longer than any try; then another may try what nobody has written down.
constexpr auto longest_try = 10min;
constexpr std::chrono::days notices_are_kept_for{30};
constexpr auto between_tidyings = 1h;

struct Settled {
  NoticeState state = NoticeState::sent;
  std::optional<Error> error{};
  std::string note{};  // why it was dropped
};

// That of one notice alone, not of the server.
bool is_its_own(const Error& error) {
  return error.code == ErrorCode::server_refused || error.code == ErrorCode::bad_usage;
}

Task<Result<void>> sent(NoticeRoom& room, NoticeFacts facts) {
  if (facts.is_first_run_finished()) {
    facts.domains = co_await old_mx_records(room.ask_mx, facts.report.domains);
    facts.new_mx = room.settings.mx_records;
  }
  if (facts.notice.channel == NoticeChannel::mail)
    co_return co_await send_mail(room, facts.person->email, notice_mail(facts, room.public_url),
                                 facts.notice.happening);
  co_return co_await send_webhook(room, webhook_body(facts, room.public_url),
                                  facts.notice.happening);
}

Task<Settled> tried(NoticeRoom& room, NoticeRow row) {
  const bool is_mail = row.channel == NoticeChannel::mail;
  auto missing = is_mail ? co_await missing_for_mail(room) : co_await missing_for_webhook(room);
  if (!missing.empty())
    co_return Settled{.state = NoticeState::dropped, .note = std::move(missing)};
  auto facts = co_await room.catalog.look(
      [row](soci::session& session) { return read_facts(session, row); });
  if (!facts)
    co_return Settled{.state = NoticeState::dropped, .note = "There is nothing to tell any more."};
  auto result = co_await sent(room, *std::move(facts));
  if (result) co_return Settled{};
  const bool is_given_up = !wait_before_next_try(row.attempts, result.error());
  co_return Settled{.state = is_given_up ? NoticeState::given_up : NoticeState::waiting,
                    .error = std::move(result.error())};
}

Task<> write_down(NoticeRoom& room, NoticeRow row, const Settled& settled) {
  const auto now = room.clock();
  row.state = settled.state;
  row.last_error = settled.error ? describe(*settled.error) : settled.note;
  if (settled.state == NoticeState::waiting)
    row.next_try = now + wait_before_next_try(row.attempts, *settled.error).value_or(0s);
  else
    row.closed = now;
  co_await room.catalog.change([row](soci::session& session) { settle(session, row); });
  if (settled.state == NoticeState::given_up)
    room.log(fmt::format("error: The notice {} ({}) is given up at try {}: {}", row.happening,
                         text_of(row.channel), row.attempts, row.last_error));
}

// Rounds on one channel; what keeps a server from taking anything is told once.
Task<> deliver_until(NoticeRoom& room, NoticeChannel channel, const engine::StopRequest& stop) {
  std::string told;
  for (;;) {
    std::string trouble;
    try {
      if (const auto error = co_await deliver_due(room, channel)) trouble = describe(*error);
    } catch (const std::exception& error) {
      trouble = error.what();
    }
    if (!trouble.empty() && trouble != told)
      room.log(fmt::format("warning: Notices by {} cannot be sent now and are tried again: {}",
                           text_of(channel), trouble));
    told = trouble;
    co_await engine::pause_for(trouble.empty() ? between_rounds : rest_of_a_server, stop);
  }
}

Task<> tidy_until(NoticeRoom& room, const engine::StopRequest& stop) {
  for (;;) {
    std::string trouble;
    try {
      co_await room.catalog.change(
          [before = room.clock() - notices_are_kept_for](soci::session& session) {
            return storage::catalog::remove_notices_before(session, before);
          });
    } catch (const std::exception& error) {
      trouble = error.what();
    }
    if (!trouble.empty()) room.log("error: tidying the outbox: " + trouble);
    co_await engine::pause_for(between_tidyings, stop);
  }
}

}  // namespace

std::optional<std::chrono::seconds> wait_before_next_try(std::int64_t tries, const Error& error) {
  if (is_its_own(error) && error.retry == Retry::never) return std::nullopt;
  if (tries < 1 || tries > static_cast<std::int64_t>(waits.size())) return std::nullopt;
  return waits[static_cast<std::size_t>(tries - 1)];
}

Task<std::optional<Error>> deliver_due(NoticeRoom& room, NoticeChannel channel) {
  for (;;) {
    const bool is_due =
        co_await room.catalog.look([channel, now = room.clock()](soci::session& session) {
          return storage::catalog::is_notice_due(session, channel, now);
        });
    if (!is_due) co_return std::nullopt;
    auto claimed =
        co_await room.catalog.change([channel, now = room.clock()](soci::session& session) {
          return storage::catalog::claim_due(session, channel, now, now + longest_try);
        });
    if (!claimed) co_return std::nullopt;
    const auto settled = co_await tried(room, *claimed);
    co_await write_down(room, *claimed, settled);
    if (settled.error && !is_its_own(*settled.error)) co_return settled.error;
  }
}

Task<> deliver_notices(NoticeRoom& room, const engine::StopRequest& stop) {
  std::vector<Task<>> works;
  works.push_back(deliver_until(room, NoticeChannel::mail, stop));
  works.push_back(deliver_until(room, NoticeChannel::webhook, stop));
  works.push_back(tidy_until(room, stop));
  try {
    co_await all_of(std::move(works));
  } catch (const Failure& failure) {
    if (failure.error().code != ErrorCode::interrupted) throw;
  }
}

}  // namespace postferry::service
