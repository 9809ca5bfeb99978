#include "app/batch_logins.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "app/batch_doors.hpp"
#include "app/crowd.hpp"
#include "app/event_sinks.hpp"
#include "app/run_loop.hpp"

namespace postferry::app {
namespace {

constexpr std::size_t logins_at_a_time = 20;
constexpr std::size_t logins_at_one_host = 3;

struct Login {
  const ListRow* row = nullptr;
  Side side = Side::source;
  const service::AccountUrl& account() const {
    return side == Side::source ? row->source : row->target;
  }
};

// Each once, however many rows need it.
std::vector<Login> logins_of(const List& list) {
  std::vector<Login> logins;
  std::set<std::tuple<std::string, std::string, std::string, SecretId>> seen;
  for (const auto& row : list.rows)
    for (const auto side : {Side::source, Side::target}) {
      const Login login{&row, side};
      const auto& account = login.account();
      const auto secret = side == Side::source ? row.source_secret : row.target_secret;
      if (seen.emplace(host_of(account), account.user, account.master, secret).second)
        logins.push_back(login);
    }
  return logins;
}

class LoginRound {
 public:
  LoginRound(const BatchLine& line, const List& list,
             const std::function<void(const LoginTried&)>& told)
      : logins_(logins_of(list)),
        doors_(gentle(line), list),
        told_(told),
        crowd_(logins_at_a_time, [this](std::size_t piece) { return begin(piece); }) {
    for (std::size_t piece = 0; piece < logins_.size(); ++piece)
      crowd_.add(host_of(logins_[piece].account()), piece);
    doors_.budget().on_change([this] { crowd_.wake(); });
  }

  Task<LoginsTried> go(const engine::StopRequest& stop) {
    stop_ = &stop;
    co_await crowd_.run(stop);
    result_.interrupted = stop.stopped();
    result_.not_tried = logins_.size() - result_.work - result_.refused.size();
    result_.left_alone = doors_.guard().all_left_alone();
    co_return std::move(result_);
  }

 private:
  static BatchLine gentle(BatchLine line) {
    line.limits.host_connections = std::min(line.limits.host_connections, logins_at_one_host);
    return line;
  }

  std::optional<Task<>> begin(std::size_t piece) {
    const auto& login = logins_[piece];
    if (login.side == Side::source) {
      auto open = doors_.enter_source(*login.row, *stop_, nobody_);
      if (open) return knock(login, engine::stoppable<mail::Source>(std::move(*open), *stop_));
    } else {
      auto open = doors_.enter_target(*login.row, *stop_, nobody_);
      if (open) return knock(login, engine::stoppable<mail::Target>(std::move(*open), *stop_));
    }
    return std::nullopt;
  }

  static Task<> close(mail::Source& source) { return source.close(); }
  static Task<> close(mail::Target& target) { return target.reading().close(); }

  template <class Door>
  Task<> knock(Login login, Opener<Door> open) {
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
    if (refused && refused->code == ErrorCode::interrupted) co_return;
    LoginTried tried{login.side, login.row->line, login.account().name(), std::move(refused)};
    told_(tried);
    if (tried.refused)
      result_.refused.push_back(std::move(tried));
    else
      ++result_.work;
  }

  std::vector<Login> logins_;
  BatchDoors doors_;
  const std::function<void(const LoginTried&)>& told_;
  EventFanout nobody_{{}};
  const engine::StopRequest* stop_ = nullptr;
  LoginsTried result_;
  Crowd crowd_;
};

}  // namespace

LoginsTried try_logins(const BatchLine& line, const List& list,
                       const std::function<void(const LoginTried&)>& told, const Console& console) {
  LoginRound round(line, list, told);
  EventFanout nobody({});
  return run_to_end<LoginsTried>([&](const engine::StopRequest& stop) { return round.go(stop); },
                                 nobody, [&] { console.err.line("postferry: Stopped at once."); });
}

}  // namespace postferry::app
