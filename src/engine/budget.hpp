// Budget: how many connections all runs of a process together keep open to each host, and for each
// user there; it learns from hosts that refuse some.
//
// Made by a list's run, used by its doors' openers (engine/budgeted_doors.hpp). A run enters with a
// place on both sides or not at all, and its first connection to each never waits for another run:
// so all can finish. Further ones are taken only where there is room. A host begins with few, each
// login makes room for more, a refusal for fewer, and for none until a pause is over; a further
// connection that it refuses to a user who is in teaches how many it lets one user have. One
// thread; outlives its places.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "engine/budget_limits.hpp"

namespace postferry::engine {

class Place;

class Budget {
 public:
  using Clock = std::function<Deadline()>;

  explicit Budget(BudgetLimits limits, Clock now = std::chrono::steady_clock::now)
      : limits_(limits), now_(std::move(now)) {}
  Budget(const Budget&) = delete;
  Budget& operator=(const Budget&) = delete;

  struct Places {
    std::shared_ptr<Place> source;
    std::shared_ptr<Place> target;
  };
  // A place on both sides, or nothing: try again when something has changed.
  std::optional<Places> enter(const Visitor& source, const Visitor& target);
  // Only on one side; null for nothing.
  std::shared_ptr<Place> enter(const Visitor& visitor);

  // Whether a run to this host could enter now, as far as the host goes.
  bool has_room(const std::string& host);
  // Other runs wait: what is free shall not go to further connections of those that are in.
  void someone_waits(const std::string& host, bool waits);
  std::size_t connections(const std::string& host) const;
  // How many the host is given now: as many as have worked, at most what it is known to bear.
  std::size_t allowed(const std::string& host);
  Deadline resting_until(const std::string& host) const;

  // Is called when there may be more room than before.
  void on_change(std::function<void()> listener) { changed_ = std::move(listener); }

 private:
  friend class Place;
  // Learned from refusals, and forgotten step by step: others' connections come and go.
  struct Ceiling {
    std::optional<std::size_t> most{};
    Deadline changed{};
  };
  struct User {
    std::size_t places = 0;
    std::size_t open = 0;
  };
  struct Host {
    std::size_t places = 0;
    std::size_t open = 0;
    std::size_t warm = 0;  // what logins that worked have made room for
    Ceiling ceiling{};
    Ceiling user_ceiling{};  // of any one user
    Deadline resting_until{};
    std::chrono::milliseconds pause{0};
    bool someone_waits = false;
    std::map<std::string, User> users{};
  };

  Host& host(const std::string& name);
  std::size_t allowed(Host& host);
  bool has_room(Host& host, std::size_t more);
  bool has_room_for(const std::string& user, Host& host, std::size_t more);
  // What is left of it now, at most `most`.
  std::size_t under(Ceiling& ceiling, std::size_t most);
  void tell_change();

  BudgetLimits limits_;
  Clock now_;
  std::map<std::string, Host> hosts_;
  std::function<void()> changed_;
};

// One run's connections to one host: at least one, until it is gone.
class Place : public std::enable_shared_from_this<Place> {
 public:
  Place(Budget& budget, Visitor visitor);
  ~Place();
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  // The right to one connection, as long as it lives.
  class Slot {
   public:
    Slot(std::shared_ptr<Place> place, bool is_new) : place_(std::move(place)), is_new_(is_new) {}
    Slot(Slot&&) noexcept = default;
    Slot& operator=(Slot&&) = delete;
    ~Slot();

    // Beyond those that the run has had.
    bool is_further() const noexcept { return is_new_; }
    // The run has others: if this one is refused, it does without.
    bool is_beside_others() const noexcept { return is_new_ || place_->open_ > 0; }
    // The host has let us in.
    void opened();
    // It has not, because of others who are in.
    void refused(std::optional<std::chrono::milliseconds> asked_to_wait);
    // It has not, and this user is in already: he may have no more, nor this one again.
    void refused_to_user();

   private:
    std::shared_ptr<Place> place_;
    bool is_new_;
    bool open_ = false;
  };

  // One that the run has had before and does not use now, else a further one, else nothing.
  std::optional<Slot> take();
  const Visitor& visitor() const noexcept { return visitor_; }
  // Whether the host has let this run in before.
  bool was_let_in() const noexcept { return was_let_in_; }
  // Whether any run is in there now.
  bool is_anyone_in() const { return budget_.connections(visitor_.host) > 0; }
  Deadline resting_until() const { return budget_.resting_until(visitor_.host); }

 private:
  void give_back();

  Budget& budget_;
  Visitor visitor_;
  std::size_t granted_ = 1;
  std::size_t used_ = 0;
  std::size_t open_ = 0;
  bool was_let_in_ = false;
};

}  // namespace postferry::engine
