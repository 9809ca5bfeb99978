// Events, plans, verdicts and comparisons as JSON, for --json: one object a line with "event" and
// "time" first. docs/json-events.md describes each; a test holds that page against this code.
//
// Pure functions but for the time; strings are made valid UTF-8.
#pragma once

#include <string>

#include "app/reports.hpp"
#include "engine/comparison.hpp"
#include "engine/events.hpp"
#include "engine/plan.hpp"
#include "engine/verdict.hpp"
#include "storage/records.hpp"
#include "text/json.hpp"

namespace postferry::app {

text::json::Object to_json(const engine::Event& event);
text::json::Object to_json(const engine::Verdict& verdict);
text::json::Object to_json(const engine::Plan& plan);
text::json::Object to_json(const engine::Comparison& comparison);
text::json::Object to_json(const PairState& pair);
// {"event":"error", ...} with the exit that follows from it.
text::json::Object error_event(const Error& error);

}  // namespace postferry::app
