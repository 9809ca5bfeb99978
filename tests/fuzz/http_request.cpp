// Requests of HTTP: read the same in one piece and byte by byte, with the same refusals, and never
// with a longer body than was allowed.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "net/http_request_reader.hpp"

namespace {

using namespace postferry::net;

constexpr std::size_t head_bytes = 512;
constexpr std::size_t body_bytes = 256;

std::string read(std::string_view bytes, std::size_t piece) {
  RequestReader reader(head_bytes);
  std::string pending;
  std::size_t taken = 0;
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    pending.append(bytes.substr(at, piece));
    while (true) {
      const std::size_t used = reader.feed(pending);
      if (used > pending.size()) std::abort();
      taken += used;
      pending.erase(0, used);
      if (!reader.head_done() || reader.done() || reader.refusal()) break;
      reader.allow_body(body_bytes);
      if (used == 0) break;
    }
  }
  if (reader.refusal()) return "refused " + std::to_string(reader.refusal()->status);
  const auto& request = reader.request();
  if (request.body.size() > body_bytes) std::abort();
  std::string told = request.method + " " + request.path + "\n";
  for (const auto& [name, value] : request.headers) told += name + ": " + value + "\n";
  // How much of an unfinished body has been looked at depends on the pieces.
  return reader.done() ? told + request.body + " done " + std::to_string(taken) : told + " waits";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (read(bytes, size + 1) != read(bytes, 1)) std::abort();
  return 0;
}
