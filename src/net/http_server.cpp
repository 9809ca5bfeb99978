#include "net/http_server.hpp"

#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/address.hpp>

#include "net/http_connection.hpp"
#include "net/http_gate.hpp"
#include "net/socket_stream.hpp"
#include "net/tls_acceptor.hpp"

namespace postferry::net {
namespace {

constexpr std::chrono::milliseconds pause_after_failure{100};
constexpr std::chrono::seconds last_goodbye{1};

// An IPv4 client of a listener for both families is known by its IPv4 address.
std::string address_text(const boost::asio::ip::address& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped())
    return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6())
        .to_string();
  return address.to_string();
}

[[noreturn]] void cannot_listen(const HttpServerOptions& options, const std::string& why) {
  throw Failure(Error{.code = ErrorCode::cannot_connect,
                      .text = "Cannot listen: " + why + ".",
                      .where = options.address + ":" + std::to_string(options.port)});
}

tcp::acceptor listen(const boost::asio::any_io_executor& executor,
                     const HttpServerOptions& options) {
  boost::system::error_code problem;
  const auto address = boost::asio::ip::make_address(options.address, problem);
  if (problem) cannot_listen(options, "this is no address");
  const tcp::endpoint endpoint(address, options.port);
  tcp::acceptor acceptor(executor);
  acceptor.open(endpoint.protocol(), problem);
  if (!problem) acceptor.set_option(tcp::acceptor::reuse_address(true), problem);
  if (!problem) acceptor.bind(endpoint, problem);
  if (!problem) acceptor.listen(boost::asio::socket_base::max_listen_connections, problem);
  if (problem) cannot_listen(options, problem.message());
  return acceptor;
}

}  // namespace

struct HttpServer::Listener {
  Listener(const boost::asio::any_io_executor& executor, HttpServerOptions options,
           HttpService service)
      : acceptor(listen(executor, options)), port(acceptor.local_endpoint().port()) {
    if (options.tls) tls.emplace(*options.tls);
    gate = std::make_shared<HttpGate>(executor, std::move(options), std::move(service));
  }

  static Task<> accept(std::shared_ptr<Listener> listener);
  static Task<> serve(std::shared_ptr<Listener> listener, tcp::socket socket, std::string address,
                      std::unique_ptr<HttpPlace> place);
  void stop_accepting() noexcept;
  void drop_all() noexcept;

  tcp::acceptor acceptor;
  std::uint16_t port;
  std::optional<TlsAcceptor> tls;
  std::shared_ptr<HttpGate> gate;
};

Task<> HttpServer::Listener::accept(std::shared_ptr<Listener> listener) {
  const auto executor = listener->acceptor.get_executor();
  boost::asio::steady_timer pause(executor);
  while (!listener->gate->closing) {
    auto [problem, socket] = co_await listener->acceptor.async_accept(as_result);
    if (listener->gate->closing) co_return;
    if (problem) {
      // No descriptors left, or a client that went before it was taken: time mends both.
      pause.expires_after(pause_after_failure);
      co_await pause.async_wait(as_result);
      continue;
    }
    boost::system::error_code gone;
    const auto peer = socket.remote_endpoint(gone);
    if (gone) continue;
    std::string address = address_text(peer.address());
    auto place = HttpPlace::take(listener->gate, address);
    if (!place) continue;
    boost::asio::co_spawn(executor,
                          serve(listener, std::move(socket), std::move(address), std::move(place)),
                          boost::asio::detached);
  }
}

Task<> HttpServer::Listener::serve(std::shared_ptr<Listener> listener, tcp::socket socket,
                                   std::string address, std::unique_ptr<HttpPlace> place) {
  const auto gate = listener->gate;
  boost::system::error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  const int descriptor = socket.native_handle();
  Client client{.address = address, .transport = Transport::clear};
  std::unique_ptr<Stream> stream;
  try {
    if (listener->tls) {
      client.transport = Transport::tls;
      stream = co_await listener->tls->handshake(std::move(socket), std::move(address),
                                                 deadline_in(gate->options.limits.handshake));
    } else {
      stream = std::make_unique<ClearStream>(std::move(socket), std::move(address), std::nullopt);
    }
  } catch (const Failure&) {
    co_return;  // speaks no TLS, or too slowly: there is nobody to answer
  }
  listener.reset();
  if (gate->closing) co_return;
  const auto connection =
      std::make_shared<HttpConnection>(std::move(stream), descriptor, std::move(client), gate);
  co_await connection->serve();
}

void HttpServer::Listener::stop_accepting() noexcept {
  gate->closing = true;
  boost::system::error_code ignored;
  acceptor.close(ignored);
}

void HttpServer::Listener::drop_all() noexcept {
  for (HttpConnection* const connection : gate->open) connection->drop();
}

HttpServer::HttpServer(const boost::asio::any_io_executor& executor, HttpServerOptions options,
                       HttpService service)
    : listener_(std::make_shared<Listener>(executor, std::move(options), std::move(service))) {
  boost::asio::co_spawn(executor, Listener::accept(listener_), boost::asio::detached);
}

HttpServer::~HttpServer() {
  listener_->stop_accepting();
  listener_->drop_all();
}

std::uint16_t HttpServer::port() const noexcept { return listener_->port; }

void HttpServer::reload_tls() {
  if (listener_->tls) listener_->tls->reload();
}

Task<> HttpServer::close(Deadline deadline) {
  const auto listener = listener_;
  const auto gate = listener->gate;
  listener->stop_accepting();
  for (HttpConnection* const connection : gate->open) connection->finish();
  for (const Deadline until : {deadline, std::max(deadline, deadline_in(last_goodbye))}) {
    if (gate->places_taken == 0) co_return;
    gate->all_gone.expires_at(until);
    co_await gate->all_gone.async_wait(as_result);
    listener->drop_all();
  }
}

HttpServer::Counts HttpServer::counts() const noexcept {
  return {.open = listener_->gate->places_taken, .turned_away = listener_->gate->turned_away};
}

}  // namespace postferry::net
