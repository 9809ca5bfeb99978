#include <fmt/format.h>

#include "app/serving.hpp"
#include "storage/catalog/migrations.hpp"
#include "storage/catalog/standing.hpp"

namespace postferry::app {
namespace {

using storage::catalog::MigrationState;
using storage::catalog::Reach;

constexpr std::size_t most_reasons = 100;

struct Standing {
  std::map<MigrationState, std::int64_t> states;
  std::map<std::string, std::int64_t> failed;  // by the error's code
};

Standing standing_in(soci::session& session, Instant now) {
  Standing standing{.states = count_states(session, Reach::everything(), {}), .failed = {}};
  for (const auto& group : standing_groups(session, Reach::everything(), now, most_reasons))
    if (group.state == MigrationState::failed) standing.failed[group.reason] += group.of.accounts;
  return standing;
}

api::Metric gauge(std::string name, std::string help, double value) {
  return {.name = std::move(name), .help = std::move(help), .samples = {{.value = value}}};
}

api::Metric counter(std::string name, std::string help, std::uint64_t value) {
  return {.name = std::move(name),
          .help = std::move(help),
          .kind = api::MetricKind::counter,
          .samples = {{.value = static_cast<double>(value)}}};
}

api::Metric labelled(std::string name, std::string help, std::string_view label, const auto& counts,
                     auto&& text) {
  api::Metric metric{.name = std::move(name), .help = std::move(help)};
  for (const auto& [key, count] : counts)
    metric.samples.push_back({.labels = {{std::string(label), std::string(text(key))}},
                              .value = static_cast<double>(count)});
  return metric;
}

}  // namespace

Task<std::vector<api::Metric>> metrics_of(Serving& serving) {
  const auto standing = co_await serving.catalog.look(
      [now = serving.people.clock()](soci::session& session) { return standing_in(session, now); });
  const auto count = [&standing](MigrationState state) {
    const auto found = standing.states.find(state);
    return found == standing.states.end() ? 0.0 : static_cast<double>(found->second);
  };
  const auto http = serving.server.counts();
  std::vector<api::Metric> all;
  all.push_back(labelled("postferry_migrations", "Migrations by state.", "state", standing.states,
                         [](MigrationState state) { return text_of(state); }));
  all.push_back(gauge("postferry_running", "Runs under way.",
                      static_cast<double>(serving.engine.board().all().size())));
  all.push_back(gauge("postferry_queue", "Migrations that wait for their first run.",
                      count(MigrationState::waiting)));
  all.push_back(gauge("postferry_throttled", "Migrations that a server has asked to wait.",
                      count(MigrationState::throttled)));
  all.push_back(labelled("postferry_failed", "Migrations that need a person, by error.", "code",
                         standing.failed, [](const std::string& code) { return code; }));
  all.push_back(counter("postferry_messages_total", "Messages settled since the start.",
                        serving.throughput.messages()));
  all.push_back(counter("postferry_bytes_total", "Bytes of messages settled since the start.",
                        serving.throughput.bytes()));
  all.push_back(gauge("postferry_http_connections", "Open connections of clients.",
                      static_cast<double>(http.open)));
  all.push_back(counter("postferry_http_turned_away_total",
                        "Connections refused because there were too many.", http.turned_away));
  co_return all;
}

}  // namespace postferry::app
