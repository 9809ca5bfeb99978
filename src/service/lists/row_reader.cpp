#include "service/lists/row_reader.hpp"

#include <algorithm>
#include <charconv>

#include "service/lists/account_reader.hpp"
#include "service/lists/own_options.hpp"
#include "service/mail_address.hpp"
#include "service/server_name.hpp"
#include "service/written_time.hpp"
#include "text/display.hpp"
#include "text/utf8.hpp"

namespace postferry::service {
namespace {

using enum FindingCode;

constexpr std::uint32_t most_further_runs = 100;

// A password may hold nearly anything.
std::optional<Finding> unreadable_password(std::string_view cell) {
  auto wrong = unreadable(cell, longest_cell_bytes);
  const bool harmless = wrong && wrong->code == control_character &&
                        cell.find_first_of({"\0\r\n", 3}) == std::string_view::npos;
  return harmless ? std::nullopt : wrong;
}

// Several lines of folders may stand there.
std::optional<Finding> unreadable_choice(std::string_view cell) {
  auto wrong = unreadable(cell, longest_cell_bytes);
  const bool harmless = wrong && wrong->code == control_character && !cell.contains('\0');
  return harmless ? std::nullopt : wrong;
}

Checked<std::uint32_t> further_runs(std::string_view written) {
  std::uint32_t number = 0;
  const auto* const begin = written.data();
  const auto* const end = begin + written.size();
  const auto [rest, wrong] = std::from_chars(begin, end, number);
  if (wrong != std::errc{} || rest != end || number > most_further_runs)
    return refused(bad_number, "Write a number from 0 to 100.");
  return number;
}

}  // namespace

RowReading RowReader::read(CheckedRow& row) const {
  check_cells(row);
  const RowCells cells(row, places_);
  Draft draft{.line = row.line};
  read_source(cells, draft.source);
  read_target(cells, draft);
  draft.timing = input_.common.timing;
  read_timing(cells, draft.timing);
  draft.choices = input_.common.choices;
  if (header_ != nullptr) read_choices(cells, draft.choices);
  RowReading reading{.source_key = account_key(draft.source),
                     .target_key = account_key(draft.target)};
  if (!reading.source_key.empty() && reading.source_key == reading.target_key)
    cells.tell_first({Field::target, Field::target_email, Field::target_user},
                     {same_account, "Source and target are the same account."});
  const bool known = !reading.source_key.empty() && !reading.target_key.empty();
  if (known && !row.is_bad()) reading.draft = std::move(draft);
  return reading;
}

void RowReader::check_cells(CheckedRow& row) const {
  const auto is_at = [this](Field field, std::size_t at) {
    return places_[static_cast<std::size_t>(field)] == at;
  };
  for (std::size_t at = 0; at < row.cells.size(); ++at) {
    const bool secret = is_at(Field::source_password, at) || is_at(Field::target_password, at) ||
                        is_at(Field::master_password, at);
    const bool known = header_ == nullptr || at >= header_->columns.size();
    const bool choice = !known && header_->columns[at].choice != nullptr;
    const auto& cell = row.cells[at];
    auto wrong = secret   ? unreadable_password(cell)
                 : choice ? unreadable_choice(cell)
                          : unreadable(cell, longest_cell_bytes);
    if (!wrong) continue;
    if (wrong->code == not_utf8) row.cells.replace(at, text::valid_utf8(cell));
    row.problems.push_back({at, std::move(*wrong)});
  }
}

void RowReader::read_source(const RowCells& cells, DraftAccount& source) const {
  read_identity(cells, source_fields, source);
  read_server(cells, source_fields, input_.common.source_server, source);
  const bool by_master =
      !cells.text(Field::master_user).empty() || !cells.raw(Field::master_password).empty();
  if (!by_master) return read_password(cells, Field::source_password, source);
  if (auto master = cells.read(Field::master_user, user_name)) source.master = std::move(*master);
  if (cells.text(Field::master_user).empty())
    cells.tell(Field::master_user, {missing, "The name of the master user is missing."});
  read_password(cells, Field::master_password, source);
}

bool RowReader::is_required(Field field) const {
  const auto column = std::ranges::find(format_.columns, field, &ListColumn::field);
  return column != format_.columns.end() && column->need == Need::required;
}

void RowReader::read_target(const RowCells& cells, Draft& draft) const {
  auto& target = draft.target;
  const bool must_be_named = is_required(Field::target) || is_required(Field::target_email) ||
                             is_required(Field::target_user);
  if (names_account(cells, target_fields) || must_be_named) {
    read_identity(cells, target_fields, target);
  } else {
    target.user = draft.source.user;
    target.email = draft.source.email;
  }
  const auto& own = input_.common.own_server;
  std::optional<net::Endpoint> common;
  if (own) common = own->server;
  read_server(cells, target_fields, common, target);
  const bool no_password = cells.raw(Field::target_password).empty();
  const bool fills_own = own && own->credential == StoredCredential::yes && no_password &&
                         target.server.host == own->server.host &&
                         target.server.port == own->server.port;
  if (fills_own)
    draft.target_kind = TargetKind::own;
  else if (!format_.fills_own_server)
    read_password(cells, Field::target_password, target);
}

void RowReader::read_timing(const RowCells& cells, Timing& timing) const {
  const auto time_in = [&](Field field) -> std::optional<Instant> {
    auto time = cells.read(
        field, [this](std::string_view written) { return written_time(written, input_.zone); });
    if (!time) return std::nullopt;
    if (time->doubt) cells.tell(field, std::move(*time->doubt));
    return time->at;
  };
  if (const auto first = time_in(Field::first_run)) timing.first_run_at = *first;
  if (const auto span = written_hours(cells.text(Field::second_run)))
    timing.second_run = *span;
  else if (const auto second = time_in(Field::second_run))
    timing.second_run = *second;
  if (const auto number = cells.read(Field::further_runs, further_runs))
    timing.further_runs = *number;
  const bool own = !cells.text(Field::first_run).empty() || !cells.text(Field::second_run).empty();
  if (!own || cells.is_bad(Field::first_run) || cells.is_bad(Field::second_run)) return;
  for (auto& [field, finding] : timing_findings(timing, input_.timing_limits, input_.now))
    cells.tell(field == TimingField::first_run ? Field::first_run : Field::second_run,
               std::move(finding));
}

void RowReader::read_choices(const RowCells& cells, WrittenChoices& choices) const {
  auto own = own_options(*header_, cells.row().cells.all(), input_.common.choices);
  for (auto& [column, text] : own.problems) {
    const auto name = column_name(column);
    const auto at = std::ranges::find(
        header_->columns, name, [](const HeaderColumn& known) { return column_name(known.name); });
    std::optional<std::size_t> place;
    if (at != header_->columns.end())
      place = static_cast<std::size_t>(at - header_->columns.begin());
    cells.row().problems.push_back({place, {bad_option, std::move(text)}});
  }
  if (own.written) choices = std::move(*own.written);
}

}  // namespace postferry::service
