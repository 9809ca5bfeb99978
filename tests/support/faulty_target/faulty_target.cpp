#include "tests/support/faulty_target.hpp"

#include <list>
#include <thread>
#include <utility>

#include "tests/support/faulty_target/conversation.hpp"

namespace postferry::test {

struct FaultyTarget::State {
  Listener listener;
  FaultyBooks books;
  std::mutex mutex;  // over conversations
  std::list<FaultyConversation> conversations;
  std::jthread acceptor;

  void accept_all() {
    while (auto client = listener.accept()) {
      {
        const std::scoped_lock lock(books.mutex);
        ++books.counts.connections;
      }
      const std::scoped_lock lock(mutex);
      conversations.remove_if([](const FaultyConversation& one) { return one.is_over(); });
      conversations.emplace_back(std::move(*client), books);
    }
  }
};

FaultyTarget::FaultyTarget(FaultyRules rules) : state_(std::make_unique<State>()) {
  state_->books.rules = std::move(rules);
  state_->acceptor = std::jthread([state = state_.get()] { state->accept_all(); });
}

FaultyTarget::~FaultyTarget() {
  state_->listener.stop();
  state_->acceptor.join();
  state_->conversations.clear();
  std::vector<std::jthread> late;
  {
    const std::scoped_lock lock(state_->books.mutex);
    late = std::move(state_->books.late_stores);
  }
}

std::uint16_t FaultyTarget::port() const { return state_->listener.port(); }

FaultyCounts FaultyTarget::counts() const {
  const std::scoped_lock lock(state_->books.mutex);
  return state_->books.counts;
}

void FaultyTarget::set_rules(FaultyRules rules) {
  const std::scoped_lock lock(state_->books.mutex);
  state_->books.rules = std::move(rules);
}

}  // namespace postferry::test
