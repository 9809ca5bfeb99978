// Idempotency-Key: what was planned once is not planned again when its sender, who has heard no
// answer, asks again (draft-ietf-httpapi-idempotency-key-header).
//
// Used by the routes that plan. The answer is kept for a day, in the transaction that plans, so
// that no interruption comes between both; a request that was refused leaves nothing. What a key
// was used for is told by a sealed digest of the request: of its passwords nothing can be learned
// from the database. Keys are of one person and one route. One thread.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>

#include "api/call.hpp"
#include "api/planning.hpp"

namespace soci {
class session;
}

namespace postferry::api {

// What is answered, where it can be answered again.
struct KeptAnswer {
  unsigned status = 201;
  std::string location;
  std::string etag;  // may be empty
  std::string body;  // JSON
};
net::HttpResponse response_of(const KeptAnswer& answer);

// Writes the answer down; does nothing where the request has no key. On the database's thread.
using KeepAnswer = std::function<void(soci::session&, const KeptAnswer&)>;

class AnsweredOnce {
 public:
  explicit AnsweredOnce(Planning& planning) : planning_(planning) {}

  using Work = std::function<Task<net::HttpResponse>(Call, KeepAnswer)>;
  // Throws Declined: 400 for a key that is none, 409 key_in_use while the first request with it is
  // under way, 422 key_used_before for another request.
  Task<net::HttpResponse> answer(Call call, Work work);

 private:
  Planning& planning_;
  // Shared with the requests, which may outlive this at the end of the service.
  std::shared_ptr<std::set<std::string>> under_way_ = std::make_shared<std::set<std::string>>();
};

}  // namespace postferry::api
