#include "service/throughput.hpp"

#include <utility>

namespace postferry::service {
namespace {

// A run that has begun anew counts from nothing.
std::uint64_t added(std::uint64_t now, std::uint64_t before) {
  return now >= before ? now - before : now;
}

}  // namespace

void Throughput::note(const LiveBoard& board, Instant now) {
  Span span{.at = now, .by_customer = {}};
  std::map<std::string, Done> seen;
  for (const auto& [id, live] : board.all()) {
    const Done done{.messages = live.progress.messages_done, .bytes = live.progress.bytes_done};
    const auto before = last_.find(id);
    // What a run had done before it was first looked at may be older than this step.
    const auto since = before == last_.end() ? done : before->second;
    const Done more{.messages = added(done.messages, since.messages),
                    .bytes = added(done.bytes, since.bytes)};
    auto& sum = span.by_customer[live.customer];
    sum.messages += more.messages;
    sum.bytes += more.bytes;
    all_.messages += more.messages;
    all_.bytes += more.bytes;
    seen.emplace(id, done);
  }
  last_ = std::move(seen);
  spans_.push_back(std::move(span));
  if (spans_.size() > most_points) spans_.pop_front();
}

std::vector<ThroughputPoint> Throughput::of(const std::string& customer) const {
  constexpr auto seconds = static_cast<double>(step.count());
  std::vector<ThroughputPoint> points;
  for (const auto& span : spans_) {
    Done sum;
    for (const auto& [name, done] : span.by_customer) {
      if (!customer.empty() && name != customer) continue;
      sum.messages += done.messages;
      sum.bytes += done.bytes;
    }
    points.push_back({.at = span.at,
                      .messages_per_second = static_cast<double>(sum.messages) / seconds,
                      .bytes_per_second = static_cast<double>(sum.bytes) / seconds});
  }
  return points;
}

}  // namespace postferry::service
