#include "net/tls_acceptor.hpp"

#include <openssl/ssl.h>

namespace postferry::net {
namespace {

namespace ssl = boost::asio::ssl;

[[noreturn]] void unreadable(const std::filesystem::path& file, const std::string& why) {
  throw Failure(Error{.code = ErrorCode::file_unreadable, .text = why, .where = file.string()});
}

ssl::context server_context(const TlsFiles& files) {
  ssl::context context(ssl::context::tls_server);
  SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
  SSL_CTX_set_options(context.native_handle(),
                      SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  boost::system::error_code problem;
  context.use_certificate_chain_file(files.certificate.string(), problem);
  if (problem)
    unreadable(files.certificate, "No certificate (PEM) could be read: " + problem.message());
  context.use_private_key_file(files.key.string(), ssl::context::pem, problem);
  if (problem)
    unreadable(files.key, "No key (PEM) for the certificate could be read: " + problem.message());
  return context;
}

}  // namespace

TlsAcceptor::TlsAcceptor(TlsFiles files)
    : files_(std::move(files)), context_(server_context(files_)) {}

void TlsAcceptor::reload() { context_ = server_context(files_); }

Task<std::unique_ptr<Stream>> TlsAcceptor::handshake(tcp::socket socket, std::string address,
                                                     Deadline deadline) {
  TlsLayer layer(std::move(socket), context_);
  {
    DeadlineTimer timer(layer.get_executor(), [&layer](Direction) {
      boost::system::error_code ignored;
      layer.lowest_layer().close(ignored);
    });
    const Watched watched(timer, Direction::reading, deadline);
    const auto [problem] = co_await layer.async_handshake(TlsLayer::server, as_result);
    if (timer.expired()) fail(ErrorCode::timed_out, "The TLS handshake was not done in time.");
    if (problem) fail(ErrorCode::tls_failed, problem.message());
  }
  co_return std::make_unique<TlsStream>(std::move(layer), std::move(address), std::nullopt);
}

}  // namespace postferry::net
