#include "app/serving.hpp"
#include "service/stored_settings.hpp"
#include "storage/catalog/people.hpp"

namespace postferry::app {
namespace {

// Customers who are strangers to each other must not be led into the operator's network; one that
// serves itself may move mail between machines of its own.
net::AddressRules addresses_of(const service::Settings& settings, std::size_t customers) {
  if (settings.allow_private_addresses || customers < 2) return {};
  return net::public_internet_only();
}

}  // namespace

Task<> apply_settings(Serving& serving) {
  const auto customers = co_await serving.catalog.look([](soci::session& session) {
    return storage::catalog::customers(session, storage::catalog::Reach::everything()).size();
  });
  const auto& settings = serving.planning.settings;
  serving.service.credit_rule = service::plan_rules(settings).credit;
  serving.engine.apply(service::slots_of(settings), addresses_of(settings, customers),
                       std::chrono::days(settings.keep_finished_days));
}

Task<> take_up_settings(Serving& serving) {
  serving.planning.settings = co_await service::read_settings(serving.catalog);
  co_await apply_settings(serving);
}

}  // namespace postferry::app
