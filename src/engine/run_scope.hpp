// RunScope: what all steps of one run share: the lease it holds, its journal, where it tells what
// happens, and whether it has been asked to stop. Doors: one conversation with each side, opened
// when first needed and opened anew after it broke.
//
// Made by the Run; lives as long as it; one thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "engine/run.hpp"

namespace postferry::engine {

struct RunScope {
  const RunContext& context;
  const StopRequest& stop;
  storage::PairId pair{};
  storage::Lease lease{};
  storage::RunId run{};
  bool dates_kept = true;  // whether the target's received dates can be compared

  storage::Journal& journal() const { return *context.journal; }
  const Options& options() const { return context.options; }
  void tell(const Event& event) const { context.events->take(event); }
  void notice(NoticeKind kind, mail::FolderPath folder, std::string text,
              std::uint64_t count = 1) const {
    tell(Notice{kind, std::move(folder), std::move(text), count});
  }
  // Failure{interrupted} once a stop was asked for.
  void check_stop() const { stop.check(); }
};

class Doors {
 public:
  explicit Doors(const RunContext& context) : context_(context) {}

  // Both sides at the same time. Failure of the source before that of the target.
  Task<> open();
  Task<mail::Source*> source();
  Task<mail::Target*> target();
  // Whether the side of an error has let us in before (Side::none: either).
  bool were_open(Side side) const;
  // The connection is of no use any more; the next call opens another.
  void drop_source() { source_.reset(); }
  void drop_target() { target_.reset(); }
  void drop(Side side);
  Task<> close();

 private:
  const RunContext& context_;
  std::unique_ptr<mail::Source> source_;
  std::unique_ptr<mail::Target> target_;
  bool source_was_open_ = false;
  bool target_was_open_ = false;
};

// Whether opening the connections anew and trying again may help.
bool is_worth_another_try(const Error& error);

// The same for a connection that was there: it may come back with its server.
bool may_come_back(const Error& error);

// How long to wait before try number `attempt` (from 1): what the server asked for, else doubling.
std::chrono::milliseconds wait_before(int attempt, const Error& error);

}  // namespace postferry::engine
