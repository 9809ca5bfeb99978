// Paths and queries of requests: what is read holds nothing that a handler must fear, and what is
// encoded reads the same.
#include "net/request_target.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "text/utf8.hpp"

using namespace postferry;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto target = net::parse_request_target(bytes);
  if (!target) return 0;
  std::string again;
  for (const auto& segment : target->segments) {
    if (segment == "*" && target->path == "*") return 0;
    if (segment == "." || segment == ".." || segment.find('/') != std::string::npos ||
        segment.find('\0') != std::string::npos || !text::is_utf8(segment))
      std::abort();
    again += "/" + net::percent_encoded(segment);
  }
  if (again.empty()) again = "/";
  again += "?";
  for (const auto& [name, value] : target->query)
    again += net::percent_encoded(name) + "=" + net::percent_encoded(value) + "&";
  const auto same = net::parse_request_target(again);
  if (!same || same->segments != target->segments || same->query != target->query) std::abort();
  return 0;
}
