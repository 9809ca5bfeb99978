#include "app/batch_doors.hpp"

#include <fmt/format.h>
#include <utility>
#include <vector>

#include "engine/budgeted_doors.hpp"

namespace postferry::app {
namespace {

using Rates = std::vector<std::shared_ptr<engine::RateLimit>>;

Task<std::unique_ptr<mail::Source>> open_paced(Opener<mail::Source> open, Rates rates) {
  auto source = co_await open();
  for (auto& rate : rates) source = engine::paced(std::move(source), rate);
  co_return source;
}

}  // namespace

std::string host_of(const service::AccountUrl& account) {
  const auto& end = account.endpoint;
  return fmt::format("{}:{}", end.connect_to.empty() ? end.host : end.connect_to,
                     end.connect_port == 0 ? end.port : end.connect_port);
}

engine::Visitor visitor_of(const service::AccountUrl& account) {
  return {host_of(account), account.user};
}

BatchDoors::BatchDoors(const BatchLine& line, const List& list)
    : list_(list), budget_(line.limits), host_rate_bytes_(line.host_rate_bytes) {
  if (line.total_rate_bytes)
    total_rate_ = std::make_shared<engine::RateLimit>(*line.total_rate_bytes);
}

std::optional<BatchDoors::Opened> BatchDoors::enter(const ListRow& row,
                                                    const engine::StopRequest& stop,
                                                    engine::EventSink& events,
                                                    const std::function<Trace()>& trace) {
  auto places = budget_.enter(visitor_of(row.source), visitor_of(row.target));
  if (!places) return std::nullopt;
  const auto both = trace();
  return Opened{source(row, std::move(places->source), stop, events, both),
                target(row, std::move(places->target), stop, events, both)};
}

std::optional<Opener<mail::Source>> BatchDoors::enter_source(const ListRow& row,
                                                             const engine::StopRequest& stop,
                                                             engine::EventSink& events) {
  auto place = budget_.enter(visitor_of(row.source));
  if (!place) return std::nullopt;
  return source(row, std::move(place), stop, events);
}

std::optional<Opener<mail::Target>> BatchDoors::enter_target(const ListRow& row,
                                                             const engine::StopRequest& stop,
                                                             engine::EventSink& events) {
  auto place = budget_.enter(visitor_of(row.target));
  if (!place) return std::nullopt;
  return target(row, std::move(place), stop, events);
}

const std::string* BatchDoors::left_alone(const ListRow& row, Side& side) const {
  side = Side::source;
  if (const auto* why = guard_.left_alone(host_of(row.source))) return why;
  side = Side::target;
  return guard_.left_alone(host_of(row.target));
}

Opener<mail::Source> BatchDoors::source(const ListRow& row, std::shared_ptr<engine::Place> place,
                                        const engine::StopRequest& stop, engine::EventSink& events,
                                        Trace trace) {
  // What is read is written: it counts at both hosts.
  Rates rates;
  for (auto rate : {rate_of(host_of(row.source)), rate_of(host_of(row.target)), total_rate_})
    if (rate && (rates.empty() || rates.back() != rate)) rates.push_back(std::move(rate));
  const AccountAccess access{row.source, list_.secrets[row.source_secret]};
  auto open = [open = source_opener(access, *row.options, std::move(trace)), rates] {
    return open_paced(open, rates);
  };
  return engine::budgeted<mail::Source>(open,
                                        {.place = std::move(place),
                                         .guard = &guard_,
                                         .secret = static_cast<std::uint64_t>(row.source_secret),
                                         .side = Side::source,
                                         .events = &events},
                                        stop);
}

Opener<mail::Target> BatchDoors::target(const ListRow& row, std::shared_ptr<engine::Place> place,
                                        const engine::StopRequest& stop, engine::EventSink& events,
                                        Trace trace) {
  return engine::budgeted<mail::Target>(
      target_opener({row.target, list_.secrets[row.target_secret]}, std::move(trace)),
      {.place = std::move(place),
       .guard = &guard_,
       .secret = static_cast<std::uint64_t>(row.target_secret),
       .side = Side::target,
       .events = &events},
      stop);
}

BatchDoors::Rate BatchDoors::rate_of(const std::string& host) {
  if (!host_rate_bytes_) return nullptr;
  auto& rate = host_rates_[host];
  if (!rate) rate = std::make_shared<engine::RateLimit>(*host_rate_bytes_);
  return rate;
}

}  // namespace postferry::app
