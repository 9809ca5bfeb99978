#include "net/forwarded.hpp"

#include <algorithm>
#include <utility>

#include "text/ascii.hpp"

namespace postferry::net {
namespace {

std::string_view last_of_list(std::string_view& list) {
  const auto comma = list.rfind(',');
  const auto last = comma == std::string_view::npos ? list : list.substr(comma + 1);
  list = comma == std::string_view::npos ? std::string_view() : list.substr(0, comma);
  return text::trimmed(last);
}

}  // namespace

std::string_view forwarded_address(std::string_view entry) {
  if (entry.starts_with('[')) {
    const auto close = entry.find(']');
    return close == std::string_view::npos ? std::string_view() : entry.substr(1, close - 1);
  }
  // One colon is that before a port; an address of the sixth version has more.
  if (std::ranges::count(entry, ':') == 1) return entry.substr(0, entry.find(':'));
  return entry;
}

Client client_of(Client connected, const HttpFields& headers,
                 std::span<const AddressRange> trusted_proxies) {
  const auto is_proxy = [trusted_proxies](std::string_view address) {
    const auto bytes = parse_address(address);
    return bytes && any_contains(trusted_proxies, *bytes);
  };
  if (!is_proxy(connected.address)) return connected;
  std::string protocols = headers.list("X-Forwarded-Proto");
  std::string_view last_protocol = protocols;
  const auto protocol = last_of_list(last_protocol);
  if (text::equal_ignoring_case(protocol, "https")) connected.transport = Transport::tls;
  if (text::equal_ignoring_case(protocol, "http")) connected.transport = Transport::clear;
  const std::string all = headers.list("X-Forwarded-For");
  std::string_view rest = all;
  while (!rest.empty()) {
    const auto address = forwarded_address(last_of_list(rest));
    if (!parse_address(address)) break;
    connected.address = address;
    if (!is_proxy(address)) break;
  }
  return connected;
}

}  // namespace postferry::net
