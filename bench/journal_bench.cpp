// What the journal costs a run: an intent and its outcomes, a batch of 100 messages at a time, and
// the reads of a second run. On the disk of $TMPDIR; Time is the wall's, CPU that of all threads.
#include <benchmark/benchmark.h>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "base/sha256.hpp"
#include "storage/journal.hpp"

namespace postferry::storage {
namespace {

constexpr std::size_t batch = 100;

template <class T>
T await(Task<T> task) {
  boost::asio::io_context context;
  std::optional<T> result;
  std::exception_ptr failure;
  boost::asio::co_spawn(context, std::move(task), [&](std::exception_ptr thrown, T value) {
    failure = thrown;
    result.emplace(std::move(value));
  });
  context.run();
  if (failure) std::rethrow_exception(failure);
  return *std::move(result);
}

class State {
 public:
  State() {
    std::string pattern = (std::filesystem::temp_directory_path() / "postferry-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) std::abort();
    folder_ = pattern;
  }
  ~State() { std::filesystem::remove_all(folder_); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
};

std::vector<PlacementRecord> placements(std::size_t first, std::size_t count) {
  std::vector<PlacementRecord> records(count);
  for (std::size_t i = 0; i < count; ++i) {
    auto& record = records[i];
    record.source = mail::ItemId(fmt::format("{:08}", first + i));
    record.target = mail::ItemId(fmt::format("{}", first + i));
    record.digest = sha256(record.source.bytes());
    record.flags.set(mail::SystemFlag::seen);
    record.received = {.instant = Instant(std::chrono::seconds(1'700'000'000 + first + i)),
                       .zone = std::chrono::minutes(60)};
    record.size_bytes = 4096;
  }
  return records;
}

FolderRecord inbox() {
  FolderRecord folder;
  folder.source_path = folder.target_path = mail::FolderPath::parse("INBOX").value();
  return folder;
}

struct Run {
  State state;
  Journal journal{state.folder()};
  PairId pair = await(journal.pair({.source = "a@old:993", .target = "a@new:993"}));
  Lease lease = await(journal.acquire(pair)).value();
  RunId run = await(journal.begin_run(lease, ""));
  FolderRecord folder = await(journal.put_folder(lease, inbox()));

  void bring(std::size_t first) {
    auto records = placements(first, batch);
    Intent intent;
    intent.folder = folder.id;
    for (const auto& record : records)
      intent.items.push_back({record.source, record.received, record.size_bytes});
    const auto id = await(journal.intend(lease, run, std::move(intent)));
    journal.note_outcomes(lease, run, folder.id, std::move(records));
    journal.settle(lease, id);
  }
};

void intend_and_note(benchmark::State& state) {
  Run run;
  std::size_t messages = 0;
  for (auto _ : state) {
    run.bring(messages);
    messages += batch;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(messages));
}
BENCHMARK(intend_and_note)->MeasureProcessCPUTime()->UseRealTime();

void note(benchmark::State& state) {
  Run run;
  std::size_t messages = 0;
  for (auto _ : state) {
    run.journal.note_outcomes(run.lease, run.run, run.folder.id, placements(messages, batch));
    messages += batch;
  }
  benchmark::DoNotOptimize(await(run.journal.page(run.folder.id, {}, 1)));
  state.SetItemsProcessed(static_cast<std::int64_t>(messages));
}
BENCHMARK(note)->MeasureProcessCPUTime()->UseRealTime();

void look_up(benchmark::State& state) {
  Run run;
  for (std::size_t i = 0; i < 20'000; i += batch) run.bring(i);
  std::vector<mail::ItemId> ids;
  for (const auto& record : placements(5'000, 1'000)) ids.push_back(record.source);
  for (auto _ : state) benchmark::DoNotOptimize(await(run.journal.lookup(run.folder.id, ids)));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(ids.size()));
}
BENCHMARK(look_up)->MeasureProcessCPUTime()->UseRealTime();

// Of 20,000 messages that no run has changed since they were counted last.
void count_again(benchmark::State& state) {
  Run run;
  for (std::size_t i = 0; i < 20'000; i += batch) run.bring(i);
  for (auto _ : state) benchmark::DoNotOptimize(await(run.journal.counts(run.pair)));
}
BENCHMARK(count_again)->MeasureProcessCPUTime()->UseRealTime();

}  // namespace
}  // namespace postferry::storage

BENCHMARK_MAIN();
