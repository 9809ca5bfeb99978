// Who a request comes from when a proxy stands before us: X-Forwarded-For and X-Forwarded-Proto.
//
// Used by HttpServer for each request. The fields are believed only when the connection comes from
// a configured proxy, and then only as far as the proxies reach: the list is read from its end, and
// the first address that is no proxy of ours is the client. Pure functions, any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "net/address_range.hpp"
#include "net/http_message.hpp"

namespace postferry::net {

struct Client {
  std::string address;
  Transport transport = Transport::clear;
  friend bool operator==(const Client&, const Client&) = default;
};

// `connected` is who holds the connection. What cannot be read is not believed.
Client client_of(Client connected, const HttpFields& headers,
                 std::span<const AddressRange> trusted_proxies);

// One entry of X-Forwarded-For without its brackets and its port: "[2001:db8::1]:443".
std::string_view forwarded_address(std::string_view entry);

}  // namespace postferry::net
