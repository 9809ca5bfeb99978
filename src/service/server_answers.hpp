// Which of the servers that may hold somebody's mail answers as IMAP: tried side by side, each
// once.
//
// Called when a server is proposed for an address. A connection is opened as a run would, with the
// same rules about certificates and addresses, its greeting is read, and it is closed. One thread.
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "base/task.hpp"
#include "service/server_proposal.hpp"

namespace postferry::service {

// The first in their order that answers within the time, once all before it have not. Published
// and well-known ones count also when none answers: they are right, if perhaps down.
Task<std::optional<ServerProposal>> first_that_answers(std::vector<ServerProposal> proposals,
                                                       net::NetworkPolicy policy,
                                                       std::chrono::milliseconds patience);

}  // namespace postferry::service
