#include "app/batch_doors.hpp"

namespace postferry::app {

BatchDoors::BatchDoors(const BatchLine& line, const List& list)
    : list_(list), doors_(line.limits, {line.host_rate_bytes, line.total_rate_bytes}) {}

service::Login BatchDoors::source_of(const ListRow& row) const {
  return {row.source, list_.secrets[row.source_secret],
          static_cast<std::uint64_t>(row.source_secret)};
}

service::Login BatchDoors::target_of(const ListRow& row) const {
  return {row.target, list_.secrets[row.target_secret],
          static_cast<std::uint64_t>(row.target_secret)};
}

std::optional<BatchDoors::Opened> BatchDoors::enter(const ListRow& row,
                                                    const engine::StopRequest& stop,
                                                    engine::EventSink& events,
                                                    const std::function<Trace()>& trace) {
  return doors_.enter(source_of(row), target_of(row), *row.options, stop, events,
                      [&trace] { return stores(trace()); });
}

std::optional<Opener<mail::Source>> BatchDoors::enter_source(const ListRow& row,
                                                             const engine::StopRequest& stop,
                                                             engine::EventSink& events) {
  return doors_.enter_source(source_of(row), stop, events, stores(nullptr));
}

std::optional<Opener<mail::Target>> BatchDoors::enter_target(const ListRow& row,
                                                             const engine::StopRequest& stop,
                                                             engine::EventSink& events) {
  return doors_.enter_target(target_of(row), stop, events, stores(nullptr));
}

}  // namespace postferry::app
