#include "engine/paced_source.hpp"

#include <gtest/gtest.h>
#include <stdexcept>
#include <string>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

namespace postferry::engine {
namespace {

using namespace std::chrono_literals;

TEST(RateLimit, a_second_of_burst_and_then_the_rate) {
  RateLimit limit(1000);
  const auto start = Deadline{} + 100s;
  EXPECT_EQ(limit.take(1000, start), start);
  EXPECT_EQ(limit.take(500, start), start + 500ms);
  EXPECT_EQ(limit.take(500, start), start + 1s);
  EXPECT_EQ(limit.take(0, start), start + 1s);
}

TEST(RateLimit, idle_time_saves_no_more_than_the_burst) {
  RateLimit limit(1000);
  const auto start = Deadline{} + 100s;
  limit.take(1000, start);
  const auto later = start + 1h;
  EXPECT_EQ(limit.take(1000, later), later);
  EXPECT_EQ(limit.take(1000, later), later + 1s);
}

TEST(RateLimit, holds_the_rate_over_many_pieces) {
  RateLimit limit(1 << 20);
  auto now = Deadline{} + 100s;
  const auto start = now;
  for (int piece = 0; piece < 1000; ++piece) now = limit.take(16384, now);
  const auto seconds = std::chrono::duration<double>(now - start).count();
  EXPECT_NEAR(seconds, 1000.0 * 16384 / (1 << 20) - 1, 0.01);
}

// Gives one content in two pieces; every other call of a Source would be a mistake here.
class TwoPieces final : public mail::ContentStream {
 public:
  Task<std::optional<mail::ContentHead>> next() override {
    co_return mail::ContentHead{mail::ItemId("1"), 8, {}, {}};
  }
  Task<std::string_view> piece() override {
    ++given_;
    co_return given_ <= 2 ? std::string_view("four") : std::string_view();
  }

 private:
  int given_ = 0;
};

class OneMessage final : public mail::Source {
 public:
  const mail::Traits& traits() const override { return traits_; }
  Task<std::vector<mail::Folder>> folders() override { throw std::logic_error("folders"); }
  Task<std::unique_ptr<mail::ChangeStream>> changes(const mail::Folder&,
                                                    const mail::Checkpoint&) override {
    throw std::logic_error("changes");
  }
  Task<std::vector<mail::ItemId>> ids(const mail::Folder&) override {
    co_return std::vector{mail::ItemId("1")};
  }
  Task<mail::Checkpoint> mark(const mail::Folder&) override { throw std::logic_error("mark"); }
  Task<mail::Arrivals> arrivals(const mail::Folder&, const mail::Checkpoint&) override {
    throw std::logic_error("arrivals");
  }
  Task<std::vector<mail::Placement>> look(const mail::Folder&,
                                          std::span<const mail::ItemId>) override {
    throw std::logic_error("look");
  }
  Task<std::vector<mail::Description>> describe(const mail::Folder&,
                                                std::span<const mail::ItemId>) override {
    throw std::logic_error("describe");
  }
  Task<std::unique_ptr<mail::ContentStream>> read(const mail::Folder&,
                                                  std::vector<mail::ItemId>) override {
    co_return std::make_unique<TwoPieces>();
  }
  Task<> close() override { co_return; }

 private:
  mail::Traits traits_{};
};

Task<> read_all(std::unique_ptr<mail::Source> source, std::string& got) {
  const mail::Folder folder;
  auto contents = co_await source->read(folder, {mail::ItemId("1")});
  const auto head = co_await contents->next();
  EXPECT_EQ(head->size_bytes, 8u);
  for (auto piece = co_await contents->piece(); !piece.empty(); piece = co_await contents->piece())
    got += piece;
}

TEST(PacedSource, gives_the_same_bytes_but_not_sooner) {
  boost::asio::io_context context;
  std::string got;
  // 8 bytes at 16 a second, of which the first connection has used the burst.
  auto limit = std::make_shared<RateLimit>(16);
  limit->take(16, std::chrono::steady_clock::now());
  const auto start = std::chrono::steady_clock::now();
  boost::asio::co_spawn(context, read_all(paced(std::make_unique<OneMessage>(), limit), got),
                        boost::asio::detached);
  context.run();
  EXPECT_EQ(got, "fourfour");
  EXPECT_GE(std::chrono::steady_clock::now() - start, 450ms);
}

}  // namespace
}  // namespace postferry::engine
