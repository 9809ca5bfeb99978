#include "service/news.hpp"

#include <utility>

namespace postferry::service {
namespace {

std::string name_of(NewsOf of, const std::string& id) {
  return std::to_string(static_cast<int>(of)) + " " + id;
}

}  // namespace

void News::tell(NewsOf of, const std::string& customer, const std::string& id) {
  const std::scoped_lock lock(mutex_);
  const auto number = ++last_;
  auto& latest = latest_[name_of(of, id)];
  if (latest != 0) items_.erase(latest);
  latest = number;
  items_.emplace(number, NewsItem{number, of, customer, id});
  while (items_.size() > most_kept_) {
    const auto oldest = items_.begin();
    forgotten_ = oldest->first;
    latest_.erase(name_of(oldest->second.of, oldest->second.id));
    items_.erase(oldest);
  }
}

std::optional<std::vector<NewsItem>> News::since(std::uint64_t number, const std::string& customer,
                                                 std::size_t most) const {
  const std::scoped_lock lock(mutex_);
  if (number < forgotten_ || number > last_) return std::nullopt;
  std::vector<NewsItem> found;
  for (auto at = items_.upper_bound(number); at != items_.end() && found.size() < most; ++at)
    if (customer.empty() || at->second.customer == customer) found.push_back(at->second);
  return found;
}

std::uint64_t News::last() const {
  const std::scoped_lock lock(mutex_);
  return last_;
}

void LiveBoard::set(const std::string& migration, LiveProgress progress) {
  const std::scoped_lock lock(mutex_);
  runs_.insert_or_assign(migration, std::move(progress));
}

void LiveBoard::erase(const std::string& migration) {
  const std::scoped_lock lock(mutex_);
  runs_.erase(migration);
}

std::optional<LiveProgress> LiveBoard::find(const std::string& migration) const {
  const std::scoped_lock lock(mutex_);
  const auto found = runs_.find(migration);
  if (found == runs_.end()) return std::nullopt;
  return found->second;
}

std::map<std::string, LiveProgress> LiveBoard::all() const {
  const std::scoped_lock lock(mutex_);
  return runs_;
}

}  // namespace postferry::service
