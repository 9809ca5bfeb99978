// resolve(): a host name to addresses of both families, by the system's resolver.
//
// Private to this room. Throws Failure{cannot_resolve} or, when the resolver hangs, {timed_out} at
// the deadline even though getaddrinfo itself cannot be stopped.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <boost/asio/ip/tcp.hpp>

#include "base/clock.hpp"
#include "base/task.hpp"

namespace postferry::net {

Task<std::vector<boost::asio::ip::tcp::endpoint>> resolve(std::string host, std::uint16_t port,
                                                          Deadline deadline);

}  // namespace postferry::net
