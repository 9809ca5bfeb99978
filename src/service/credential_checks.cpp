#include "service/credential_checks.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "base/gather.hpp"
#include "service/knock.hpp"

namespace postferry::service {
namespace {

// Of one check; the doors bound what all of them do at a host.
constexpr std::size_t drafts_at_a_time = 8;

Login login_of(const DraftAccount& account, Side side, const net::AddressRules& addresses) {
  auto url = account_url(account, side);
  url.policy.addresses = addresses;
  return {std::move(url), account.password, number_of(account.password)};
}

}  // namespace

CredentialChecks::~CredentialChecks() = default;

std::optional<std::string> CredentialChecks::begin(std::string id, std::string customer,
                                                   std::vector<Draft> drafts,
                                                   std::optional<Login> own_server) {
  auto check = std::make_shared<Check>();
  check->id = id;
  check->customer = std::move(customer);
  check->results.resize(drafts.size());
  check->drafts = std::move(drafts);
  check->own_server = std::move(own_server);
  check->asked = std::chrono::steady_clock::now();
  {
    const std::scoped_lock lock(mutex_);
    forget_old_locked();
    const auto own = std::ranges::count(checks_, check->customer,
                                        [](const auto& entry) { return entry.second->customer; });
    if (checks_.size() >= most_checks || static_cast<std::size_t>(own) >= most_of_a_customer)
      return std::nullopt;
    checks_.emplace(id, check);
  }
  boost::asio::co_spawn(engine_, work(std::move(check)), boost::asio::detached);
  return id;
}

std::optional<CheckShown> CredentialChecks::find(const std::string& customer,
                                                 const std::string& id) {
  const std::scoped_lock lock(mutex_);
  const auto check = find_locked(customer, id);
  forget_old_locked();
  if (!check) return std::nullopt;
  const auto good = std::ranges::count(check->results, CheckState::good, &CheckResult::state);
  return CheckShown{.id = id,
                    .results = check->results,
                    .done = check->done,
                    .good = static_cast<std::size_t>(good)};
}

std::optional<CredentialChecks::Good> CredentialChecks::take_good(const std::string& customer,
                                                                  const std::string& id) {
  const std::scoped_lock lock(mutex_);
  const auto check = find_locked(customer, id);
  if (!check || check->taken || check->done < check->drafts.size()) return std::nullopt;
  check->taken = true;
  Good good;
  for (std::size_t place = 0; place < check->drafts.size(); ++place) {
    if (check->results[place].state != CheckState::good) continue;
    good.places.push_back(place);
    good.drafts.push_back(std::move(check->drafts[place]));
  }
  return good;
}

void CredentialChecks::give_back(const std::string& customer, const std::string& id, Good good) {
  const std::scoped_lock lock(mutex_);
  const auto check = find_locked(customer, id);
  if (!check) return;
  for (std::size_t at = 0; at < good.places.size(); ++at)
    check->drafts[good.places[at]] = std::move(good.drafts[at]);
  check->taken = false;
}

void CredentialChecks::end(const std::string& customer, const std::string& id) {
  const std::scoped_lock lock(mutex_);
  const auto check = find_locked(customer, id);
  if (!check) return;
  check->given_up = true;
  checks_.erase(id);
}

void CredentialChecks::stop() { stop_.stop(); }

CredentialChecks::Shared CredentialChecks::find_locked(const std::string& customer,
                                                       const std::string& id) {
  const auto found = checks_.find(id);
  if (found == checks_.end() || found->second->customer != customer) return nullptr;
  found->second->asked = std::chrono::steady_clock::now();
  return found->second;
}

void CredentialChecks::forget_old_locked() {
  const auto before = std::chrono::steady_clock::now() - kept;
  std::erase_if(checks_, [before](const auto& entry) {
    if (entry.second->asked >= before) return false;
    entry.second->given_up = true;
    return true;
  });
}

// Several drafts side by side.
Task<> CredentialChecks::work(Shared check) {
  std::vector<Task<>> hands;
  const auto hand = [this, check]() -> Task<> {
    while (const auto place = take_next(*check)) {
      std::vector<Error> errors;
      try {
        errors = co_await tried(*check, *place);
      } catch (const Failure& failure) {
        errors.push_back(failure.error());
      } catch (const std::exception&) {
        errors.push_back({.code = ErrorCode::internal});
      }
      settle(*check, *place, std::move(errors));
    }
  };
  for (std::size_t at = 0; at < std::min(drafts_at_a_time, check->results.size()); ++at)
    hands.push_back(hand());
  co_await all_of(std::move(hands));
  // Whoever waits for it learns that it is over before the service is.
  if (stop_.stopped()) end(check->customer, check->id);
}

std::optional<std::size_t> CredentialChecks::take_next(Check& check) {
  const std::scoped_lock lock(mutex_);
  if (check.given_up || stop_.stopped() || check.next >= check.results.size()) return std::nullopt;
  check.results[check.next].state = CheckState::under_way;
  return check.next++;
}

void CredentialChecks::settle(Check& check, std::size_t place, std::vector<Error> errors) {
  {
    const std::scoped_lock lock(mutex_);
    auto& result = check.results[place];
    result.state = errors.empty() ? CheckState::good : CheckState::bad;
    result.errors = std::move(errors);
    ++check.done;
  }
  room_.news.tell(NewsOf::check, check.customer, check.id);
}

Task<std::vector<Error>> CredentialChecks::tried(const Check& check, std::size_t place) {
  const auto& draft = check.drafts[place];
  auto source = login_of(draft.source, Side::source, room_.addresses);
  Login target;
  if (draft.target_kind == TargetKind::own && check.own_server) {
    target = *check.own_server;
    target.account.user = draft.target.user;
  } else {
    target = login_of(draft.target, Side::target, room_.addresses);
  }
  std::vector<Error> errors;
  if (auto refused = co_await knock(room_.doors, room_.stores, std::move(source), stop_))
    errors.push_back(*std::move(refused));
  if (auto refused = co_await knock(room_.doors, room_.stores, std::move(target), stop_))
    errors.push_back(*std::move(refused));
  co_return errors;
}

}  // namespace postferry::service
