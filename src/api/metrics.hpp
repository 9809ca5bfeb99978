// Metrics as values, and as text for Prometheus (exposition format 0.0.4).
//
// The service gathers them when /metrics is asked for. Pure functions, any thread.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace postferry::api {

enum class MetricKind : std::uint8_t { counter, gauge };

struct MetricSample {
  std::vector<std::pair<std::string, std::string>> labels = {};  // {"state", "running"}
  double value = 0;
};

struct Metric {
  std::string name;  // "postferry_messages_total"
  std::string help;  // one line
  MetricKind kind = MetricKind::gauge;
  std::vector<MetricSample> samples = {};
};

// "# HELP ...\n# TYPE ...\npostferry_queue{state=\"waiting\"} 3\n"
std::string prometheus_text(const std::vector<Metric>& metrics);

}  // namespace postferry::api
