#include "net/resolve.hpp"

#include <chrono>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>

#include "net/own_thread.hpp"
#include "net/socket_stream.hpp"

namespace postferry::net {
Answer ask_system(const std::string& host, std::uint16_t port) {
  boost::asio::io_context own;
  tcp::resolver resolver(own);
  Answer answer;
  const auto results =
      resolver.resolve(host, std::to_string(port), tcp::resolver::numeric_service, answer.problem);
  for (const auto& entry : results) answer.addresses.push_back(entry.endpoint());
  return answer;
}

Task<Addresses> resolve(std::string host, std::uint16_t port, Deadline deadline, AskResolver ask) {
  boost::system::error_code not_numeric;
  const auto address = boost::asio::ip::make_address(host, not_numeric);
  if (!not_numeric) co_return Addresses{tcp::endpoint(address, port)};

  const auto answer = co_await on_own_thread<Answer>(
      [host, port, ask = std::move(ask)] { return ask(host, port); }, deadline);
  if (!answer && std::chrono::steady_clock::now() < deadline)
    fail(ErrorCode::interrupted, "Stopped while resolving " + host + ".");
  if (!answer) fail(ErrorCode::timed_out, "The name " + host + " was not resolved in time.");
  if (answer->problem)
    fail(ErrorCode::cannot_resolve, host + ": " + answer->problem.message(), Retry::later);
  if (answer->addresses.empty())
    fail(ErrorCode::cannot_resolve, host + " has no address.", Retry::later);
  co_return answer->addresses;
}

}  // namespace postferry::net
