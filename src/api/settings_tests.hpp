// Trying out the settings of notices: POST /settings/test-mail and POST /settings/test-webhook.
//
// Called once at the start; `notices` lives as long as the router.
#pragma once

#include "api/router.hpp"
#include "service/notices/notice_room.hpp"

namespace postferry::api {

void add_settings_tests(Router& router, service::NoticeRoom& notices);

}  // namespace postferry::api
