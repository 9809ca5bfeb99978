// SocketStream: the one Stream over a socket, in the clear (tcp::socket) or inside TLS
// (ssl::stream over it). Private to this room: connect.cpp and tls.cpp make them.
#pragma once

#include <array>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "base/error.hpp"
#include "net/deadline.hpp"
#include "net/endpoint.hpp"
#include "net/stream.hpp"

namespace postferry::net {

using boost::asio::ip::tcp;
using TlsLayer = boost::asio::ssl::stream<tcp::socket>;
inline constexpr auto as_result = boost::asio::as_tuple(boost::asio::use_awaitable);

[[noreturn]] inline void fail(ErrorCode code, std::string text, Retry retry = Retry::now) {
  throw Failure(Error{
      .code = code, .text = std::move(text), .where = {}, .scope = Scope::host, .retry = retry});
}

template <class Layer>
class SocketStream final : public Stream {
 public:
  SocketStream(Layer layer, std::string address, std::optional<Sha256Digest> certificate)
      : layer_(std::move(layer)),
        address_(std::move(address)),
        certificate_(certificate),
        timer_(layer_.get_executor(), [this](Direction direction) { expire(direction); }) {}

  Task<std::size_t> read_some(std::span<char> buffer, Deadline deadline) override {
    const Watched watched(timer_, Direction::reading, deadline);
    const auto [problem, count] = co_await layer_.async_read_some(
        boost::asio::buffer(buffer.data(), buffer.size()), as_result);
    read_ += count;
    if (problem && !is_end(problem)) explain(problem, Direction::reading);
    co_return count;
  }

  Task<> write(std::span<const std::string_view> pieces, Deadline deadline) override {
    // Bytes of the one that timed out are missing: nothing may follow them.
    if (timer_.expired(Direction::writing))
      explain(boost::asio::error::operation_aborted, Direction::writing);
    const Watched watched(timer_, Direction::writing, deadline);
    while (!pieces.empty()) {
      // Sixteen at a time: what one writev of Asio takes.
      std::array<boost::asio::const_buffer, 16> batch;
      const std::size_t taken = std::min(pieces.size(), batch.size());
      for (std::size_t i = 0; i < taken; ++i)
        batch[i] = boost::asio::const_buffer(pieces[i].data(), pieces[i].size());
      const auto [problem, count] = co_await boost::asio::async_write(layer_, batch, as_result);
      written_ += count;
      if (problem) explain(problem, Direction::writing);
      pieces = pieces.subspan(taken);
    }
  }

  void close() noexcept override {
    closed_ = true;
    drop();
  }

  std::uint64_t bytes_read() const noexcept override { return read_; }
  std::uint64_t bytes_written() const noexcept override { return written_; }
  std::optional<Sha256Digest> peer_certificate_sha256() const override { return certificate_; }
  const std::string& peer_address() const noexcept override { return address_; }

  // For the upgrade: the socket leaves, this stream is dead.
  Layer release() { return std::move(layer_); }

 private:
  static bool is_end(const boost::system::error_code& problem) {
    return problem == boost::asio::error::eof ||
           problem == boost::asio::ssl::error::stream_truncated;
  }

  // The answers that a silent server gave before are worth reading.
  void expire(Direction direction) noexcept {
    boost::system::error_code ignored;
    if (direction == Direction::writing)
      layer_.lowest_layer().cancel(ignored);
    else
      drop();
  }

  void drop() noexcept {
    boost::system::error_code ignored;
    layer_.lowest_layer().close(ignored);
  }

  [[noreturn]] void explain(const boost::system::error_code& problem, Direction direction) const {
    const std::string doing = direction == Direction::reading ? "reading" : "writing";
    const bool aborted = problem == boost::asio::error::operation_aborted;
    if (timer_.expired(direction) || (aborted && timer_.expired()))
      fail(ErrorCode::timed_out, "The deadline passed while " + doing + ".");
    if (closed_ || aborted) fail(ErrorCode::interrupted, "Closed while " + doing + ".");
    fail(ErrorCode::connection_lost, "Broke while " + doing + ": " + problem.message());
  }

  Layer layer_;
  std::string address_;
  std::optional<Sha256Digest> certificate_;
  std::uint64_t read_ = 0;
  std::uint64_t written_ = 0;
  bool closed_ = false;
  DeadlineTimer timer_;
};

using ClearStream = SocketStream<tcp::socket>;
using TlsStream = SocketStream<TlsLayer>;

// The TLS handshake as a client over a connected socket (tls.cpp).
Task<std::unique_ptr<Stream>> tls_handshake(tcp::socket socket, std::string address,
                                            Endpoint endpoint, NetworkPolicy policy,
                                            Deadline deadline);

}  // namespace postferry::net
