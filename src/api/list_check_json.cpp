#include "api/list_check_json.hpp"

#include <utility>

#include "api/body_fields.hpp"
#include "api/draft_json.hpp"
#include "api/json_body.hpp"
#include "api/options_json.hpp"
#include "api/timing_json.hpp"
#include "service/server_name.hpp"
#include "text/utf8.hpp"

namespace postferry::api {
namespace {

namespace json = text::json;
using service::FormalCheck;
using service::ListFormatId;

constexpr std::string_view hidden_cell = "***";

// Takes the text out as it is: what is wrong inside is the formal check's affair.
std::optional<std::string> text_in(json::Object& body) {
  const auto found = body.find("text");
  if (found == body.end() || !found->value().is_string()) return std::nullopt;
  std::string text(std::string_view(found->value().get_string()));
  found->value() = "";
  return text;
}

std::optional<ListFormatId> format_in(BodyFields& fields) {
  const auto name = fields.optional_text("format").value_or("auto");
  if (name == "auto") return std::nullopt;
  if (const auto* format = service::list_format_named(name)) return format->id;
  fields.complain("format", "bad_option",
                  "Choose auto, postferry, twelve_fields, local_accounts or user_list.");
  return std::nullopt;
}

std::optional<char> delimiter_in(BodyFields& fields) {
  const auto written =
      fields.optional_text("delimiter", {.may_be_empty = true, .one_line = false}).value_or("");
  if (written.empty()) return std::nullopt;
  if (written == "tab") return '\t';
  if (written.size() == 1 && written != "\n" && written != "\r" && written != "\"")
    return written.front();
  fields.complain("delimiter", "bad_option", "A delimiter is one character, or tab.");
  return std::nullopt;
}

service::TimeZone zone_in(BodyFields& fields, const std::string& otherwise) {
  const auto name = fields.optional_text("time_zone");
  auto zone = service::TimeZone::named(name.value_or(otherwise));
  if (zone) return *zone;
  if (name) fields.complain("time_zone", finding_name(zone.error().code), zone.error().text);
  return service::TimeZone::utc();
}

std::optional<net::Endpoint> source_server_in(BodyFields& common) {
  const auto written = common.optional_text("source_host", {.may_be_empty = true}).value_or("");
  const auto port = common.optional_number("source_port", 0, 65535);
  const auto security = common.optional_text("source_security", {.may_be_empty = true});
  service::WrittenServer server;
  server.port = static_cast<std::uint16_t>(port.value_or(0));
  if (security && !security->empty()) {
    const auto named = service::security_named(*security);
    if (named)
      server.security = *named;
    else
      common.complain("source_security", finding_name(named.error().code), named.error().text);
  }
  if (written.empty()) return std::nullopt;
  const auto host = service::host_name(written);
  if (!host) {
    common.complain("source_host", finding_name(host.error().code), host.error().text);
    return std::nullopt;
  }
  server.host = *host;
  return service::endpoint_of(server);
}

void read_common(BodyFields& fields, service::CommonValues& common) {
  auto written = fields.optional_object("common");
  if (!written) return;
  common.source_server = source_server_in(*written);
  if (auto options = written->optional_object("options")) common.choices = options_in(*options);
  common.timing = timing_in(*written);
  written->no_others();
}

std::string_view severity_name(service::Severity severity) {
  return severity == service::Severity::error ? "error" : "warning";
}

json::Object finding_json(const service::Finding& finding) {
  return {{"code", service::finding_name(finding.code)},
          {"text", finding.text},
          {"severity", severity_name(finding.severity)}};
}

json::Object row_json(const FormalCheck& check, const service::CheckedRow& row) {
  json::Array cells;
  for (std::size_t at = 0; at < row.cells.size(); ++at) {
    const bool is_secret =
        at >= check.columns.size() || check.columns[at].secrecy == service::Secrecy::secret;
    const auto& cell = row.cells[at];
    cells.emplace_back(is_secret && !cell.empty() ? hidden_cell : std::string_view(cell));
  }
  // One for each column, also where a row ends early.
  while (cells.size() < check.columns.size()) cells.emplace_back("");
  json::Array problems;
  for (const auto& [column, finding] : row.problems) {
    auto problem = finding_json(finding);
    problem["column"] = column && *column < check.columns.size()
                            ? json::Value(check.columns[*column].id)
                            : json::Value();
    problems.push_back(std::move(problem));
  }
  return {{"line", row.line},
          {"cells", std::move(cells)},
          {"problems", std::move(problems)},
          {"duplicate_of", row.duplicate_of ? json::Value(*row.duplicate_of) : json::Value()}};
}

json::Array columns_json(const FormalCheck& check) {
  json::Array columns;
  for (const auto& column : check.columns)
    columns.push_back({{"id", column.id},
                       {"name", column.title},
                       {"secret", column.secrecy == service::Secrecy::secret},
                       {"required", column.need == service::Need::required}});
  return columns;
}

json::Array faults_json(const FormalCheck& check) {
  json::Array faults;
  for (const auto& [line, finding] : check.faults) {
    auto fault = finding_json(finding);
    fault["line"] = line == 0 ? json::Value() : json::Value(line);
    faults.push_back(std::move(fault));
  }
  return faults;
}

}  // namespace

json::Object list_check_json(const FormalCheck& check) {
  json::Array rows;
  rows.reserve(check.rows.size());
  for (const auto& row : check.rows) rows.push_back(row_json(check, row));
  json::Value drafts;
  if (check.is_clean()) {
    auto& all = drafts.emplace_array();
    for (const auto& draft : check.drafts) all.push_back(draft_json(draft));
  }
  return {{"format", check.format == nullptr ? json::Value() : json::Value(check.format->name)},
          {"columns", columns_json(check)},
          {"rows", std::move(rows)},
          {"faults", faults_json(check)},
          {"total", check.rows.size()},
          {"good", check.good},
          {"bad", check.bad},
          {"duplicates", check.duplicates},
          {"drafts", std::move(drafts)}};
}

json::Object checked_list(const net::HttpRequest& request, const ListDesk& desk) {
  auto body = json_body(request);
  auto text = text_in(body);
  BodyFields fields(std::move(body));
  fields.optional_text("text", {.may_be_empty = true});
  if (!text) fields.complain("text", "missing", "Give the text of the list.");
  service::ListInput input{.format = format_in(fields),
                           .zone = zone_in(fields, desk.time_zone),
                           .now = desk.now,
                           .timing_limits = desk.timing,
                           .most_rows = desk.most_rows};
  input.common.delimiter = delimiter_in(fields);
  input.common.own_server = desk.own_server;
  read_common(fields, input.common);
  fields.done();
  input.list = std::string_view(*text);
  auto answer = list_check_json(service::formal_check(input));
  wipe(*text);
  return answer;
}

}  // namespace postferry::api
