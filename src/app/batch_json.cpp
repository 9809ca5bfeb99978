#include "app/batch_json.hpp"

#include <algorithm>

#include "app/json_events.hpp"
#include "app/json_values.hpp"
#include "base/error_catalog.hpp"

namespace postferry::app {

using text::json::Object;
using text::json::Value;

PairName pair_name(const ListRow& row) {
  const auto [source, target] = service::named_accounts(row.source, row.target);
  return {row.line, source.name, target.name};
}

Object with_pair(Object event, const PairName& pair) {
  event["pair"] = Object{{"line", pair.line},
                         {"source", text_value(pair.source)},
                         {"target", text_value(pair.target)}};
  return event;
}

Object to_json(const ListProblem& problem) {
  auto object = event_object("list_problem");
  object["line"] = problem.line;
  object["column"] = text_value(problem.column);
  object["severity"] = problem.severity == Severity::error ? "error" : "warning";
  object["text"] = text_value(problem.text);
  return object;
}

Object list_checked_event(const List& list, engine::Exit exit) {
  auto object = event_object("list_checked");
  object["rows"] = list.rows_seen;
  object["good"] = list.rows.size();
  object["refused"] = list.refused();
  object["warnings"] = std::ranges::count(list.problems, Severity::warning, &ListProblem::severity);
  object["exit"] = text_value(engine::exit_name(exit));
  object["exit_code"] = static_cast<int>(exit);
  return object;
}

Object to_json(const LoginTried& login) {
  auto object = event_object("login_tried");
  object["line"] = login.line;
  object["side"] = text_value(side_name(login.side));
  object["account"] = text_value(login.account);
  object["works"] = !login.refused.has_value();
  object["error"] = login.refused ? Value(error_object(*login.refused)) : Value();
  return object;
}

Object to_json(const BatchResult& result) {
  auto object = event_object("account_skipped");
  object["outcome"] = text_value(outcome_name(result));
  object["sentence"] = text_value(result.sentence);
  return object;
}

Object to_json(const PairOfList& pair) {
  auto object = event_object("list_pair");
  object["state"] = text_value(state_name(pair));
  object["status"] = pair.state ? Value(to_json(*pair.state)) : Value();
  return with_pair(std::move(object), pair.name);
}

Object to_json(const ListState& state) {
  auto object = event_object("list_status");
  object["sentence"] = text_value(state.sentence());
  object["accounts"] = state.accounts;
  object["complete"] = state.complete;
  object["never_begun"] = state.never_begun;
  object["running"] = state.running;
  object["other"] = state.other;
  object["brought"] = state.brought;
  object["failed"] = state.failed;
  object["doubtful"] = state.doubtful;
  return object;
}

Object put_off_event(std::string_view why) {
  auto object = event_object("put_off");
  object["why"] = text_value(why);
  return object;
}

Object left_alone_event(std::string_view host, std::string_view why) {
  auto object = event_object("left_alone");
  object["host"] = text_value(host);
  object["why"] = text_value(why);
  return object;
}

Object to_json(const BatchTotals& totals) {
  auto object = event_object("batch_ended");
  object["sentence"] = text_value(totals.sentence());
  object["exit"] = text_value(engine::exit_name(totals.exit()));
  object["exit_code"] = static_cast<int>(totals.exit());
  object["accounts"] = totals.accounts;
  object["complete"] = totals.complete;
  object["left_out"] = totals.left_out;
  object["incomplete"] = totals.incomplete;
  object["not_tried"] = totals.not_tried;
  object["not_begun"] = totals.not_begun;
  object["refused_rows"] = totals.refused_rows;
  object["messages"] = totals.messages;
  object["copied_now"] = totals.copied_now;
  object["copied_now_bytes"] = totals.copied_now_bytes;
  object["results"] = text_value(totals.results);
  Object left_alone;
  for (const auto& [host, why] : totals.left_alone) left_alone[host] = text_value(why);
  object["left_alone"] = std::move(left_alone);
  return object;
}

}  // namespace postferry::app
