#include "engine/paced_source.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace postferry::engine {
namespace {

using mail::Checkpoint;
using mail::Folder;
using mail::ItemId;

Task<> wait_until(Deadline instant) {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, instant);
  co_await timer.async_wait(boost::asio::use_awaitable);
}

class PacedContents final : public mail::ContentStream {
 public:
  PacedContents(std::unique_ptr<mail::ContentStream> contents, std::shared_ptr<RateLimit> limit)
      : contents_(std::move(contents)), limit_(std::move(limit)) {}

  Task<std::optional<mail::ContentHead>> next() override { return contents_->next(); }

  Task<std::string_view> piece() override {
    const auto bytes = co_await contents_->piece();
    const auto now = std::chrono::steady_clock::now();
    const auto free = limit_->take(bytes.size(), now);
    if (free > now) co_await wait_until(free);
    co_return bytes;
  }

 private:
  std::unique_ptr<mail::ContentStream> contents_;
  std::shared_ptr<RateLimit> limit_;
};

class PacedSource final : public mail::Source {
 public:
  PacedSource(std::unique_ptr<mail::Source> source, std::shared_ptr<RateLimit> limit)
      : source_(std::move(source)), limit_(std::move(limit)) {}

  const mail::Traits& traits() const override { return source_->traits(); }
  Task<std::vector<Folder>> folders() override { return source_->folders(); }
  Task<std::unique_ptr<mail::ChangeStream>> changes(const Folder& folder,
                                                    const Checkpoint& since) override {
    return source_->changes(folder, since);
  }
  Task<std::vector<ItemId>> ids(const Folder& folder) override { return source_->ids(folder); }
  Task<Checkpoint> mark(const Folder& folder) override { return source_->mark(folder); }
  Task<mail::Arrivals> arrivals(const Folder& folder, const Checkpoint& mark) override {
    return source_->arrivals(folder, mark);
  }
  Task<std::vector<mail::Placement>> look(const Folder& folder,
                                          std::span<const ItemId> ids) override {
    return source_->look(folder, ids);
  }
  Task<std::vector<mail::Description>> describe(const Folder& folder,
                                                std::span<const ItemId> ids) override {
    return source_->describe(folder, ids);
  }
  Task<std::unique_ptr<mail::ContentStream>> read(const Folder& folder,
                                                  std::vector<ItemId> ids) override {
    auto contents = co_await source_->read(folder, std::move(ids));
    co_return std::make_unique<PacedContents>(std::move(contents), limit_);
  }
  Task<> close() override { return source_->close(); }

 private:
  std::unique_ptr<mail::Source> source_;
  std::shared_ptr<RateLimit> limit_;
};

}  // namespace

Deadline RateLimit::take(std::uint64_t bytes, Deadline now) {
  constexpr auto burst = std::chrono::seconds(1);
  const auto cost =
      std::chrono::duration<double>(static_cast<double>(bytes) / static_cast<double>(rate_));
  paid_until_ = std::max(paid_until_, now - burst) +
                std::chrono::duration_cast<std::chrono::steady_clock::duration>(cost);
  return std::max(paid_until_, now);
}

std::unique_ptr<mail::Source> paced(std::unique_ptr<mail::Source> source,
                                    std::shared_ptr<RateLimit> limit) {
  return std::make_unique<PacedSource>(std::move(source), std::move(limit));
}

}  // namespace postferry::engine
