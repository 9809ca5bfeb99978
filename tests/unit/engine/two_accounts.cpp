#include "tests/unit/engine/two_accounts.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <utility>

#include "local/memory_source.hpp"
#include "local/memory_target.hpp"
#include "tests/support/run_task.hpp"

namespace postferry::engine {

std::string letter(int number, std::string_view body) {
  return fmt::format(
      "Message-ID: <{0}@example.org>\r\nDate: Thu, 17 May 2012 10:{1:02}:12 +0200\r\n"
      "Subject: letter {0}\r\n\r\n{2}\r\n",
      number, number % 60, body);
}

std::string nameless(int number) {
  return fmt::format("From: ada@example.org\r\nSubject: note\r\n\r\nNote {:06}.\r\n", number);
}

mail::Received day(int number) {
  using namespace std::chrono;
  const sys_days begin = year(2012) / May / 1;
  return {begin + days(number) + hours(12), minutes(90)};
}

std::uint64_t EventLog::noticed(NoticeKind kind) const {
  std::uint64_t count = 0;
  for (const auto& event : events)
    if (const auto* notice = std::get_if<Notice>(&event); notice && notice->kind == kind)
      count += notice->count;
  return count;
}

SeenFolder seen(const local::MemoryAccount& account, const mail::FolderPath& folder) {
  SeenFolder result;
  for (const auto& message : account.messages(folder))
    result.emplace(*message.bytes, message.flags.text(),
                   message.received.instant.time_since_epoch().count());
  return result;
}

TwoAccounts::TwoAccounts() { forget(); }

void TwoAccounts::forget() {
  journal_.reset();
  state_ = std::make_unique<test::TemporaryFolder>();
  journal_ = std::make_unique<storage::Journal>(state_->path());
}

RunContext TwoAccounts::context() {
  RunContext context;
  context.source = {"alice@old.example", source_key};
  context.target = {"alice@new.example", target_key};
  context.open_source = [this]() -> Task<std::unique_ptr<mail::Source>> {
    if (source_closed) throw Failure(*source_closed);
    co_return std::make_unique<local::MemorySource>(source);
  };
  context.open_target = [this]() -> Task<std::unique_ptr<mail::Target>> {
    if (target_closed) throw Failure(*target_closed);
    co_return std::make_unique<local::MemoryTarget>(target);
  };
  context.journal = journal_.get();
  context.events = &events;
  context.options = options;
  return context;
}

Task<Verdict> TwoAccounts::copying() { co_return co_await engine::copy(context(), stop); }

Verdict TwoAccounts::copy() {
  events.events.clear();
  return test::run(copying());
}

Plan TwoAccounts::plan() {
  events.events.clear();
  return test::run(engine::plan(context(), stop));
}

Comparison TwoAccounts::compare(Depth depth) {
  events.events.clear();
  return test::run(engine::compare(context(), depth, stop));
}

Verdict run_once(RunContext context, const StopRequest& stop) {
  return test::run(engine::copy(std::move(context), stop));
}

void expect_same(const TwoAccounts& accounts) {
  for (const auto& folder : accounts.source.paths()) {
    EXPECT_NE(accounts.target.find(folder), nullptr) << folder.text();
    EXPECT_EQ(seen(accounts.target, folder), seen(accounts.source, folder)) << folder.text();
  }
}

void expect_counts(const Verdict& verdict, std::uint64_t brought, std::uint64_t was_there,
                   std::uint64_t copied_now) {
  EXPECT_EQ(verdict.brought, brought) << verdict.sentence();
  EXPECT_EQ(verdict.was_there, was_there) << verdict.sentence();
  EXPECT_EQ(verdict.copied_now, copied_now) << verdict.sentence();
  EXPECT_EQ(verdict.exit(), Exit::complete) << verdict.sentence();
}

}  // namespace postferry::engine
