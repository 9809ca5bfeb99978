#include "service/knock.hpp"

#include <chrono>
#include <utility>

namespace postferry::service {
namespace {

constexpr std::chrono::milliseconds between_looks_for_a_slot{200};
constexpr std::chrono::minutes patience{2};

class Nobody final : public engine::EventSink {
 public:
  void take(const engine::Event&) noexcept override {}
};

Task<> close(mail::Source& source) { return source.close(); }
Task<> close(mail::Target& target) { return target.reading().close(); }

template <class Door>
Task<std::optional<Error>> open_and_close(engine::Opening<Door> open) {
  std::optional<Error> refused;
  bool inside = false;
  try {
    auto door = co_await open();
    inside = true;
    co_await close(*door);
  } catch (const Failure& failure) {
    // A goodbye that goes wrong is no refusal.
    if (!inside) refused = failure.error();
  }
  co_return refused;
}

Error no_room(const Login& login) {
  return Error{.code = ErrorCode::too_many_connections,
               .text = "All connections to this server were in use for two minutes.",
               .where = host_of(login.account),
               .side = login.account.side,
               .scope = Scope::host,
               .retry = Retry::later};
}

}  // namespace

Task<std::optional<Error>> knock(SharedDoors& doors, const Stores& stores, Login login,
                                 const engine::StopRequest& stop) {
  Nobody nobody;
  const auto until = deadline_in(patience);
  while (std::chrono::steady_clock::now() < until) {
    if (login.account.side == Side::source) {
      if (auto open = doors.enter_source(login, stop, nobody, stores))
        co_return co_await open_and_close(engine::stoppable<mail::Source>(*std::move(open), stop));
    } else if (auto open = doors.enter_target(login, stop, nobody, stores)) {
      co_return co_await open_and_close(engine::stoppable<mail::Target>(*std::move(open), stop));
    }
    co_await engine::pause_for(between_looks_for_a_slot, stop);
  }
  co_return no_room(login);
}

}  // namespace postferry::service
