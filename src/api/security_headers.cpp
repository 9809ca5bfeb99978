#include "api/security_headers.hpp"

namespace postferry::api {

net::HttpFields security_headers(net::Transport reached_by) {
  net::HttpFields headers{
      {"Content-Security-Policy",
       "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
       "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
       "frame-ancestors 'none'"},
      {"X-Content-Type-Options", "nosniff"},
      {"X-Frame-Options", "DENY"},
      {"Referrer-Policy", "no-referrer"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"}};
  if (reached_by == net::Transport::tls)
    headers.add("Strict-Transport-Security", "max-age=31536000");
  return headers;
}

}  // namespace postferry::api
