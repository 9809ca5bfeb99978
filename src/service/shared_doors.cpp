#include "service/shared_doors.hpp"

#include <fmt/format.h>
#include <utility>
#include <vector>

#include "base/sha256.hpp"
#include "engine/budgeted_doors.hpp"

namespace postferry::service {
namespace {

using Rates = std::vector<std::shared_ptr<engine::RateLimit>>;

Task<std::unique_ptr<mail::Source>> open_paced(engine::Opening<mail::Source> open, Rates rates) {
  auto source = co_await open();
  for (auto& rate : rates) source = engine::paced(std::move(source), rate);
  co_return source;
}

}  // namespace

std::uint64_t number_of(const Secret& secret) {
  const auto digest = sha256(secret.reveal());
  std::uint64_t number = 0;
  for (std::size_t at = 0; at < sizeof number; ++at) number = number << 8 | digest[at];
  return number;
}

std::string host_of(const AccountUrl& account) {
  const auto& end = account.endpoint;
  return fmt::format("{}:{}", end.connect_to.empty() ? end.host : end.connect_to,
                     end.connect_port == 0 ? end.port : end.connect_port);
}

engine::Visitor visitor_of(const AccountUrl& account) { return {host_of(account), account.user}; }

SharedDoors::SharedDoors(engine::BudgetLimits limits, SharedRates rates)
    : budget_(limits), host_rate_bytes_(rates.host_bytes) {
  if (rates.total_bytes) total_rate_ = std::make_shared<engine::RateLimit>(*rates.total_bytes);
}

std::optional<SharedDoors::Opened> SharedDoors::enter(const Login& from, const Login& to,
                                                      const engine::Options& options,
                                                      const engine::StopRequest& stop,
                                                      engine::EventSink& events,
                                                      const std::function<Stores()>& stores) {
  auto places = budget_.enter(visitor_of(from.account), visitor_of(to.account));
  if (!places) return std::nullopt;
  const auto open = stores();
  return Opened{source({from, std::move(places->source), stop, events}, open.source(from, options),
                       host_of(to.account)),
                target({to, std::move(places->target), stop, events}, open.target(to))};
}

std::optional<engine::Opening<mail::Source>> SharedDoors::enter_source(
    const Login& login, const engine::StopRequest& stop, engine::EventSink& events,
    const Stores& stores) {
  auto place = budget_.enter(visitor_of(login.account));
  if (!place) return std::nullopt;
  return source({login, std::move(place), stop, events}, stores.source(login, {}), {});
}

std::optional<engine::Opening<mail::Target>> SharedDoors::enter_target(
    const Login& login, const engine::StopRequest& stop, engine::EventSink& events,
    const Stores& stores) {
  auto place = budget_.enter(visitor_of(login.account));
  if (!place) return std::nullopt;
  return target({login, std::move(place), stop, events}, stores.target(login));
}

const std::string* SharedDoors::left_alone(const AccountUrl& source, const AccountUrl& target,
                                           Side& side) const {
  side = Side::source;
  if (const auto* why = guard_.left_alone(host_of(source))) return why;
  side = Side::target;
  return guard_.left_alone(host_of(target));
}

void SharedDoors::forgive() {
  const auto hosts = guard_.all_left_alone();
  for (const auto& [host, why] : hosts) guard_.forget(host);
}

engine::Opening<mail::Source> SharedDoors::source(Guest guest, engine::Opening<mail::Source> open,
                                                  const std::string& target_host) {
  // What is read is written: it counts at both hosts.
  Rates rates;
  for (auto rate : {rate_of(host_of(guest.login.account)), rate_of(target_host), total_rate_})
    if (rate && (rates.empty() || rates.back() != rate)) rates.push_back(std::move(rate));
  auto paced = [open = std::move(open), rates] { return open_paced(open, rates); };
  return engine::budgeted<mail::Source>(std::move(paced),
                                        {.place = std::move(guest.place),
                                         .guard = &guard_,
                                         .secret = guest.login.secret,
                                         .side = Side::source,
                                         .events = &guest.events},
                                        guest.stop);
}

engine::Opening<mail::Target> SharedDoors::target(Guest guest, engine::Opening<mail::Target> open) {
  return engine::budgeted<mail::Target>(std::move(open),
                                        {.place = std::move(guest.place),
                                         .guard = &guard_,
                                         .secret = guest.login.secret,
                                         .side = Side::target,
                                         .events = &guest.events},
                                        guest.stop);
}

SharedDoors::Rate SharedDoors::rate_of(const std::string& host) {
  if (!host_rate_bytes_ || host.empty()) return nullptr;
  auto& rate = host_rates_[host];
  if (!rate) rate = std::make_shared<engine::RateLimit>(*host_rate_bytes_);
  return rate;
}

}  // namespace postferry::service
