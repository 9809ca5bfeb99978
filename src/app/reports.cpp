#include "app/reports.hpp"

#include <fmt/format.h>

#include "app/table.hpp"
#include "base/error_catalog.hpp"
#include "text/display.hpp"
#include "text/quantities.hpp"

namespace postferry::app {
namespace {

using text::counted;
using text::grouped;
using text::printable;

constexpr std::size_t most_failures_shown = 50;

std::string failure_line(const engine::FailedMessage& failed) {
  const auto sentence = catalog_entry(failed.code).sentence;
  return fmt::format("  {}, message {}: {} {}\n", printable(failed.folder.text()),
                     printable(failed.item.bytes()), sentence, printable(failed.text));
}

bool differs(const engine::ComparedFolder& folder) {
  return folder.altered + folder.missing + folder.extra + folder.flags_differ +
             folder.dates_differ !=
         0;
}

std::vector<std::string> row_of(const engine::ComparedFolder& folder, engine::Depth depth) {
  return {printable(folder.source.text()),
          folder.rule.empty() ? printable(folder.target.text()) : "-",
          count_cell(folder.same),
          depth == engine::Depth::every_byte ? count_cell(folder.altered) : "not asked",
          count_cell(folder.missing),
          count_cell(folder.extra),
          count_cell(folder.excluded),
          count_cell(folder.flags_differ),
          count_cell(folder.dates_differ),
          folder.rule.empty() ? "" : fmt::format("excluded by {}", printable(folder.rule))};
}

}  // namespace

std::string work_report(const engine::Verdict& verdict) {
  std::string text;
  if (verdict.copied_now != 0)
    text += fmt::format("Copied now: {}, {}.\n", counted(verdict.copied_now, "message"),
                        text::sized(verdict.copied_now_bytes));
  if (verdict.flags_changed_now != 0)
    text += fmt::format("Changed the flags of {} now.\n",
                        counted(verdict.flags_changed_now, "message"));
  for (const auto& [keyword, count] : verdict.keywords_dropped)
    text += fmt::format("The target does not keep the keyword {}, which {} had.\n",
                        printable(keyword), counted(count, "message"));
  return text;
}

std::string failure_report(const engine::Verdict& verdict) {
  std::string text;
  if (!verdict.failures.empty()) text += "NOT on the target:\n";
  for (std::size_t at = 0; at < verdict.failures.size() && at < most_failures_shown; ++at)
    text += failure_line(verdict.failures[at]);
  if (verdict.failures.size() > most_failures_shown)
    text += fmt::format("  and {} more; postferry log shows them.\n",
                        grouped(verdict.failures.size() - most_failures_shown));
  for (const auto& folder : verdict.folders_not_made)
    text += fmt::format("The folder {} could NOT be made; --map gives it another name.\n",
                        printable(folder));
  return text;
}

std::string comparison_report(const engine::Comparison& comparison, Folders folders) {
  Table table{.columns = {{"FOLDER"},
                          {"ON THE TARGET"},
                          {"SAME", Align::right},
                          {"ALTERED", Align::right},
                          {"MISSING", Align::right},
                          {"EXTRA", Align::right},
                          {"EXCLUDED", Align::right},
                          {"FLAGS DIFFER", Align::right},
                          {"DATES DIFFER", Align::right},
                          {"REMARKS"}},
              .rows = {}};
  for (const auto& folder : comparison.folders)
    if (folders == Folders::all || differs(folder))
      table.rows.push_back(row_of(folder, comparison.depth));
  std::string text;
  if (!table.rows.empty()) text = table.text() + "\n";
  for (const auto& folder : comparison.extra_folders)
    text += fmt::format("Only on the target: {}\n", printable(folder.text()));
  return text;
}

}  // namespace postferry::app
