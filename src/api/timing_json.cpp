#include "api/timing_json.hpp"

#include <chrono>

#include "service/written_time.hpp"

namespace postferry::api {
namespace {

namespace json = text::json;

constexpr std::int64_t most_hours = 24 * 366;

std::optional<Instant> time_in(BodyFields& fields, std::string_view name) {
  const auto written = fields.optional_text(name);
  if (!written) return std::nullopt;
  const auto read = service::written_time(*written, service::TimeZone::utc());
  if (read) return read->at;
  fields.complain(name, service::finding_name(read.error().code), read.error().text,
                  "Write it like 2026-12-31T22:00:00Z.");
  return std::nullopt;
}

std::optional<service::SecondRun> second_run_in(BodyFields& fields) {
  auto second = fields.optional_object("second_run");
  if (!second) return std::nullopt;
  const auto at = time_in(*second, "at");
  const auto hours = second->optional_number("after_hours", 1, most_hours);
  second->no_others();
  if (at && hours)
    second->complain("after_hours", "one_of_two", "Write a time or a number of hours, not both.");
  if (!second->has("at") && !second->has("after_hours"))
    fields.complain("second_run", "missing", "Write {\"at\": TIME} or {\"after_hours\": NUMBER}.");
  if (at) return *at;
  if (hours) return std::chrono::hours(*hours);
  return std::nullopt;
}

std::string_view field_name(service::TimingField field) {
  return field == service::TimingField::first_run ? "first_run_at" : "second_run";
}

}  // namespace

service::Timing timing_in(BodyFields& fields) {
  service::Timing timing;
  timing.first_run_at = time_in(fields, "first_run_at");
  timing.second_run = second_run_in(fields);
  timing.further_runs = static_cast<std::uint32_t>(
      fields.optional_number("further_runs", 0, most_further_runs).value_or(0));
  return timing;
}

std::vector<FieldProblem> doubts_about(BodyFields& fields, const service::Timing& timing,
                                       const service::TimingLimits& limits, Instant now) {
  for (const auto& [field, finding] : service::timing_findings(timing, limits, now))
    if (finding.severity == service::Severity::error)
      fields.complain(field_name(field), finding_name(finding.code), finding.text);
  return doubts_of(timing, limits, now);
}

std::vector<FieldProblem> doubts_of(const service::Timing& timing,
                                    const service::TimingLimits& limits, Instant now) {
  std::vector<FieldProblem> doubts;
  for (const auto& [field, finding] : service::timing_findings(timing, limits, now))
    if (finding.severity == service::Severity::warning)
      doubts.push_back({.field = std::string(field_name(field)),
                        .code = std::string(finding_name(finding.code)),
                        .text = finding.text});
  return doubts;
}

service::TimingLimits timing_limits(const service::Settings& settings) {
  return {.least_between_runs = std::chrono::hours(settings.min_hours_between_runs),
          .most_between_runs = std::chrono::hours(settings.max_hours_between_runs)};
}

json::Value second_run_json(const std::optional<service::SecondRun>& second) {
  if (!second) return nullptr;
  if (const auto* at = std::get_if<Instant>(&*second)) return {{"at", to_rfc3339(*at)}};
  return {{"after_hours", std::get<std::chrono::hours>(*second).count()}};
}

std::optional<service::SecondRun> second_run_of(Instant at, std::int64_t after_seconds) {
  if (at != Instant{}) return at;
  if (after_seconds <= 0) return std::nullopt;
  return std::chrono::ceil<std::chrono::hours>(std::chrono::seconds(after_seconds));
}

json::Array warnings_json(const std::vector<FieldProblem>& warnings) {
  json::Array all;
  for (const auto& warning : warnings)
    all.push_back({{"field", warning.field}, {"code", warning.code}, {"text", warning.text}});
  return all;
}

}  // namespace postferry::api
