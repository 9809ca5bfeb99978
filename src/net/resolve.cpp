#include "net/resolve.hpp"

#include <memory>
#include <optional>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include "net/socket_stream.hpp"

namespace postferry::net {
namespace {

// Outlives the waiting coroutine when the resolver answers after the deadline.
struct Lookup {
  explicit Lookup(const boost::asio::any_io_executor& executor)
      : resolver(executor), answered(executor) {}
  tcp::resolver resolver;
  boost::asio::steady_timer answered;
  std::optional<boost::system::error_code> problem;
  tcp::resolver::results_type results;
};

}  // namespace

Task<std::vector<tcp::endpoint>> resolve(std::string host, std::uint16_t port, Deadline deadline) {
  boost::system::error_code not_numeric;
  const auto address = boost::asio::ip::make_address(host, not_numeric);
  if (!not_numeric) co_return std::vector{tcp::endpoint(address, port)};

  const auto lookup = std::make_shared<Lookup>(co_await boost::asio::this_coro::executor);
  lookup->answered.expires_at(deadline);
  lookup->resolver.async_resolve(
      host, std::to_string(port), tcp::resolver::numeric_service,
      [lookup](const boost::system::error_code& problem, tcp::resolver::results_type results) {
        lookup->problem = problem;
        lookup->results = std::move(results);
        lookup->answered.cancel();
      });
  co_await lookup->answered.async_wait(as_result);
  if (!lookup->problem) {
    lookup->resolver.cancel();
    fail(ErrorCode::timed_out, "The name " + host + " was not resolved in time.");
  }
  if (*lookup->problem)
    fail(ErrorCode::cannot_resolve, host + ": " + lookup->problem->message(), Retry::later);
  std::vector<tcp::endpoint> endpoints;
  for (const auto& entry : lookup->results) endpoints.push_back(entry.endpoint());
  if (endpoints.empty()) fail(ErrorCode::cannot_resolve, host + " has no address.", Retry::later);
  co_return endpoints;
}

}  // namespace postferry::net
