// Run: one migration of one account pair, from the lease to the verdict.
//
// Called by the command line (later by lists and the service) on one io_context thread. The doors
// are opened through Openers, so that decorators and pools are the caller's choice; a run stays on
// its thread. No exception leaves a run but Failure of the journal itself; whatever ends it early
// is in the verdict.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/task.hpp"
#include "engine/events.hpp"
#include "engine/options.hpp"
#include "engine/plan.hpp"
#include "engine/stop_request.hpp"
#include "engine/verdict.hpp"
#include "mail/source.hpp"
#include "mail/target.hpp"
#include "storage/journal.hpp"

namespace postferry::engine {

struct Account {
  std::string name;  // for people: "alice@old.example"
  std::string key;   // canonical, for the journal: "alice@old.example:993"
};

// Everything a run needs from outside. The openers throw Failure.
struct RunContext {
  Account source;
  Account target;
  std::function<Task<std::unique_ptr<mail::Source>>()> open_source;
  std::function<Task<std::unique_ptr<mail::Target>>()> open_target;
  storage::Journal* journal = nullptr;
  EventSink* events = nullptr;
  Options options;
};

// Copies what is not settled, carries flags, verifies, and says how it stands.
Task<Verdict> copy(RunContext context, const StopRequest& stop);

// The dry run. Writes neither side; in the journal nothing either.
Task<Plan> plan(RunContext context, const StopRequest& stop);

}  // namespace postferry::engine
