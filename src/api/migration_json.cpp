#include "api/migration_json.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "api/options_json.hpp"
#include "api/preconditions.hpp"
#include "api/timing_json.hpp"
#include "base/error_catalog.hpp"
#include "engine/event_text.hpp"
#include "engine/verdict.hpp"
#include "service/server_name.hpp"
#include "service/shared_doors.hpp"
#include "service/stored_choices.hpp"
#include "storage/catalog/people.hpp"
#include "text/display.hpp"

namespace postferry::api {
namespace {

namespace json = text::json;
using storage::catalog::MigrationRow;
using storage::catalog::MigrationState;
using storage::catalog::RunKind;

json::Value shown_text(const std::string& text) {
  return text.empty() ? json::Value() : json::Value(text::valid_utf8(text));
}

json::Object side_json(const storage::catalog::AccountRow& account, Side side) {
  json::Object object{{"type", account.type}, {"email", account.email}, {"user", account.user}};
  const auto url = service::parse_account_url(account.url, side);
  object["host"] = url ? url->endpoint.host : account.host;
  object["port"] = url ? url->endpoint.port : 0;
  object["security"] = service::security_name(url ? url->endpoint.security : net::Security::tls);
  return object;
}

json::Object target_json(const MigrationRow& row) {
  auto target = side_json(row.target, Side::target);
  target["kind"] = row.own_server != 0 ? "own" : "other";
  return target;
}

json::Value reason_of(const MigrationRow& row) {
  if (row.reason.empty()) return nullptr;
  auto reason = reason_json(row.reason);
  reason["detail"] = shown_text(row.reason_text);
  return reason;
}

// The mail comes to the new server only when the MX records say so.
bool is_mx_due(const Showing& showing, const MigrationRow& row) {
  return row.state == MigrationState::waiting_for_next && row.due_kind == RunKind::second &&
         !showing.own_host.empty() && row.target.host == showing.own_host;
}

json::Array attention_json(const Showing& showing, const MigrationRow& row) {
  json::Array attention;
  if (is_mx_due(showing, row)) attention.push_back({{"kind", "mx"}, {"count", 1}});
  if (row.failed + row.missing > 0)
    attention.push_back({{"kind", "failed"}, {"count", row.failed + row.missing}});
  return attention;
}

json::Value result_json(const MigrationRow& row) {
  const bool ended = is_over(row.state) || row.state == MigrationState::failed;
  if (!ended || row.outcome.empty()) return nullptr;
  return {{"outcome", text_of(row.state)}, {"sentence", text::valid_utf8(row.sentence)},
          {"brought", row.brought},        {"was_there", row.was_there},
          {"excluded", row.excluded},      {"failed", row.failed},
          {"missing", row.missing},        {"duration_seconds", row.worked_seconds}};
}

// How one of its runs stands or ended.
std::string_view run_state(const MigrationRow& row, const storage::catalog::RunRow& run) {
  const bool is_last = run.number == row.runs;
  if (is_last && (row.state == MigrationState::running || row.state == MigrationState::paused ||
                  row.state == MigrationState::throttled))
    return text_of(row.state);
  if (run.outcome.empty()) return "running";
  if (run.outcome == engine::exit_name(engine::Exit::complete)) return "complete";
  if (run.outcome == engine::exit_name(engine::Exit::interrupted))
    return row.state == MigrationState::cancelled ? "cancelled" : "running";
  return run.outcome == engine::exit_name(engine::Exit::incomplete) ? "incomplete" : "failed";
}

void add_times(json::Object& object, const MigrationRow& row) {
  const bool throttled = row.state == MigrationState::throttled;
  object["throttled_until"] = throttled ? time_json(row.due) : json::Value();
  object["first_run_at"] = time_json(row.first_at);
  object["second_run"] = second_run_json(second_run_of(row.second_at, row.second_after_seconds));
  object["further_runs"] = row.further_runs;
  object["next_run_at"] = time_json(row.due);
  object["ended_at"] = time_json(row.ended);
  object["passwords_kept_until"] = time_json(row.passwords_until);
}

}  // namespace

Showing showing(const Planning& planning) {
  Showing showing{.board = planning.board, .own_host = {}};
  const auto own = service::own_server_of(planning.settings);
  if (own && !planning.settings.mx_records.empty()) showing.own_host = service::host_of(*own);
  return showing;
}

json::Object reason_json(const std::string& code) {
  for (const auto& entry : error_catalog())
    if (entry.name == code)
      return {{"code", code}, {"sentence", entry.sentence}, {"hint", entry.hint}};
  return {{"code", code}, {"sentence", code}, {"hint", ""}};
}

json::Object progress_json(const Showing& showing, const MigrationRow& row) {
  json::Object progress{{"phase", nullptr},
                        {"folder", nullptr},
                        {"doing", nullptr},
                        {"messages_done", row.messages_done},
                        {"messages_total", row.messages_total},
                        {"bytes_done", row.bytes_done},
                        {"bytes_total", row.bytes_total},
                        {"bytes_per_second", 0},
                        {"eta_seconds", nullptr}};
  if (row.state != MigrationState::running) return progress;
  const auto live = showing.board.find(row.id);
  if (!live) return progress;
  progress["phase"] = engine::phase_name(live->phase);
  progress["doing"] = shown_text(live->doing);
  const auto& now = live->progress;
  if (!now.folder.is_root()) progress["folder"] = text::valid_utf8(now.folder.text());
  if (now.messages_total == 0) return progress;
  progress["messages_done"] = now.messages_done;
  progress["messages_total"] = now.messages_total;
  progress["bytes_done"] = now.bytes_done;
  progress["bytes_total"] = now.bytes_total;
  progress["bytes_per_second"] = now.bytes_per_second;
  if (now.eta) progress["eta_seconds"] = now.eta->count();
  return progress;
}

std::string etag_of(const MigrationRow& row) { return etag_of(std::to_string(row.version)); }

json::Object migration_json(const Showing& showing, const MigrationRow& row, const Names& names) {
  json::Object object{{"id", row.id},
                      {"batch_id", shown_text(row.batch)},
                      {"line", row.line > 0 ? json::Value(row.line) : json::Value()},
                      {"state", text_of(row.state)},
                      {"state_since", time_json(row.state_since)},
                      {"reason", reason_of(row)},
                      {"attention", attention_json(showing, row)},
                      {"source", side_json(row.source, Side::source)},
                      {"target", target_json(row)},
                      {"options", options_json(service::read_stored(row.options))},
                      {"created_at", time_json(row.created)},
                      {"created_by", named_json(names, row.created_by)},
                      {"progress", progress_json(showing, row)},
                      {"result", result_json(row)},
                      {"runs", row.runs},
                      {"etag", etag_of(row)}};
  add_times(object, row);
  return object;
}

json::Object run_json(const MigrationRow& row, const storage::catalog::RunRow& run) {
  const auto state = run_state(row, run);
  return {{"number", run.number},
          {"kind", text_of(run.kind)},
          {"state", state},
          {"started_at", time_json(run.started)},
          {"ended_at", state == "running" ? json::Value() : time_json(run.ended)},
          {"sentence", shown_text(run.sentence)},
          {"error", shown_text(run.error)},
          {"copied", run.copied},
          {"copied_bytes", run.copied_bytes},
          {"messages", run.messages},
          {"failed", run.failed}};
}

Names creators_of(soci::session& session, const storage::catalog::Reach& reach,
                  const std::vector<std::string>& people) {
  Names names;
  for (const auto& id : people) {
    if (id.empty() || names.contains(id)) continue;
    if (const auto person = find_person(session, reach, id)) names.emplace(id, person->name);
  }
  return names;
}

}  // namespace postferry::api
