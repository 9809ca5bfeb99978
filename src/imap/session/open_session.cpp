#include "imap/session/open_session.hpp"

#include <chrono>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <utility>

#include "imap/session/opening.hpp"
#include "net/connect.hpp"

namespace postferry::imap {
namespace {

// Where no server has said a word there may be none: this is not one that is slow today.
Error unreached(Error error) {
  error.code = ErrorCode::cannot_connect;
  error.retry = Retry::later;
  return error;
}

Task<std::unique_ptr<net::Stream>> connected(const net::Endpoint& endpoint,
                                             const net::NetworkPolicy& policy,
                                             const SessionOptions& options) {
  std::optional<Error> problem;
  try {
    co_return co_await net::connect(endpoint, policy, deadline_in(options.timeouts.connect));
  } catch (const Failure& failure) {
    problem = failure.error();
  }
  problem->side = options.side;
  if (problem->where.empty()) problem->where = options.host;
  if (problem->code == ErrorCode::timed_out) *problem = unreached(std::move(*problem));
  throw Failure(std::move(*problem));
}

std::string nothing_said(const net::Endpoint& endpoint, std::chrono::milliseconds patience) {
  auto text = fmt::format("Nothing was said at port {} for {:.3g} s.",
                          endpoint.connect_port == 0 ? endpoint.port : endpoint.connect_port,
                          std::chrono::duration<double>(patience).count());
  if (endpoint.security != net::Security::tls)
    text += " Is it a TLS port? Then write imaps:// instead of imap://.";
  return text;
}

Task<> greeted(Opening& opening, const Session& session, const net::Endpoint& endpoint) {
  std::optional<Error> problem;
  try {
    co_await opening.greet();
  } catch (const Failure& failure) {
    problem = failure.error();
  }
  if (!problem) co_return;
  if (problem->code == ErrorCode::timed_out && session.stream().bytes_read() == 0) {
    problem->text = nothing_said(endpoint, session.options().timeouts.greeting);
    *problem = unreached(std::move(*problem));
  }
  throw Failure(std::move(*problem));
}

}  // namespace

Task<std::unique_ptr<Session>> open_session(net::Endpoint endpoint, net::NetworkPolicy policy,
                                            Credentials credentials, SessionOptions options) {
  if (options.host.empty()) options.host = endpoint.host;
  auto stream = co_await connected(endpoint, policy, options);
  auto session = std::make_unique<Session>(std::move(stream), std::move(options));
  Opening opening(*session);
  co_await greeted(opening, *session, endpoint);
  co_await opening.secure(std::move(endpoint), std::move(policy));
  co_await opening.log_in(credentials);
  co_await opening.introduce();
  co_return session;
}

}  // namespace postferry::imap
