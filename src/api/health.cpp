#include "api/health.hpp"

#include <memory>
#include <utility>

#include "api/problem.hpp"

namespace postferry::api {
namespace {

net::HttpResponse plain(std::string text, std::string type = "text/plain; charset=utf-8") {
  return {.status = 200, .headers = {{"Content-Type", std::move(type)}}, .body = std::move(text)};
}

Task<net::HttpResponse> healthy() { co_return plain("ok\n"); }

Task<net::HttpResponse> ready(std::shared_ptr<const Health> health) {
  const auto missing = co_await health->missing();
  if (missing.empty()) co_return plain("ready\n");
  Problem problem{.status = 503, .code = "not_ready"};
  for (const auto& sentence : missing)
    problem.detail += (problem.detail.empty() ? "" : " ") + sentence;
  co_return problem_response(problem);
}

Task<net::HttpResponse> metrics(std::shared_ptr<const Health> health) {
  const auto all = co_await health->metrics();
  co_return plain(prometheus_text(all), "text/plain; version=0.0.4; charset=utf-8");
}

}  // namespace

void add_health(Router& router, Health health) {
  const auto shared = std::make_shared<const Health>(std::move(health));
  auto root = router.below("");
  root.get("/healthz", open_to_anyone().uncounted(), [](Call) { return healthy(); });
  root.get("/readyz", open_to_anyone().uncounted(), [shared](Call) { return ready(shared); });
  root.get("/metrics", shared->metrics_rules, [shared](Call) { return metrics(shared); });
}

}  // namespace postferry::api
