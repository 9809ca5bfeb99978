// connect(): from an Endpoint to a Stream; start_tls(): the upgrade after STARTTLS.
//
// Called by a protocol's session. Names are resolved in both families and all addresses tried in
// turn. TLS is 1.2 or newer with SNI, checked against the endpoint's name (RFC 9525), a private
// authority or a pinned fingerprint. Nothing ever falls back to clear text. Throws Failure with
// cannot_resolve, cannot_connect, timed_out, tls_failed, certificate_untrusted,
// certificate_wrong_name or fingerprint_mismatch; the text says what was seen. A coroutine that is
// cancelled meanwhile gets interrupted at once.
#pragma once

#include <memory>

#include "base/clock.hpp"
#include "base/task.hpp"
#include "net/endpoint.hpp"
#include "net/stream.hpp"

namespace postferry::net {

// TLS at once for Security::tls; in the clear for starttls (until start_tls) and none.
Task<std::unique_ptr<Stream>> connect(Endpoint endpoint, NetworkPolicy policy, Deadline deadline);

// Needs a stream in the clear made by connect(), of which the session has read every byte that was
// sent before the handshake (else someone between has injected them: refuse before calling).
Task<std::unique_ptr<Stream>> start_tls(std::unique_ptr<Stream> clear, Endpoint endpoint,
                                        NetworkPolicy policy, Deadline deadline);

}  // namespace postferry::net
