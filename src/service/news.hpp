// News: what has changed, for those who watch: the event stream asks again and again what is new
// since its last number.
//
// Told by the engine's thread (progress) and by whoever stores a change; asked by the thread of the
// API. Of one thing only the latest change is kept, so a slow reader misses steps but no state; who
// asks for numbers that are too old is told to look at everything anew. Any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/events.hpp"

namespace postferry::service {

enum class NewsOf : std::uint8_t { migration, progress, batch, check, gone };

struct NewsItem {
  std::uint64_t number = 0;
  NewsOf of = NewsOf::migration;
  std::string customer;
  std::string id;
};

class News {
 public:
  explicit News(std::size_t most_kept = 20'000) : most_kept_(most_kept) {}

  void tell(NewsOf of, const std::string& customer, const std::string& id);

  // In the order of their numbers, all above `number`, so many at most; nullopt when some of them
  // are forgotten. The operator ("") sees all customers'.
  std::optional<std::vector<NewsItem>> since(std::uint64_t number, const std::string& customer,
                                             std::size_t most) const;
  std::uint64_t last() const;

 private:
  mutable std::mutex mutex_;  // guards all below
  std::size_t most_kept_;
  std::uint64_t last_ = 0;
  std::uint64_t forgotten_ = 0;
  std::map<std::uint64_t, NewsItem> items_;
  std::unordered_map<std::string, std::uint64_t> latest_;  // by kind and id
};

// How far each run under way is, that nobody stores more often than every few seconds.
struct LiveProgress {
  std::string customer;
  engine::Phase phase = engine::Phase::connecting;
  engine::Progress progress;
  std::string doing;  // a sentence about what happens now, when there is one
  // What this run has found in each folder so far; none before the first.
  std::shared_ptr<const std::vector<engine::FolderPlanned>> planned{};
};

class LiveBoard {
 public:
  void set(const std::string& migration, LiveProgress progress);
  void erase(const std::string& migration);
  std::optional<LiveProgress> find(const std::string& migration) const;
  std::map<std::string, LiveProgress> all() const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, LiveProgress> runs_;
};

}  // namespace postferry::service
