// The store registry: from accounts, passwords and options to the openers that a run works with.
//
// The one place that knows which protocol stands behind a URL, and that stacks decorators on its
// doors. Openers hold copies of all they need.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/secret.hpp"
#include "base/task.hpp"
#include "engine/options.hpp"
#include "engine/stop_request.hpp"
#include "mail/source.hpp"
#include "mail/target.hpp"
#include "service/account_url.hpp"
#include "service/shared_doors.hpp"

namespace postferry::imap {
class TraceSink;
}

namespace postferry::app {

struct AccountAccess {
  service::AccountUrl url;
  Secret password;
};

using Trace = std::shared_ptr<imap::TraceSink>;

// Null where no file is named. Failure{bad_usage} where it cannot be written.
Trace trace_into(const std::filesystem::path& file);

template <class Door>
using Opener = engine::Opening<Door>;

// Each call opens one more connection; throws Failure. All of a source share its rate.
Opener<mail::Source> source_opener(AccountAccess access, const engine::Options& options,
                                   Trace trace);
Opener<mail::Target> target_opener(AccountAccess access, Trace trace);
// Both, for the service and for lists.
service::Stores stores(Trace trace);

}  // namespace postferry::app
