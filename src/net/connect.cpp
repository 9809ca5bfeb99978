#include "net/connect.hpp"

#include <algorithm>
#include <chrono>

#include <boost/asio/this_coro.hpp>

#include "net/resolve.hpp"
#include "net/socket_stream.hpp"

namespace postferry::net {
namespace {

std::string to_text(const tcp::endpoint& endpoint) {
  const std::string address = endpoint.address().to_string();
  return (endpoint.address().is_v6() ? "[" + address + "]" : address) + ":" +
         std::to_string(endpoint.port());
}

// One attempt; the error is a value because the next address may answer.
Task<boost::system::error_code> try_address(tcp::socket& socket, tcp::endpoint address,
                                            Deadline deadline) {
  boost::system::error_code ignored;
  DeadlineTimer timer(socket.get_executor(), [&socket](Direction) {
    boost::system::error_code on_close;
    socket.close(on_close);
  });
  const Watched watched(timer, Direction::writing, deadline);
  const auto [problem] = co_await socket.async_connect(address, as_result);
  if (timer.expired()) co_return boost::asio::error::make_error_code(boost::asio::error::timed_out);
  if (problem) co_return problem;
  socket.set_option(tcp::no_delay(true), ignored);
  socket.set_option(boost::asio::socket_base::keep_alive(true), ignored);
  co_return problem;
}

// A dead address must not eat the time of the ones after it.
Deadline fair_share(Deadline deadline, std::size_t addresses_left) {
  const auto now = std::chrono::steady_clock::now();
  return now + std::max(deadline - now, Deadline::duration::zero()) /
                   static_cast<Deadline::rep>(addresses_left);
}

struct Connected {
  tcp::socket socket;
  std::string address;
};

// What is left of the addresses of a name.
Addresses permitted(Addresses addresses, const AddressRules& rules, const std::string& host) {
  std::string refused;
  std::erase_if(addresses, [&](const tcp::endpoint& endpoint) {
    const std::string address = endpoint.address().to_string();
    if (rules.permits(address)) return false;
    refused = address;
    return true;
  });
  if (addresses.empty())
    fail(ErrorCode::cannot_connect,
         host + " leads to " + refused + ", to which this service connects nobody.", Retry::never);
  return addresses;
}

Task<Connected> connect_any(std::string host, std::uint16_t port, AddressRules rules,
                            Deadline deadline) {
  const auto addresses = permitted(co_await resolve(host, port, deadline), rules, host);
  const auto executor = co_await boost::asio::this_coro::executor;
  std::string refusals;
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    tcp::socket socket(executor);
    const auto problem =
        co_await try_address(socket, addresses[i], fair_share(deadline, addresses.size() - i));
    if (!problem) co_return Connected{std::move(socket), to_text(addresses[i])};
    if (problem == boost::asio::error::operation_aborted)
      fail(ErrorCode::interrupted, "Stopped while connecting.");
    if (!refusals.empty()) refusals += "; ";
    refusals += to_text(addresses[i]) + ": " + problem.message();
  }
  fail(ErrorCode::cannot_connect, refusals, Retry::later);
}

}  // namespace

Task<std::unique_ptr<Stream>> connect(Endpoint endpoint, NetworkPolicy policy, Deadline deadline) {
  Connected connected =
      co_await connect_any(endpoint.connect_to.empty() ? endpoint.host : endpoint.connect_to,
                           endpoint.connect_port == 0 ? endpoint.port : endpoint.connect_port,
                           policy.addresses, deadline);
  if (endpoint.security == Security::tls)
    co_return co_await tls_handshake(std::move(connected.socket), std::move(connected.address),
                                     std::move(endpoint), std::move(policy), deadline);
  co_return std::make_unique<ClearStream>(std::move(connected.socket), std::move(connected.address),
                                          std::nullopt);
}

Task<std::unique_ptr<Stream>> start_tls(std::unique_ptr<Stream> clear, Endpoint endpoint,
                                        NetworkPolicy policy, Deadline deadline) {
  auto* const stream = dynamic_cast<ClearStream*>(clear.get());
  if (stream == nullptr)
    fail(ErrorCode::internal, "STARTTLS on a stream that is not in the clear.");
  std::string address = stream->peer_address();
  co_return co_await tls_handshake(stream->release(), std::move(address), std::move(endpoint),
                                   std::move(policy), deadline);
}

}  // namespace postferry::net
