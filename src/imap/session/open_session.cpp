#include "imap/session/open_session.hpp"

#include <utility>

#include "imap/session/opening.hpp"
#include "net/connect.hpp"

namespace postferry::imap {
namespace {

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
  throw Failure(std::move(*problem));
}

}  // namespace

Task<std::unique_ptr<Session>> open_session(net::Endpoint endpoint, net::NetworkPolicy policy,
                                            Credentials credentials, SessionOptions options) {
  if (options.host.empty()) options.host = endpoint.host;
  auto stream = co_await connected(endpoint, policy, options);
  auto session = std::make_unique<Session>(std::move(stream), std::move(options));
  Opening opening(*session);
  co_await opening.greet();
  co_await opening.secure(std::move(endpoint), std::move(policy));
  co_await opening.log_in(credentials);
  co_await opening.introduce();
  co_return session;
}

}  // namespace postferry::imap
