// Sending one mail or one webhook by way of the settings, with the secrets from the vault.
//
// Used by the delivery, and by whoever tries the settings out. Errors are values: bad_usage where
// the settings lack something, else those of Mailer and HttpClient; server_refused with the
// server's words. Functions of the room's thread.
#pragma once

#include <string>

#include "base/error.hpp"
#include "base/task.hpp"
#include "service/notices/notice_mail.hpp"
#include "service/notices/notice_room.hpp"

namespace postferry::service {

// Sentences for what has to be set before anything can be sent; empty: nothing.
Task<std::string> missing_for_mail(NoticeRoom& room);
Task<std::string> missing_for_webhook(NoticeRoom& room);

// `unique` makes the Message-ID: the same at each try.
Task<Result<void>> send_mail(NoticeRoom& room, std::string to, NoticeMail mail, std::string unique);
// `delivery` is the same at each try. Anything but a 2xx is server_refused.
Task<Result<void>> send_webhook(NoticeRoom& room, std::string body, std::string delivery);

// What somebody who sets them up asks for. `language` is theirs.
Task<Result<void>> send_test_mail(NoticeRoom& room, std::string to, std::string language);
Task<Result<void>> send_test_webhook(NoticeRoom& room);

}  // namespace postferry::service
