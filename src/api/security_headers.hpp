// The headers of every response that keep a browser from doing what the page never asks for.
//
// Given to HttpServer once, at the start (HttpServerOptions::headers).
#pragma once

#include "net/http_message.hpp"

namespace postferry::api {

// `reached_by` is how browsers reach us, through a proxy perhaps: over TLS they are told to stay
// there (RFC 6797).
net::HttpFields security_headers(net::Transport reached_by);

}  // namespace postferry::api
