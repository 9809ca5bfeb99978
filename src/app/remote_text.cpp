#include "app/remote_text.hpp"

#include <fmt/format.h>

#include "app/remote_json.hpp"
#include "app/table.hpp"
#include "text/display.hpp"
#include "text/quantities.hpp"

namespace postferry::app {
namespace {

using text::json::Array;
using text::json::Value;

std::string shown_text(const Value& value, std::string_view name) {
  return text::printable(text_in(value, name));
}

std::string account_cell(const Value& account) {
  const auto email = shown_text(account, "email");
  return email.empty()
             ? fmt::format("{} ({})", shown_text(account, "user"), shown_text(account, "host"))
             : email;
}

std::string messages_cell(const Value& progress) {
  const auto total = number_in(progress, "messages_total");
  if (total == 0) return "-";
  return fmt::format("{} of {}", text::grouped(number_in(progress, "messages_done")),
                     text::grouped(total));
}

std::string labelled_line(std::string_view label, const std::string& text) {
  return text.empty() ? std::string() : fmt::format("{:<12}{}\n", label, text);
}

std::string reason_of(const Value& migration) {
  const auto& reason = field_in(migration, "reason");
  if (reason.is_null()) return {};
  auto text = fmt::format("{} [{}]", shown_text(reason, "sentence"), shown_text(reason, "code"));
  if (const auto detail = shown_text(reason, "detail"); !detail.empty()) text += " " + detail;
  return text;
}

}  // namespace

std::string migrations_table(const Array& migrations) {
  Table table{
      .columns =
          {{"ID"}, {"State"}, {"Source"}, {"Target"}, {"Messages", Align::right}, {"Next run"}},
      .rows = {}};
  for (const auto& each : migrations) {
    const auto next = shown_text(each, "next_run_at");
    table.rows.push_back({shown_text(each, "id"), shown_text(each, "state"),
                          account_cell(field_in(each, "source")),
                          account_cell(field_in(each, "target")),
                          messages_cell(field_in(each, "progress")), next.empty() ? "-" : next});
  }
  return table.text();
}

std::string migration_line(const Value& migration) {
  auto text = fmt::format("{}: {}", shown_text(migration, "id"), shown_text(migration, "state"));
  if (const auto until = shown_text(migration, "throttled_until"); !until.empty())
    text += " until " + until;
  const auto messages = messages_cell(field_in(migration, "progress"));
  return messages == "-" ? text : fmt::format("{}, {} messages", text, messages);
}

std::string migration_text(const Value& migration) {
  const auto& progress = field_in(migration, "progress");
  auto text = labelled_line("Migration", shown_text(migration, "id"));
  text += labelled_line("State", fmt::format("{} since {}", shown_text(migration, "state"),
                                             shown_text(migration, "state_since")));
  text += labelled_line("Reason", reason_of(migration));
  text += labelled_line("Next", shown_text(field_in(migration, "reason"), "hint"));
  text += labelled_line("Source", account_cell(field_in(migration, "source")));
  text += labelled_line("Target", account_cell(field_in(migration, "target")));
  text += labelled_line("Next run", shown_text(migration, "next_run_at"));
  if (const auto messages = messages_cell(progress); messages != "-")
    text += labelled_line("Messages", fmt::format("{}, {} of {}", messages,
                                                  text::sized(number_in(progress, "bytes_done")),
                                                  text::sized(number_in(progress, "bytes_total"))));
  text += labelled_line("Runs", fmt::format("{}", number_in(migration, "runs")));
  return text + labelled_line("Result", shown_text(field_in(migration, "result"), "sentence"));
}

std::string folders_table(const Array& folders) {
  if (folders.empty()) return {};
  Table table{.columns = {{"Folder"},
                          {"State"},
                          {"Messages", Align::right},
                          {"Done", Align::right},
                          {"Failed", Align::right},
                          {"Excluded", Align::right}},
              .rows = {}};
  for (const auto& each : folders)
    table.rows.push_back(
        {shown_text(each, "source"), shown_text(each, "state"),
         count_cell(number_in(each, "messages")), count_cell(number_in(each, "done")),
         count_cell(number_in(each, "failed")), count_cell(number_in(each, "excluded"))});
  return "\n" + table.text();
}

std::string errors_text(const Array& errors) {
  std::string text;
  for (const auto& each : errors)
    text += fmt::format("{}{}: {} [{}]\n  Next: {}\n", text.empty() ? "\n" : "",
                        text::counted(number_in(each, "count"), "message"),
                        shown_text(each, "sentence"), shown_text(each, "code"),
                        shown_text(each, "hint"));
  return text;
}

}  // namespace postferry::app
