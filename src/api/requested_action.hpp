// What people ask a migration or a batch to do: pause, resume, cancel, run.
//
// Used by the routes of both. Pure functions.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "net/http_message.hpp"
#include "service/plans.hpp"

namespace postferry::api {

inline constexpr std::array<std::pair<std::string_view, service::PlanAction>, 4> requested_actions{
    {{"pause", service::PlanAction::pause},
     {"resume", service::PlanAction::resume},
     {"cancel", service::PlanAction::cancel},
     {"run", service::PlanAction::run_again}}};

std::optional<service::PlanAction> action_named(std::string_view name);
service::Permission permission_for(service::PlanAction action);

// {"at":TIME} of a body, which may be missing as a whole; none means now. Throws Declined.
Instant moment_in(const net::HttpRequest& request);

}  // namespace postferry::api
