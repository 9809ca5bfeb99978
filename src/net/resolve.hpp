// resolve(): a host name to addresses of both families, by the system's resolver.
//
// Private to this room. getaddrinfo cannot be stopped, so each question has a thread of its own
// that nobody waits for: at the deadline the caller gets Failure{timed_out}, a cancelled coroutine
// {interrupted}, and neither the loop nor the end of the program is held up. Throws
// Failure{cannot_resolve} with the resolver's words.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <boost/asio/ip/tcp.hpp>

#include "base/clock.hpp"
#include "base/task.hpp"

namespace postferry::net {

using Addresses = std::vector<boost::asio::ip::tcp::endpoint>;

struct Answer {
  boost::system::error_code problem;
  Addresses addresses;
};

// Called on a thread of its own; may block as long as it likes.
using AskResolver = std::function<Answer(const std::string& host, std::uint16_t port)>;

Answer ask_system(const std::string& host, std::uint16_t port);

Task<Addresses> resolve(std::string host, std::uint16_t port, Deadline deadline,
                        AskResolver ask = ask_system);

}  // namespace postferry::net
