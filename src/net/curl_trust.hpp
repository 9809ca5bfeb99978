// NetworkPolicy for a transfer of libcurl: authorities or a pin, and refused addresses. Private to
// this room.
#pragma once

#include "net/endpoint.hpp"
#include "net/transfers.hpp"

namespace postferry::net {

// Failure{file_unreadable} for its ca_file.
void hold_to(Transfer& transfer, const NetworkPolicy& policy);

}  // namespace postferry::net
