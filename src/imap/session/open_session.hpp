// open_session(): from an Endpoint to a Session that is logged in.
//
// Called by the store. Connects, reads the greeting, demands STARTTLS where the endpoint says so
// (also when the capability is hidden), logs in once (SASL PLAIN with SASL-IR, else LOGIN), asks
// for ID, and matches the quirk table. A password is never tried twice. Throws Failure with the
// session's side: the codes of net::connect(), starttls_missing, wrong_password,
// app_password_needed, imap_switched_off, login_refused, throttled, too_many_connections,
// protocol_broken, connection_lost, timed_out.
#pragma once

#include <memory>

#include "base/task.hpp"
#include "imap/session/session.hpp"
#include "imap/session/session_options.hpp"
#include "net/endpoint.hpp"

namespace postferry::imap {

Task<std::unique_ptr<Session>> open_session(net::Endpoint endpoint, net::NetworkPolicy policy,
                                            Credentials credentials, SessionOptions options);

}  // namespace postferry::imap
