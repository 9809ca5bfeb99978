#include "api/door.hpp"
#include "api/health.hpp"
#include "api/openapi.hpp"
#include "api/planning_resources.hpp"
#include "api/resources.hpp"
#include "api/settings_tests.hpp"
#include "app/page.hpp"
#include "app/serving.hpp"

namespace postferry::app {
namespace {

// Sentences for what the service lacks to work.
Task<std::vector<std::string>> missing(Serving& serving) {
  std::vector<std::string> sentences;
  try {
    co_await serving.catalog.look([](soci::session&) {});
  } catch (const std::exception&) {
    sentences.emplace_back("The database does not answer.");
  }
  co_return sentences;
}

}  // namespace

void add_routes(Serving& serving) {
  api::add_health(serving.router,
                  {.missing = [&serving] { return missing(serving); },
                   .metrics = [&serving] { return metrics_of(serving); },
                   .metrics_rules = api::needs(service::Permission::manage_settings)});
  api::add_people_resources(serving.router, serving.service);
  api::add_planning_resources(serving.router, serving.planning);
  api::add_settings_tests(serving.router, serving.notices);
  api::add_openapi(serving.router);
  serving.router.otherwise(page_of(page_files()));
}

}  // namespace postferry::app
