#include "service/server_answers.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "net/connect.hpp"
#include "text/ascii.hpp"

namespace postferry::service {
namespace {

enum class Said : std::uint8_t { nothing_yet, no, yes };

// Lives until the last attempt has ended, be it after somebody waited for it.
struct Attempts {
  Attempts(const boost::asio::any_io_executor& executor, Deadline until)
      : deadline(until), changed(executor, until) {}

  Deadline deadline;
  boost::asio::steady_timer changed;
  std::vector<Said> said;
};

//   greeting = "*" SP ("OK" / "PREAUTH") SP ...  (RFC 9051 section 7.1)
Task<bool> greets(net::Endpoint server, net::NetworkPolicy policy, Deadline deadline) {
  const auto stream = co_await net::connect(std::move(server), std::move(policy), deadline);
  std::string greeting;
  std::array<char, 512> piece{};
  while (greeting.size() < piece.size() && !greeting.contains('\n')) {
    const auto count = co_await stream->read_some(piece, deadline);
    if (count == 0) break;
    greeting.append(piece.data(), count);
  }
  stream->close();
  const auto begin = text::to_lower(greeting.substr(0, 10));
  co_return begin.starts_with("* ok") || begin.starts_with("* preauth");
}

Task<> attempt(std::shared_ptr<Attempts> attempts, std::size_t place, net::Endpoint server,
               net::NetworkPolicy policy) {
  bool greeted = false;
  try {
    greeted = co_await greets(std::move(server), std::move(policy), attempts->deadline);
  } catch (const Failure&) {
    // It does not answer; why is nobody's question here.
  }
  attempts->said[place] = greeted ? Said::yes : Said::no;
  attempts->changed.cancel();
}

// The first that has not said no, once it has said something.
std::optional<std::size_t> decided(const Attempts& attempts) {
  const auto first =
      std::ranges::find_if(attempts.said, [](Said said) { return said != Said::no; });
  if (first != attempts.said.end() && *first == Said::nothing_yet) return std::nullopt;
  return static_cast<std::size_t>(first - attempts.said.begin());
}

}  // namespace

Task<std::optional<ServerProposal>> first_that_answers(std::vector<ServerProposal> proposals,
                                                       net::NetworkPolicy policy,
                                                       std::chrono::milliseconds patience) {
  const auto executor = co_await boost::asio::this_coro::executor;
  const auto attempts = std::make_shared<Attempts>(executor, deadline_in(patience));
  attempts->said.resize(proposals.size());
  for (std::size_t place = 0; place < proposals.size(); ++place)
    boost::asio::co_spawn(executor, attempt(attempts, place, proposals[place].server, policy),
                          boost::asio::detached);
  while (!decided(*attempts) && std::chrono::steady_clock::now() < attempts->deadline)
    co_await attempts->changed.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
  const auto answered = std::ranges::find(attempts->said, Said::yes);
  if (answered != attempts->said.end())
    co_return proposals[static_cast<std::size_t>(answered - attempts->said.begin())];
  const auto told = std::ranges::find_if(proposals, [](const ServerProposal& proposal) {
    return proposal.origin != ProposalOrigin::guessed;
  });
  if (told == proposals.end()) co_return std::nullopt;
  co_return *told;
}

}  // namespace postferry::service
