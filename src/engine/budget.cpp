#include "engine/budget.hpp"

#include <algorithm>

namespace postferry::engine {

Budget::Host& Budget::host(const std::string& name) {
  const auto [place, is_new] = hosts_.try_emplace(name);
  if (is_new) place->second.warm = limits_.first_connections;
  return place->second;
}

std::size_t Budget::under(Ceiling& ceiling, std::size_t most) {
  const auto now = now_();
  while (ceiling.most && now - ceiling.changed >= limits_.until_one_more) {
    ceiling.changed += limits_.until_one_more;
    if (++*ceiling.most >= most) ceiling.most.reset();
  }
  return std::min(most, ceiling.most.value_or(most));
}

std::size_t Budget::allowed(Host& host) {
  return std::min(host.warm, under(host.ceiling, limits_.host_connections));
}

// A run that would be alone there always enters: nobody would ever make room for it.
bool Budget::has_room(Host& host, std::size_t more) {
  if (now_() < host.resting_until) return false;
  return host.places == 0 || host.places + more <= allowed(host);
}

bool Budget::has_room_for(const std::string& user, Host& host, std::size_t more) {
  const auto found = host.users.find(user);
  return found == host.users.end() ||
         found->second.places + more <= under(host.user_ceiling, limits_.user_connections);
}

bool Budget::has_room(const std::string& name) { return has_room(host(name), 1); }

std::optional<Budget::Places> Budget::enter(const Visitor& source, const Visitor& target) {
  auto& left = host(source.host);
  auto& right = host(target.host);
  const std::size_t at_host = &left == &right ? 2 : 1;
  if (!has_room(left, at_host) || !has_room(right, at_host)) return std::nullopt;
  const std::size_t of_user = at_host == 2 && source.user == target.user ? 2 : 1;
  if (!has_room_for(source.user, left, of_user) || !has_room_for(target.user, right, of_user))
    return std::nullopt;
  return Places{std::make_shared<Place>(*this, source), std::make_shared<Place>(*this, target)};
}

std::shared_ptr<Place> Budget::enter(const Visitor& visitor) {
  auto& there = host(visitor.host);
  if (!has_room(there, 1) || !has_room_for(visitor.user, there, 1)) return nullptr;
  return std::make_shared<Place>(*this, visitor);
}

void Budget::someone_waits(const std::string& name, bool waits) {
  host(name).someone_waits = waits;
}

std::size_t Budget::connections(const std::string& name) const {
  const auto found = hosts_.find(name);
  return found == hosts_.end() ? 0 : found->second.open;
}

std::size_t Budget::allowed(const std::string& name) { return allowed(host(name)); }

Deadline Budget::resting_until(const std::string& name) const {
  const auto found = hosts_.find(name);
  return found == hosts_.end() ? Deadline{} : found->second.resting_until;
}

void Budget::tell_change() {
  if (changed_) changed_();
}

Place::Place(Budget& budget, Visitor visitor) : budget_(budget), visitor_(std::move(visitor)) {
  auto& host = budget_.host(visitor_.host);
  ++host.places;
  ++host.users[visitor_.user].places;
}

Place::~Place() {
  while (granted_ > 0) give_back();
  budget_.tell_change();
}

void Place::give_back() {
  auto& host = budget_.host(visitor_.host);
  --granted_;
  --host.places;
  const auto user = host.users.find(visitor_.user);
  if (--user->second.places == 0) host.users.erase(user);
}

std::optional<Place::Slot> Place::take() {
  auto& host = budget_.host(visitor_.host);
  bool is_new = false;
  if (used_ == granted_) {
    if (host.someone_waits || !budget_.has_room(host, 1) ||
        !budget_.has_room_for(visitor_.user, host, 1))
      return std::nullopt;
    is_new = true;
    ++granted_;
    ++host.places;
    ++host.users[visitor_.user].places;
  }
  ++used_;
  return Slot(shared_from_this(), is_new);
}

Place::Slot::~Slot() {
  if (!place_) return;
  --place_->used_;
  if (open_) {
    auto& host = place_->budget_.host(place_->visitor_.host);
    --host.open;
    --host.users.at(place_->visitor_.user).open;
    --place_->open_;
  }
  if (is_new_) {
    place_->give_back();
    place_->budget_.tell_change();
  }
}

void Place::Slot::opened() {
  auto& budget = place_->budget_;
  auto& host = budget.host(place_->visitor_.host);
  ++host.open;
  ++host.users.at(place_->visitor_.user).open;
  ++place_->open_;
  place_->was_let_in_ = true;
  open_ = true;
  is_new_ = false;
  host.pause = std::chrono::milliseconds(0);
  host.warm = std::min(host.warm + 1, budget.limits_.host_connections);
  budget.tell_change();
}

void Place::Slot::refused(std::optional<std::chrono::milliseconds> asked_to_wait) {
  auto& budget = place_->budget_;
  auto& host = budget.host(place_->visitor_.host);
  const auto now = budget.now_();
  const auto& limits = budget.limits_;
  host.ceiling = {std::max<std::size_t>(std::min(host.open, budget.allowed(host)), 1), now};
  // Several that were under way together are one refusal.
  if (now < host.resting_until && !asked_to_wait) return;
  host.pause = std::clamp(host.pause * 2, limits.first_pause, limits.longest_pause);
  host.resting_until = std::max(host.resting_until, now + asked_to_wait.value_or(host.pause));
}

void Place::Slot::refused_to_user() {
  auto& budget = place_->budget_;
  auto& host = budget.host(place_->visitor_.host);
  const auto open = host.users.at(place_->visitor_.user).open;
  if (open == 0) {
    refused(std::nullopt);
    return;
  }
  const auto known = budget.under(host.user_ceiling, budget.limits_.user_connections);
  host.user_ceiling = {std::min(open, known), budget.now_()};
  is_new_ = is_new_ || place_->open_ > 0;
}

}  // namespace postferry::engine
