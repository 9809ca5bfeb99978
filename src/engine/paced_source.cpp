#include "engine/paced_source.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "engine/decorated_source.hpp"

namespace postferry::engine {
namespace {

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
  auto slowed = [limit = std::move(limit)](SourceDecoration::Contents contents) {
    return std::make_unique<PacedContents>(std::move(contents), limit);
  };
  return decorated(std::move(source), {.contents = std::move(slowed)});
}

}  // namespace postferry::engine
