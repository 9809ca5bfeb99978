#include <fmt/format.h>

#include "api/options_json.hpp"
#include "app/remote_commands.hpp"
#include "app/remote_files.hpp"
#include "app/remote_json.hpp"
#include "app/remote_wait.hpp"
#include "text/display.hpp"
#include "text/quantities.hpp"

namespace postferry::app {
namespace {

using text::json::Array;
using text::json::Object;
using text::json::Value;

std::string place_in_list(const RemoteWork& work, std::uint64_t line) {
  const auto name = text::printable(work.line.list.string());
  return line == 0 ? name : fmt::format("{}:{}", name, line);
}

void tell_finding(const RemoteWork& work, std::uint64_t line, const Value& finding) {
  const auto column = text_in(finding, "column");
  const bool is_warning = text_in(finding, "severity") == "warning";
  work.console.err.line(fmt::format("{}: {}{}{}{}", place_in_list(work, line),
                                    is_warning ? "warning: " : "", text::printable(column),
                                    column.empty() ? "" : ": ",
                                    text::printable(text_in(finding, "text"))));
}

// What is wrong with the list itself, without a network.
void tell_formal(const RemoteWork& work, const Value& checked) {
  for (const auto& fault : array_in(checked, "faults"))
    tell_finding(work, number_in(fault, "line"), fault);
  for (const auto& row : array_in(checked, "rows")) {
    const auto line = number_in(row, "line");
    for (const auto& problem : array_in(row, "problems")) tell_finding(work, line, problem);
    if (const auto other = number_in(row, "duplicate_of"); other != 0)
      work.console.err.line(
          fmt::format("{}: It is the same as line {}.", place_in_list(work, line), other));
  }
}

// Rows whose credentials a server refused, by their lines.
void tell_refused_rows(const RemoteWork& work, const Array& refused, const Array& drafts) {
  for (const auto& row : refused) {
    const auto index = number_in(row, "index");
    const auto line = index < drafts.size() ? number_in(drafts[index], "line") : 0;
    for (const auto& error : array_in(row, "errors")) {
      const auto said = text_in(error, "server_said");
      work.console.err.line(text::printable(
          fmt::format("{}: {}: {}{}{} [{}]", place_in_list(work, line), text_in(error, "side"),
                      text_in(error, "sentence"), said.empty() ? "" : " It said: ", said,
                      text_in(error, "code"))));
    }
  }
}

// The check's state once every row was tried.
Value tried_credentials(const RemoteWork& work, const Array& drafts) {
  const auto id = text_in(work.service.post("/checks", {{"drafts", drafts}}), "id");
  Questions questions(work.service, "/checks/" + id);
  while (true) {
    auto check = questions.next();
    if (number_in(check, "done") < number_in(check, "total")) continue;
    return check;
  }
}

Array bad_rows(const Value& check) {
  Array bad;
  for (const auto& row : array_in(check, "results"))
    if (text_in(row, "state") == "bad") bad.push_back(row);
  return bad;
}

engine::Exit tell_nothing_planned(const RemoteWork& work, engine::Exit exit) {
  work.console.err.line("postferry: Nothing was planned.");
  return exit;
}

}  // namespace

engine::Exit remote_batch_run(const RemoteWork& work) {
  const auto checked = work.service.post(
      "/lists/check", {{"format", "auto"},
                       {"text", bytes_to_send(work.line.list.string())},
                       {"common", {{"options", api::options_json(work.line.choices)}}}});
  tell_formal(work, checked);
  const auto& drafts = array_in(checked, "drafts");
  if (drafts.empty())
    return tell_nothing_planned(work, field_in(checked, "format").is_null()
                                          ? engine::Exit::bad_usage
                                          : engine::Exit::incomplete);
  const auto check = tried_credentials(work, drafts);
  const auto refused = bad_rows(check);
  tell_refused_rows(work, refused, drafts);
  if (refused.size() == drafts.size()) return tell_nothing_planned(work, engine::Exit::incomplete);
  const auto accepted =
      work.service.post("/batches", {{"name", text::valid_utf8(work.line.list.stem().string())},
                                     {"type", field_in(checked, "format")},
                                     {"check_id", field_in(check, "id")}});
  for (const auto& warning : array_in(accepted, "warnings"))
    work.console.warn(text_in(warning, "text"));
  auto exit = refused.empty() ? engine::Exit::complete : engine::Exit::incomplete;
  const auto id = text_in(field_in(accepted, "batch"), "id");
  if (work.line.waiting == Waiting::to_the_end) {
    const auto ended = wait_for_batch(work, id);
    return ended == engine::Exit::complete ? exit : ended;
  }
  work.console.out.line(work.output == Output::json ? text::json::serialize(accepted)
                                                    : text::printable(id));
  return exit;
}

}  // namespace postferry::app
