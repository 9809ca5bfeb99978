// TwoAccounts: a source and a target in memory, a real journal in a folder of its own, and what a
// person asks of a run between them.
//
// Used by every test of whole runs. Each call of copy(), plan() and compare() is one run with new
// connections. One thread.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "engine/comparison.hpp"
#include "engine/run.hpp"
#include "local/memory_account.hpp"
#include "tests/support/temporary_folder.hpp"

namespace postferry::engine {

inline mail::FolderPath path(std::string_view text) {
  return mail::FolderPath::parse(text).value();
}
inline const auto inbox = path("INBOX");

// A message with Message-ID and Date made of the number.
std::string letter(int number, std::string_view body = "Hello.");
// A message with neither.
std::string nameless(int number);
// Noon of a day in May 2012, in a zone of its own.
mail::Received day(int number);
inline mail::Flags flags(std::string_view text) { return mail::Flags::parse(text); }

class EventLog final : public EventSink {
 public:
  void take(const Event& event) noexcept override { events.push_back(event); }
  // How many messages the notices of this kind speak of.
  std::uint64_t noticed(NoticeKind kind) const;
  std::vector<Event> events;
};

// A message as people see it: bytes, flags, seconds since 1970.
using Seen = std::tuple<std::string, std::string, std::int64_t>;
using SeenFolder = std::multiset<Seen>;
SeenFolder seen(const local::MemoryAccount& account, const mail::FolderPath& folder);

class TwoAccounts {
 public:
  TwoAccounts();
  TwoAccounts(const TwoAccounts&) = delete;
  TwoAccounts& operator=(const TwoAccounts&) = delete;

  Verdict copy();
  Plan plan();
  Comparison compare(Depth depth);
  Task<Verdict> copying();  // one run, to be awaited with others; notices are not cleared
  RunContext context();

  storage::Journal& journal() { return *journal_; }
  void forget();  // a new journal, as if the first run had never been

  local::MemoryAccount source;
  local::MemoryAccount target;
  Options options;
  EventLog events;
  StopRequest stop;
  std::string source_key = "alice@old.example:993";
  std::string target_key = "alice@new.example:993";
  // When set, the openers throw it.
  std::optional<Error> source_closed;
  std::optional<Error> target_closed;

 private:
  std::unique_ptr<test::TemporaryFolder> state_;
  std::unique_ptr<storage::Journal> journal_;
};

// One run as this context asks for it.
Verdict run_once(RunContext context, const StopRequest& stop);

// Every folder of the source is on the target under its own name, message for message.
void expect_same(const TwoAccounts& accounts);
// All seven states of a complete run in one line.
void expect_counts(const Verdict& verdict, std::uint64_t brought, std::uint64_t was_there,
                   std::uint64_t copied_now);

}  // namespace postferry::engine
