// When a migration runs, as /api/v1 writes it:
//
//   "first_run_at": "2026-12-01T22:00:00Z" or null (at once)
//   "second_run":   {"at": "2026-12-02T06:00:00Z"} or {"after_hours": 8} or null
//   "further_runs": 3
//
// Pure functions, any thread.
#pragma once

#include <optional>
#include <vector>

#include "api/body_fields.hpp"
#include "service/draft.hpp"
#include "service/settings.hpp"
#include "service/timing.hpp"
#include "text/json.hpp"

namespace postferry::api {

inline constexpr std::int64_t most_further_runs = 1000;

// What is wrong is told in the fields.
service::Timing timing_in(BodyFields& fields);

// Problems that lie in how the times stand to each other are told in the fields; doubts, with which
// it is planned all the same, are given.
std::vector<FieldProblem> doubts_about(BodyFields& fields, const service::Timing& timing,
                                       const service::TimingLimits& limits, Instant now);

// Only the doubts.
std::vector<FieldProblem> doubts_of(const service::Timing& timing,
                                    const service::TimingLimits& limits, Instant now);

service::TimingLimits timing_limits(const service::Settings& settings);

// Null for none.
text::json::Value second_run_json(const std::optional<service::SecondRun>& second);
// As rows have it.
std::optional<service::SecondRun> second_run_of(Instant at, std::int64_t after_seconds);

// [{field,code,text}]
text::json::Array warnings_json(const std::vector<FieldProblem>& warnings);

}  // namespace postferry::api
