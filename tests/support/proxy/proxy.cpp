#include "tests/support/proxy.hpp"

#include <list>
#include <mutex>
#include <thread>
#include <utility>

#include "tests/support/proxy/conversation.hpp"

namespace postferry::test {

struct Proxy::State {
  Listener listener;
  std::uint16_t server_port = 0;
  ProxyBooks books;
  std::mutex mutex;  // over rules and conversations
  std::shared_ptr<const ProxyRules> rules;
  std::list<Conversation> conversations;
  std::jthread acceptor;

  void adopt(ProxyRules new_rules) {
    const std::scoped_lock lock(mutex);
    books.cuts_left = new_rules.cut ? new_rules.cut->connections : 0;
    books.appends_until_late = new_rules.late_append ? new_rules.late_append->append : 0;
    rules = std::make_shared<const ProxyRules>(std::move(new_rules));
  }

  void accept_all() {
    while (auto client = listener.accept()) {
      Socket server = Socket::to_loopback(server_port);
      ++books.counts.connections;
      const std::scoped_lock lock(mutex);
      conversations.remove_if([](const Conversation& one) { return one.is_over(); });
      if (server.is_open()) {
        conversations.emplace_back(std::move(*client), std::move(server), rules, books);
      }
    }
  }
};

Proxy::Proxy(std::uint16_t server_port, ProxyRules rules) : state_(std::make_unique<State>()) {
  state_->server_port = server_port;
  state_->adopt(std::move(rules));
  state_->acceptor = std::jthread([state = state_.get()] { state->accept_all(); });
}

Proxy::~Proxy() {
  state_->listener.stop();
  state_->acceptor.join();
}

std::uint16_t Proxy::port() const { return state_->listener.port(); }

void Proxy::set_rules(ProxyRules rules) { state_->adopt(std::move(rules)); }

ProxyCounts Proxy::counts() const {
  const AtomicCounts& counts = state_->books.counts;
  return {.connections = counts.connections,
          .bytes_to_server = counts.bytes_to_server,
          .bytes_to_client = counts.bytes_to_client,
          .lines_to_server = counts.lines_to_server,
          .tagged_responses = counts.tagged_responses,
          .round_trips = counts.round_trips,
          .appends = counts.appends,
          .cuts = counts.cuts,
          .delivered_late = counts.delivered_late};
}

void Proxy::reset_counts() {
  AtomicCounts& counts = state_->books.counts;
  for (auto* count : {&counts.connections, &counts.bytes_to_server, &counts.bytes_to_client,
                      &counts.lines_to_server, &counts.tagged_responses, &counts.round_trips,
                      &counts.appends, &counts.cuts, &counts.delivered_late}) {
    *count = 0;
  }
}

}  // namespace postferry::test
