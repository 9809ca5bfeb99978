#include "api/checked_drafts.hpp"

#include <chrono>
#include <optional>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "api/check_json.hpp"
#include "service/own_server.hpp"

namespace postferry::api {
namespace {

using namespace std::chrono_literals;

constexpr auto look_every = 50ms;
constexpr auto longest_check = 10min;

Declined unknown_check() {
  return Declined({.status = 422,
                   .code = "check_unknown",
                   .detail = "This credential check is not known, or was used or forgotten.",
                   .hint = "Check the credentials again.",
                   .errors = {{.field = "check_id",
                               .code = "check_unknown",
                               .text = "Check the credentials again."}}});
}

Task<> wait_a_moment() {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, look_every);
  co_await timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
}

// Ends the check when nobody waits for it any more.
class OwnCheck {
 public:
  OwnCheck(service::CredentialChecks& checks, std::string customer, std::string id)
      : checks_(checks), customer_(std::move(customer)), id_(std::move(id)) {}
  ~OwnCheck() {
    if (!id_.empty()) checks_.end(customer_, id_);
  }
  OwnCheck(const OwnCheck&) = delete;
  OwnCheck& operator=(const OwnCheck&) = delete;
  const std::string& id() const { return id_; }
  void release() { id_.clear(); }

 private:
  service::CredentialChecks& checks_;
  std::string customer_;
  std::string id_;
};

}  // namespace

CheckedDrafts::CheckedDrafts(service::CredentialChecks& checks, std::string customer,
                             service::CheckShown shown, service::CredentialChecks::Good good,
                             Unplanned unplanned)
    : checks_(&checks),
      customer_(std::move(customer)),
      shown_(std::move(shown)),
      good_(std::move(good)),
      unplanned_(unplanned) {}

CheckedDrafts::CheckedDrafts(CheckedDrafts&& other) noexcept
    : checks_(std::exchange(other.checks_, nullptr)),
      customer_(std::move(other.customer_)),
      shown_(std::move(other.shown_)),
      good_(std::move(other.good_)),
      unplanned_(other.unplanned_) {}

CheckedDrafts::~CheckedDrafts() {
  if (checks_ == nullptr) return;
  if (unplanned_ == Unplanned::ends)
    checks_->end(customer_, shown_.id);
  else
    checks_->give_back(customer_, shown_.id, std::move(good_));
}

void CheckedDrafts::accepted() {
  if (checks_ != nullptr) std::exchange(checks_, nullptr)->end(customer_, shown_.id);
}

namespace {

CheckedDrafts taken(Planning& planning, const std::string& customer, const std::string& id,
                    CheckedDrafts::Unplanned unplanned) {
  auto shown = planning.checks.find(customer, id);
  if (!shown) throw unknown_check();
  if (shown->done < shown->results.size())
    throw Declined(conflict("check_under_way", "This credential check is not over yet."));
  auto good = planning.checks.take_good(customer, id);
  if (!good) throw unknown_check();
  return {planning.checks, customer, *std::move(shown), *std::move(good), unplanned};
}

}  // namespace

CheckedDrafts take_checked(Planning& planning, const service::Actor& actor, const std::string& id) {
  return taken(planning, actor.customer, id, CheckedDrafts::Unplanned::gives_back);
}

Task<CheckedDrafts> check_now(Planning& planning, service::Actor actor,
                              std::vector<service::Draft> drafts) {
  auto own = co_await service::own_server_login(planning.desk.catalog(), planning.desk.vault,
                                                planning.settings);
  service::fill_own_server(drafts, planning.settings,
                           own ? service::StoredCredential::yes : service::StoredCredential::no);
  const auto begun = planning.checks.begin(planning.desk.people.ulids.next(), actor.customer,
                                           std::move(drafts), std::move(own));
  if (!begun)
    throw Declined(conflict("too_many_checks",
                            "As many credential checks as allowed are under way. Wait for one."));
  OwnCheck check(planning.checks, actor.customer, *begun);
  const auto deadline = deadline_in(longest_check);
  for (;;) {
    const auto shown = planning.checks.find(actor.customer, check.id());
    if (!shown) throw unknown_check();
    if (shown->done == shown->results.size()) break;
    if (std::chrono::steady_clock::now() > deadline)
      throw Declined({.status = 504,
                      .code = "check_timed_out",
                      .detail = "The servers did not answer in time."});
    co_await wait_a_moment();
  }
  auto checked = taken(planning, actor.customer, check.id(), CheckedDrafts::Unplanned::ends);
  check.release();
  co_return checked;
}

void require_good(const CheckedDrafts& checked) {
  std::vector<Error> errors;
  for (const auto& result : checked.results())
    errors.insert(errors.end(), result.errors.begin(), result.errors.end());
  if (errors.empty()) return;
  throw Declined({.status = 422,
                  .code = "check_failed",
                  .detail = "A server did not let the account in; nothing was planned or counted.",
                  .errors = check_problems(errors)});
}

}  // namespace postferry::api
