// From an account's settings to an open door of it: connected, logged in, its quirks known.
//
// Called by the store registry of the app, once for each connection; the implementation takes
// copies of what it needs. Throws Failure (connecting, TLS, login), each Error with `side` set and
// the host in `where`. What it gives lives on the io_context of the caller.
#pragma once

#include <memory>
#include <string>

#include "base/error.hpp"
#include "base/secret.hpp"
#include "base/task.hpp"
#include "mail/source.hpp"
#include "mail/target.hpp"
#include "net/endpoint.hpp"

namespace postferry::imap {

class TraceSink;  // imap/session/trace.hpp

struct AccountSettings {
  Side side = Side::source;
  net::Endpoint endpoint;
  net::NetworkPolicy policy;
  std::string user;
  std::string master;            // logs in for `user`; empty: the user itself
  std::string master_separator;  // LOGIN as user<separator>master; empty: SASL PLAIN with authzid
  Secret password;               // the master's where there is one
  std::shared_ptr<TraceSink> trace;  // may be null; shared by the connections of one account
};

Task<std::unique_ptr<mail::Source>> open_source(AccountSettings settings);
Task<std::unique_ptr<mail::Target>> open_target(AccountSettings settings);

}  // namespace postferry::imap
