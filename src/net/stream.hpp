// Stream: one connected byte stream, in the clear or inside TLS.
//
// Made by connect() or start_tls(), read and written by a protocol's session; at most one read and
// one write may wait at the same time. Every operation ends by its deadline with
// Failure{timed_out}. After a read that timed out the stream is closed; after a write that did,
// what has come can still be read. Failures of this room carry no side; the session that owns the
// stream adds it. Belongs to one io_context thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/sha256.hpp"
#include "base/task.hpp"

namespace postferry::net {

class Stream {
 public:
  virtual ~Stream() = default;

  // At least one byte, at most the buffer's size; 0 when the other side has closed.
  virtual Task<std::size_t> read_some(std::span<char> buffer, Deadline deadline) = 0;

  // All pieces in order, to the last byte. The pieces must live until this returns.
  virtual Task<> write(std::span<const std::string_view> pieces, Deadline deadline) = 0;

  // Ends the connection now, without waiting; operations that wait throw Failure{interrupted}.
  virtual void close() noexcept = 0;

  virtual std::uint64_t bytes_read() const noexcept = 0;
  virtual std::uint64_t bytes_written() const noexcept = 0;

  // SHA-256 over the DER form of the server's certificate; nothing where there is no TLS.
  virtual std::optional<Sha256Digest> peer_certificate_sha256() const = 0;

  // "192.0.2.7:993", the address that answered.
  virtual const std::string& peer_address() const noexcept = 0;
};

}  // namespace postferry::net
