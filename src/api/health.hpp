// /healthz, /readyz and /metrics: what a supervisor, a load balancer and Prometheus ask for.
//
// /healthz answers as soon as the process serves; /readyz says in words what is missing (503);
// /metrics is open only where the settings say so, by the permission that is given here.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "api/metrics.hpp"
#include "api/router.hpp"

namespace postferry::api {

struct Health {
  std::function<Task<std::vector<std::string>>()> missing;  // sentences; none: ready
  std::function<Task<std::vector<Metric>>()> metrics;
  Rules metrics_rules = open_to_anyone();
};

void add_health(Router& router, Health health);

}  // namespace postferry::api
