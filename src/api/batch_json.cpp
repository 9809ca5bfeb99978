#include "api/batch_json.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "api/preconditions.hpp"
#include "api/timing_json.hpp"
#include "storage/catalog/batch_standing.hpp"
#include "text/ascii.hpp"
#include "text/quantities.hpp"

namespace postferry::api {
namespace {

namespace json = text::json;
using storage::catalog::BatchSum;
using storage::catalog::MigrationState;

constexpr std::size_t most_mx_domains = 20;

std::int64_t count_in(const BatchSum& sum, MigrationState state) {
  const auto found = sum.states.find(state);
  return found == sum.states.end() ? 0 : found->second;
}

// "28 accounts complete, 2 incomplete."
json::Value batch_result(const BatchSum& sum) {
  if (!sum.is_over() || sum.accounts == 0) return nullptr;
  std::string text;
  for (const auto& [state, count] : sum.states) {
    if (count == 0) continue;
    text += text.empty() ? text::counted(static_cast<std::uint64_t>(count), "account")
                         : ", " + std::to_string(count);
    text += " " + std::string(text_of(state));
  }
  return json::Value(text + ".");
}

json::Object mx_json(const MxRecord& record, json::Value priority) {
  return {{"domain", record.domain}, {"host", record.host}, {"priority", std::move(priority)}};
}

json::Value mx_of(const BatchLook& look, const MxShown& mx) {
  if (look.mx_domains.empty() || mx.wanted.empty()) return nullptr;
  json::Array before;
  json::Array after;
  for (const auto& domain : look.mx_domains) {
    if (const auto found = mx.old_hosts.find(domain); found != mx.old_hosts.end())
      for (const auto& host : found->second)
        before.push_back(mx_json({.domain = domain, .host = host}, nullptr));
    for (const auto& written : mx.wanted) {
      const auto record = mx_record(domain, written);
      after.push_back(mx_json(record, record.priority));
    }
  }
  return {{"old", std::move(before)}, {"new", std::move(after)}};
}

// Nothing is to be done about MX records before all first runs are through, or after the second.
bool waits_for_mx(const BatchSum& sum) {
  return count_in(sum, MigrationState::waiting_for_next) > 0 &&
         count_in(sum, MigrationState::waiting) == 0 && count_in(sum, MigrationState::running) == 0;
}

}  // namespace

MxRecord mx_record(const std::string& domain, std::string_view written) {
  constexpr std::int64_t usual_priority = 10;
  MxRecord record{.domain = domain, .host = {}, .priority = usual_priority};
  const auto text = text::trimmed(written);
  const auto blank = text.find(' ');
  std::int64_t priority = 0;
  const auto first = text.substr(0, blank);
  const auto [rest, wrong] = std::from_chars(first.data(), first.data() + first.size(), priority);
  if (blank == text.npos || wrong != std::errc{} || rest != first.data() + first.size()) {
    record.host = text;
    return record;
  }
  record.priority = priority;
  record.host = text::trimmed(text.substr(blank));
  return record;
}

std::string_view batch_state(const BatchSum& sum) {
  constexpr std::array order{MigrationState::failed,  MigrationState::throttled,
                             MigrationState::running, MigrationState::paused,
                             MigrationState::waiting, MigrationState::waiting_for_next};
  for (const auto state : order)
    if (count_in(sum, state) > 0) return text_of(state);
  return "finished";
}

json::Object batch_json(const BatchLook& look, const Names& names, const MxShown& mx) {
  const auto& [row, sum, domains] = look;
  json::Object counts;
  for (const auto& [state, count] : sum.states) counts[text_of(state)] = count;
  return {{"id", row.id},
          {"number", row.number},
          {"name", row.name},
          {"type", row.format},
          {"state", batch_state(sum)},
          {"created_at", time_json(row.created)},
          {"created_by", named_json(names, row.created_by)},
          {"accounts", sum.accounts},
          {"counts", std::move(counts)},
          {"messages_done", sum.messages_done},
          {"messages_total", sum.messages_total},
          {"bytes_done", sum.bytes_done},
          {"bytes_total", sum.bytes_total},
          {"first_run_at", time_json(row.first_at)},
          {"second_run", second_run_json(second_run_of(row.second_at, row.second_after_seconds))},
          {"result", batch_result(sum)},
          {"mx", mx_of(look, mx)},
          {"etag", etag_of(std::to_string(row.version))}};
}

std::vector<BatchLook> batch_looks(soci::session& session, const storage::catalog::Reach& reach,
                                   std::vector<storage::catalog::BatchRow> rows,
                                   const std::string& own_host) {
  std::vector<std::string> ids;
  for (const auto& row : rows) ids.push_back(row.id);
  auto sums = sums_of(session, reach, ids);
  std::vector<BatchLook> looks;
  for (auto& row : rows) {
    BatchLook look{.row = std::move(row), .sum = {}, .mx_domains = {}};
    const auto sum = sums.find(look.row.id);
    if (sum != sums.end()) look.sum = std::move(sum->second);
    // A manager sees the batches in which something is in his domains.
    if (look.sum.accounts == 0 && !reach.domains().empty()) continue;
    if (!own_host.empty() && reach.domains().empty() && waits_for_mx(look.sum))
      look.mx_domains =
          storage::catalog::batch_report(session, look.row.id, most_mx_domains).domains;
    looks.push_back(std::move(look));
  }
  return looks;
}

}  // namespace postferry::api
