#include "app/json_events.hpp"
#include "app/json_values.hpp"
#include "base/error_catalog.hpp"

namespace postferry::app {
namespace {

using text::json::Array;
using text::json::Object;
using text::json::Value;

std::string_view action_name(engine::FolderAction action) {
  switch (action) {
    case engine::FolderAction::exists:
      return "exists";
    case engine::FolderAction::create:
      return "create";
    case engine::FolderAction::container:
      return "container";
    case engine::FolderAction::excluded:
      break;
  }
  return "excluded";
}

Object failed_message(const engine::FailedMessage& failed) {
  return Object{{"folder", folder_value(failed.folder)},
                {"item", text_value(failed.item.bytes())},
                {"code", text_value(code_name(failed.code))},
                {"text", text_value(failed.text)}};
}

Object planned_folder(const engine::PlannedFolder& folder) {
  return Object{{"source", folder_value(folder.source)},
                {"target", folder_value(folder.target)},
                {"action", text_value(action_name(folder.action))},
                {"rule", text_value(folder.rule)},
                {"renamed_because", text_value(folder.renamed_because)},
                {"messages", folder.messages},
                {"settled", folder.settled},
                {"to_copy", folder.to_copy},
                {"to_copy_bytes", folder.to_copy_bytes},
                {"was_there", folder.was_there},
                {"flag_changes", folder.flag_changes},
                {"vanished", folder.vanished},
                {"excluded", counts_object(folder.excluded)}};
}

Object compared_folder(const engine::ComparedFolder& folder) {
  return Object{{"source", folder_value(folder.source)},
                {"target", folder_value(folder.target)},
                {"same", folder.same},
                {"altered", folder.altered},
                {"missing", folder.missing},
                {"extra", folder.extra},
                {"excluded", folder.excluded},
                {"flags_differ", folder.flags_differ},
                {"dates_differ", folder.dates_differ},
                {"rule", text_value(folder.rule)}};
}

void put_exit(Object& object, engine::Exit exit) {
  object["exit"] = text_value(engine::exit_name(exit));
  object["exit_code"] = static_cast<int>(exit);
}

Object run_object(const storage::RunRecord& run) {
  return Object{{"number", run.number},
                {"started", text_value(to_rfc3339(run.started))},
                {"ended", run.ended ? text_value(to_rfc3339(*run.ended)) : Value()},
                {"outcome", text_value(run.outcome)},
                {"sentence", text_value(run.summary)}};
}

Value run_or_null(const std::optional<storage::RunRecord>& run) {
  return run ? Value(run_object(*run)) : Value();
}

}  // namespace

Object to_json(const engine::Verdict& verdict) {
  auto object = event_object("verdict");
  object["source"] = text_value(verdict.source);
  object["target"] = text_value(verdict.target);
  object["messages"] = verdict.messages;
  object["brought"] = verdict.brought;
  object["was_there"] = verdict.was_there;
  object["excluded"] = counts_object(verdict.excluded);
  object["moved_or_removed"] = verdict.moved_or_removed;
  object["failed"] = verdict.failed;
  object["doubtful"] = verdict.doubtful;
  object["missing"] = verdict.missing;
  object["new_since"] = verdict.new_since;
  object["copied_now"] = verdict.copied_now;
  object["copied_now_bytes"] = verdict.copied_now_bytes;
  object["flags_changed_now"] = verdict.flags_changed_now;
  object["keywords_dropped"] = counts_object(verdict.keywords_dropped);
  Array failures;
  for (const auto& failed : verdict.failures) failures.push_back(failed_message(failed));
  object["failures"] = std::move(failures);
  Array folders;
  for (const auto& folder : verdict.folders_not_made) folders.push_back(text_value(folder));
  object["folders_not_made"] = std::move(folders);
  object["stopped_by"] = verdict.stopped_by ? Value(error_object(*verdict.stopped_by)) : Value();
  object["sentence"] = text_value(verdict.sentence());
  put_exit(object, verdict.exit());
  return object;
}

Object to_json(const engine::Plan& plan) {
  auto object = event_object("plan");
  object["source"] = text_value(plan.source);
  object["target"] = text_value(plan.target);
  Array folders;
  for (const auto& folder : plan.folders) folders.push_back(planned_folder(folder));
  object["folders"] = std::move(folders);
  object["quota"] = Object{{"used_bytes", number_or_null(plan.quota.used_bytes)},
                           {"limit_bytes", number_or_null(plan.quota.limit_bytes)},
                           {"used_items", number_or_null(plan.quota.used_items)},
                           {"limit_items", number_or_null(plan.quota.limit_items)}};
  object["largest_item_bytes"] = number_or_null(plan.largest_item_bytes);
  object["too_large"] = plan.too_large;
  Array warnings;
  for (const auto& warning : plan.warnings) warnings.push_back(text_value(warning));
  object["warnings"] = std::move(warnings);
  put_exit(object, engine::Exit::complete);
  return object;
}

Object to_json(const engine::Comparison& comparison) {
  auto object = event_object("comparison");
  object["source"] = text_value(comparison.source);
  object["target"] = text_value(comparison.target);
  object["deep"] = comparison.depth == engine::Depth::every_byte;
  Array folders;
  for (const auto& folder : comparison.folders) folders.push_back(compared_folder(folder));
  object["folders"] = std::move(folders);
  Array extra;
  for (const auto& folder : comparison.extra_folders) extra.push_back(folder_value(folder));
  object["extra_folders"] = std::move(extra);
  object["sentence"] = text_value(comparison.sentence());
  put_exit(object, comparison.is_same() ? engine::Exit::complete : engine::Exit::different);
  return object;
}

Object to_json(const PairState& pair) {
  const auto& [status, totals] = pair;
  auto object = event_object("pair");
  object["source"] = text_value(status.accounts.source);
  object["target"] = text_value(status.accounts.target);
  object["holder"] = text_value(status.holder);
  object["last_run"] = run_or_null(status.last_run);
  object["last_complete"] = run_or_null(status.last_complete);
  object["brought"] = totals.brought;
  object["was_there"] = totals.was_there;
  object["excluded"] = totals.excluded;
  object["failed"] = totals.failed;
  object["doubtful"] = totals.doubtful;
  return object;
}

}  // namespace postferry::app
