// What the journal costs: bytes a message on the disk (at most 128), and time.
#include <chrono>
#include <gtest/gtest.h>
#include <iostream>

#include "tests/support/state_folder.hpp"

namespace postferry::storage {
namespace {

constexpr std::size_t batch = 100;

void migrate(const Begun& begun, std::size_t messages) {
  for (std::size_t i = 0; i < messages; i += batch) {
    const auto id = await(begun.journal.intend(begun.lease, begun.run, begun.intent(i, batch)));
    begun.journal.note_outcomes(begun.lease, begun.run, begun.folder.id, placements(i, batch));
    begun.journal.settle(begun.lease, id);
  }
  await(begun.journal.flush());
}

TEST(SizeTest, AMessageCostsAtMost128Bytes) {
  constexpr std::size_t messages = 100'000;
  const StateFolder state;
  {
    Journal journal(state.path());
    migrate(Begun(journal), messages);
  }
  std::uintmax_t bytes = 0;
  for (const auto& entry : std::filesystem::directory_iterator(state.path()))
    bytes += entry.file_size();
  const auto each = static_cast<double>(bytes) / messages;
  std::cout << "[          ] " << each << " bytes a message, of " << messages << "\n";
  EXPECT_LE(each, 128.0);
}

TEST(SizeTest, TheLogStaysBounded) {
  const StateFolder state;
  Journal journal(state.path());
  Begun begun(journal);
  for (int again = 0; again < 2; ++again) {
    migrate(begun, 50'000);
    EXPECT_LE(std::filesystem::file_size(state.path() / "journal.db-wal"), 40U << 20);
  }
}

TEST(SizeTest, TimeOf20000Messages) {
  constexpr std::size_t messages = 20'000;
  const StateFolder state;
  Journal journal(state.path());
  const Begun begun(journal);
  const auto start = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i < messages; i += batch)
    journal.note_outcomes(begun.lease, begun.run, begun.folder.id, placements(i, batch));
  await(journal.flush());
  const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - start;
  std::cout << "[          ] " << spent.count() << " ms for " << messages
            << " placements, with the making of them (see bench/ for figures without checks)\n";
  EXPECT_EQ(await(journal.counts(begun.pair)).at(0).items, messages);
}

}  // namespace
}  // namespace postferry::storage
