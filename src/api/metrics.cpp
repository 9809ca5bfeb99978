#include "api/metrics.hpp"

#include <fmt/format.h>
#include <string_view>

namespace postferry::api {
namespace {

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    if (c == '\n')
      safe += "\\n";
    else if (c == '\\' || c == '"')
      safe.append("\\").push_back(c);
    else
      safe += c;
  }
  return safe;
}

std::string help_text(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    if (c == '\n')
      safe += "\\n";
    else if (c == '\\')
      safe += "\\\\";
    else
      safe += c;
  }
  return safe;
}

std::string labels_text(const MetricSample& sample) {
  std::string labels;
  for (const auto& [name, value] : sample.labels)
    labels += fmt::format("{}{}=\"{}\"", labels.empty() ? "" : ",", name, escaped(value));
  return labels.empty() ? "" : "{" + labels + "}";
}

}  // namespace

std::string prometheus_text(const std::vector<Metric>& metrics) {
  std::string text;
  for (const auto& metric : metrics) {
    text += fmt::format("# HELP {} {}\n# TYPE {} {}\n", metric.name, help_text(metric.help),
                        metric.name, metric.kind == MetricKind::counter ? "counter" : "gauge");
    for (const auto& sample : metric.samples)
      text += fmt::format("{}{} {}\n", metric.name, labels_text(sample), sample.value);
  }
  return text;
}

}  // namespace postferry::api
