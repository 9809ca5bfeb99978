// From what the service refuses to the problem that a client is told (RFC 9457).
//
// Used by the door and by every resource. Pure functions, any thread.
#pragma once

#include <type_traits>
#include <utility>

#include "api/problem.hpp"
#include "service/refusal.hpp"

namespace postferry::api {

// The code is the refusal's own name; what is wrong with fields stands in `errors`.
Problem problem_of(const service::Refused& refused);

// The answer's value. Throws Declined with what was refused.
template <class T>
T granted(service::Answer<T> answer) {
  if (!answer) throw Declined(problem_of(answer.error()));
  if constexpr (!std::is_void_v<T>) return *std::move(answer);
}

}  // namespace postferry::api
