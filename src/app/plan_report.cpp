#include <fmt/format.h>

#include "app/reports.hpp"
#include "app/table.hpp"
#include "text/display.hpp"
#include "text/quantities.hpp"

namespace postferry::app {
namespace {

using engine::FolderAction;
using text::grouped;
using text::printable;

std::uint64_t excluded_in(const engine::PlannedFolder& folder) {
  std::uint64_t sum = 0;
  for (const auto& [rule, count] : folder.excluded) sum += count;
  return sum;
}

// What stands behind the numbers: what happens to the folder, and why its name changes.
std::string remark(const engine::PlannedFolder& folder) {
  std::string text;
  if (folder.action == FolderAction::create) text = "new";
  if (folder.action == FolderAction::container) text = "holds folders only";
  if (folder.action == FolderAction::excluded)
    text = fmt::format("excluded by {}", printable(folder.rule));
  if (!folder.renamed_because.empty())
    text +=
        fmt::format("{}renamed: {}", text.empty() ? "" : ", ", printable(folder.renamed_because));
  for (const auto& [rule, count] : folder.excluded)
    text += fmt::format("{}{} by {}", text.empty() ? "" : ", ", grouped(count), printable(rule));
  return text;
}

std::vector<std::string> row_of(const engine::PlannedFolder& folder) {
  const bool goes = folder.action != FolderAction::excluded;
  return {printable(folder.source.text()),
          goes ? printable(folder.target.text()) : "-",
          count_cell(folder.messages),
          count_cell(folder.to_copy),
          folder.to_copy == 0 ? "-" : text::sized(folder.to_copy_bytes),
          count_cell(folder.settled),
          count_cell(folder.was_there),
          count_cell(excluded_in(folder)),
          count_cell(folder.flag_changes),
          remark(folder)};
}

engine::PlannedFolder total_of(const engine::Plan& plan) {
  engine::PlannedFolder total;
  for (const auto& folder : plan.folders) {
    total.messages += folder.messages;
    total.to_copy += folder.to_copy;
    total.to_copy_bytes += folder.to_copy_bytes;
    total.was_there += folder.was_there;
    total.settled += folder.settled;
    total.flag_changes += folder.flag_changes;
    total.excluded[{}] += excluded_in(folder);
  }
  return total;
}

std::string room_line(const mail::Quota& quota) {
  if (!quota.limit_bytes) return {};
  const auto used = quota.used_bytes.value_or(0);
  return fmt::format("The target holds {} of {}.\n", text::sized(used),
                     text::sized(*quota.limit_bytes));
}

}  // namespace

std::string plan_report(const engine::Plan& plan) {
  Table table{.columns = {{"FOLDER"},
                          {"ON THE TARGET"},
                          {"MESSAGES", Align::right},
                          {"TO COPY", Align::right},
                          {"SIZE", Align::right},
                          {"DONE BEFORE", Align::right},
                          {"FOUND THERE", Align::right},
                          {"EXCLUDED", Align::right},
                          {"FLAGS", Align::right},
                          {"REMARKS"}},
              .rows = {}};
  for (const auto& folder : plan.folders) table.rows.push_back(row_of(folder));
  auto total = row_of(total_of(plan));
  total.front() = fmt::format("{} in all", text::counted(plan.folders.size(), "folder"));
  total[1].clear();
  total.back().clear();
  table.rows.push_back(std::move(total));
  auto report =
      fmt::format("{} -> {}\n\n{}\n", printable(plan.source), printable(plan.target), table.text());
  report += room_line(plan.quota);
  for (const auto& warning : plan.warnings) report += printable(warning) + "\n";
  return report;
}

std::string plan_sentence(const engine::Plan& plan) {
  const auto total = total_of(plan);
  std::uint64_t created = 0;
  for (const auto& folder : plan.folders)
    if (folder.action == FolderAction::create) ++created;
  auto text = total.to_copy == 0
                  ? std::string("Nothing is to be copied")
                  : fmt::format("Would copy {} ({})", text::counted(total.to_copy, "message"),
                                text::sized(total.to_copy_bytes));
  if (created != 0) text += fmt::format(", make {}", text::counted(created, "folder"));
  if (total.flag_changes != 0)
    text += fmt::format(", change the flags of {}", text::counted(total.flag_changes, "message"));
  return text + "; nothing was written.";
}

}  // namespace postferry::app
