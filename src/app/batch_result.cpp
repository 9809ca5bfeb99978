#include "app/batch_result.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <vector>

#include "base/error_catalog.hpp"
#include "service/lists/csv_export.hpp"
#include "text/quantities.hpp"

namespace postferry::app {
namespace {

constexpr std::string_view header =
    "line,source,target,outcome,exit_code,messages,brought,was_there,excluded,failed,doubtful,"
    "missing,copied_now,copied_now_bytes,error,sentence\n";

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

void count(BatchTotals& totals, const BatchResult& result) {
  if (result.outcome != Outcome::refused_row) ++totals.accounts;
  totals.messages += result.messages;
  totals.copied_now += result.copied_now;
  totals.copied_now_bytes += result.copied_now_bytes;
  switch (result.outcome) {
    case Outcome::ended:
      ++(result.exit == engine::Exit::complete ? totals.complete : totals.incomplete);
      if (result.exit == engine::Exit::interrupted) ++totals.stopped;
      break;
    case Outcome::not_tried:
      ++totals.not_tried;
      break;
    case Outcome::not_begun:
      ++totals.not_begun;
      break;
    case Outcome::refused_row:
      ++totals.refused_rows;
      break;
    case Outcome::left_out:
      ++totals.left_out;
      break;
  }
}

}  // namespace

BatchResult result_of(const ListRow& row, const engine::Verdict& verdict) {
  std::uint64_t excluded = 0;
  for (const auto& [rule, messages] : verdict.excluded) excluded += messages;
  return {.line = row.line,
          .source = verdict.source,
          .target = verdict.target,
          .outcome = Outcome::ended,
          .exit = verdict.exit(),
          .messages = verdict.messages,
          .brought = verdict.brought,
          .was_there = verdict.was_there,
          .excluded = excluded,
          .failed = verdict.failed,
          .doubtful = verdict.doubtful,
          .missing = verdict.missing,
          .copied_now = verdict.copied_now,
          .copied_now_bytes = verdict.copied_now_bytes,
          .error = verdict.stopped_by ? std::string(code_name(verdict.stopped_by->code)) : "",
          .sentence = verdict.sentence()};
}

std::string_view outcome_name(const BatchResult& result) {
  switch (result.outcome) {
    case Outcome::ended:
      break;
    case Outcome::not_tried:
      return "not_tried";
    case Outcome::not_begun:
      return "not_begun";
    case Outcome::refused_row:
      return "refused_row";
    case Outcome::left_out:
      return "left_out";
  }
  return engine::exit_name(result.exit);
}

BatchTotals totals_of(std::span<const BatchResult> results) {
  BatchTotals totals;
  for (const auto& result : results) count(totals, result);
  return totals;
}

engine::Exit BatchTotals::exit() const {
  if (interrupted) return engine::Exit::interrupted;
  const bool all = complete + left_out == accounts && refused_rows == 0;
  return all ? engine::Exit::complete : engine::Exit::incomplete;
}

std::string BatchTotals::sentence() const {
  if (exit() == engine::Exit::complete) {
    auto text = accounts == 1
                    ? std::string("The account of the list is complete")
                    : fmt::format("All {} accounts are complete", text::grouped(accounts));
    if (left_out != 0) text += fmt::format(", {} of them from before", text::grouped(left_out));
    return text + fmt::format(": {}, {} of them copied now.", text::counted(messages, "message"),
                              text::grouped(copied_now));
  }
  std::string text =
      fmt::format("{} of {} {} complete", text::grouped(complete + left_out),
                  text::counted(accounts, "account"), complete + left_out == 1 ? "is" : "are");
  if (incomplete != stopped)
    text += fmt::format(", {} NOT complete", text::grouped(incomplete - stopped));
  if (stopped != 0) text += fmt::format(", {} stopped on the way", text::grouped(stopped));
  if (not_tried != 0) text += fmt::format(", {} NOT tried", text::grouped(not_tried));
  if (not_begun != 0) text += fmt::format(", {} not begun", text::grouped(not_begun));
  if (refused_rows != 0)
    text += fmt::format("; {} of the list refused", text::counted(refused_rows, "row"));
  return text + (interrupted ? ". The run was stopped; the same command goes on." : ".");
}

std::string results_table(std::span<const BatchResult> results) {
  std::vector<const BatchResult*> ordered;
  for (const auto& result : results) ordered.push_back(&result);
  std::ranges::sort(ordered, {}, &BatchResult::line);
  std::string table(header);
  for (const auto* each : ordered) {
    const auto& result = *each;
    const bool ended = result.outcome == Outcome::ended;
    table += fmt::format("{},{},{},{},{},", result.line, service::harmless_cell(result.source),
                         service::harmless_cell(result.target), outcome_name(result),
                         ended ? std::to_string(static_cast<int>(result.exit)) : "");
    table += fmt::format("{},{},{},{},{},{},{},{},{},{},{}\n", result.messages, result.brought,
                         result.was_there, result.excluded, result.failed, result.doubtful,
                         result.missing, result.copied_now, result.copied_now_bytes, result.error,
                         service::harmless_cell(result.sentence));
  }
  return table;
}

std::optional<std::string> write_results(const std::filesystem::path& file,
                                         const std::string& table) {
  std::error_code ignored;
  const auto folder = file.parent_path();
  if (!folder.empty() && !std::filesystem::exists(folder, ignored)) {
    std::filesystem::create_directories(folder, ignored);
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, ignored);
  }
  auto beside = file;
  beside += ".part";
  const int descriptor =
      ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) return std::strerror(errno);
  const bool written = write_all(descriptor, table);
  const int reason = errno;
  ::close(descriptor);
  if (!written) return std::strerror(reason);
  if (::rename(beside.c_str(), file.c_str()) != 0) return std::strerror(errno);
  return std::nullopt;
}

}  // namespace postferry::app
