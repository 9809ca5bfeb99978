// The delivery of notices: takes what is due out of the outbox and sends it, again and again with
// growing waits where that fails, for about a day.
//
// deliver_notices() is run by the service for as long as it lives, on the loop of the room; it
// waits, but blocks nothing. What was sent when the service died before it could write that down is
// sent again: mails then have the same Message-ID, webhooks the same Postferry-Delivery.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "base/error.hpp"
#include "base/task.hpp"
#include "engine/stop_request.hpp"
#include "service/notices/notice_room.hpp"

namespace postferry::service {

// How long to wait after so many tries, the first of which is 1; nothing: it is given up.
std::optional<std::chrono::seconds> wait_before_next_try(std::int64_t tries, const Error& error);

// Until a stop is asked for.
Task<> deliver_notices(NoticeRoom& room, const engine::StopRequest& stop);

// All that is due on one channel, once. What kept the server from taking anything at all, which
// ends it early. Throws what the database threw.
Task<std::optional<Error>> deliver_due(NoticeRoom& room, storage::catalog::NoticeChannel channel);

}  // namespace postferry::service
