#include "api/idempotency.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <optional>
#include <utility>

#include "api/caller.hpp"
#include "api/problem.hpp"
#include "base/sha256.hpp"
#include "storage/catalog/settings.hpp"
#include "text/json.hpp"

namespace postferry::api {
namespace {

using storage::catalog::AnsweredRow;

constexpr std::chrono::hours answers_are_kept{24};
constexpr std::size_t longest_key = 200;

// Nothing where the request has none.
std::optional<std::string> key_of(const Call& call) {
  const auto key = call.request.headers.find("Idempotency-Key");
  if (!key) return std::nullopt;
  const auto is_plain = [](char c) { return c > ' ' && c < 0x7f; };
  if (key->empty() || key->size() > longest_key || !std::ranges::all_of(*key, is_plain))
    throw Declined({.status = 400,
                    .code = "bad_key",
                    .detail = "Idempotency-Key must be 1 to 200 letters, digits and signs."});
  return fmt::format("{} {} {}", actor_of(call).person, call.request.path, *key);
}

Secret digest_of(const Call& call) {
  std::string digits;
  for (const auto byte : sha256(call.request.body)) digits += fmt::format("{:02x}", byte);
  return Secret(digits);
}

std::string sealed_digest(const storage::Vault& vault, const std::string& key,
                          const Secret& digest) {
  const auto sealed = vault.seal(digest, {.owner = key, .side = "request"});
  return sealed.key + " " + sealed.text;
}

bool is_same_request(const storage::Vault& vault, const AnsweredRow& row, const Secret& digest) {
  const auto blank = std::min(row.request.find(' '), row.request.size());
  const auto opened =
      vault.open({.key = row.request.substr(0, blank),
                  .text = row.request.substr(std::min(blank + 1, row.request.size()))},
                 {.owner = row.key, .side = "request"});
  return opened && opened->reveal() == digest.reveal();
}

std::string answer_text(const KeptAnswer& answer) {
  return text::json::serialize(
      {{"location", answer.location}, {"etag", answer.etag}, {"body", answer.body}});
}

KeptAnswer answer_in(const AnsweredRow& row) {
  KeptAnswer answer;
  answer.status = static_cast<unsigned>(row.status);
  const auto value = text::json::parse(row.answer);
  if (!value || !value->is_object()) return answer;
  const auto text = [&](std::string_view name) {
    const auto* found = value->get_object().if_contains(name);
    return found != nullptr && found->is_string() ? std::string(found->get_string())
                                                  : std::string();
  };
  answer.location = text("location");
  answer.etag = text("etag");
  answer.body = text("body");
  return answer;
}

// Holds the key while the request is under way.
class HeldKey {
 public:
  HeldKey(std::shared_ptr<std::set<std::string>> keys, std::string key)
      : keys_(std::move(keys)), key_(std::move(key)) {
    if (!keys_->insert(key_).second)
      throw Declined(conflict("key_in_use", "A request with this key is under way."));
  }
  ~HeldKey() { keys_->erase(key_); }
  HeldKey(const HeldKey&) = delete;
  HeldKey& operator=(const HeldKey&) = delete;

 private:
  std::shared_ptr<std::set<std::string>> keys_;
  std::string key_;
};

KeepAnswer keeper(AnsweredRow row) {
  return [row = std::move(row)](soci::session& session, const KeptAnswer& answer) {
    auto kept = row;
    kept.status = answer.status;
    kept.answer = answer_text(answer);
    storage::catalog::forget_answers(session, row.at - answers_are_kept);
    keep_answer(session, kept);
  };
}

}  // namespace

net::HttpResponse response_of(const KeptAnswer& answer) {
  net::HttpResponse response{.status = answer.status,
                             .headers = {{"Content-Type", "application/json"}},
                             .body = answer.body + "\n"};
  if (!answer.location.empty()) response.headers.add("Location", answer.location);
  if (!answer.etag.empty()) response.headers.add("ETag", answer.etag);
  return response;
}

Task<net::HttpResponse> AnsweredOnce::answer(Call call, Work work) {
  const auto key = key_of(call);
  if (!key) co_return co_await work(std::move(call), [](soci::session&, const KeptAnswer&) {});
  const HeldKey held(under_way_, *key);
  const auto& vault = planning_.desk.vault;
  const auto digest = digest_of(call);
  const auto now = planning_.desk.people.clock();
  const auto customer = actor_of(call).customer;
  const auto row =
      co_await planning_.desk.catalog().look([customer, key = *key](soci::session& session) {
        return storage::catalog::answered(session, customer, key);
      });
  if (row && row->at >= now - answers_are_kept) {
    if (!is_same_request(vault, *row, digest))
      throw Declined({.status = 422,
                      .code = "key_used_before",
                      .detail = "This Idempotency-Key was used for another request.",
                      .hint = "Send a new key with a new request."});
    co_return response_of(answer_in(*row));
  }
  AnsweredRow fresh;
  fresh.customer = customer;
  fresh.key = *key;
  fresh.request = sealed_digest(vault, *key, digest);
  fresh.at = now;
  co_return co_await work(std::move(call), keeper(std::move(fresh)));
}

}  // namespace postferry::api
