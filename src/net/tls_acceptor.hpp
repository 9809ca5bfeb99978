// TlsAcceptor: the server's side of TLS (1.2 or newer) with our own certificate. Private to this
// room.
//
// Made by HttpServer from the files in the settings; reload() takes renewed ones for the
// connections to come. One io_context thread.
#pragma once

#include <memory>
#include <string>

#include <boost/asio/ssl/context.hpp>

#include "net/http_server.hpp"
#include "net/socket_stream.hpp"

namespace postferry::net {

class TlsAcceptor {
 public:
  // Failure{file_unreadable} that names the file, also when the key is another certificate's.
  explicit TlsAcceptor(TlsFiles files);

  void reload();

  // Throws Failure{timed_out} or {tls_failed}.
  Task<std::unique_ptr<Stream>> handshake(tcp::socket socket, std::string address,
                                          Deadline deadline);

 private:
  TlsFiles files_;
  boost::asio::ssl::context context_;
};

}  // namespace postferry::net
