#include "api/settings_tests.hpp"

#include <utility>

#include "api/body_fields.hpp"
#include "api/caller.hpp"
#include "api/door.hpp"
#include "api/json_body.hpp"
#include "api/problem.hpp"
#include "api/responses.hpp"
#include "net/mail_message.hpp"
#include "service/notices/notice_senders.hpp"
#include "storage/catalog/people.hpp"

namespace postferry::api {
namespace {

constexpr std::size_t longest_address = 254;  // RFC 5321 section 4.5.3.1.3

// 204, or what the server said.
net::HttpResponse told(const Result<void>& result, std::string hint) {
  if (result) return nothing();
  if (result.error().code == ErrorCode::bad_usage)
    throw Declined(conflict("not_set_up", result.error().text));
  auto problem = problem_of(result.error());
  problem.hint = std::move(hint);
  throw Declined(std::move(problem));
}

Task<std::string> language_of(service::NoticeRoom& notices, std::string person) {
  co_return co_await notices.catalog.look([person](soci::session& session) {
    const auto row = find_person(session, storage::catalog::Reach::everything(), person);
    return row ? row->language : "";
  });
}

Task<net::HttpResponse> try_mail(service::NoticeRoom& notices, Call call) {
  BodyFields fields(json_body(call.request));
  auto to = fields.text("to", {.most_bytes = longest_address});
  if (!to.empty() && !net::MailAddress::parse(to))
    fields.complain("to", "not_an_address", "Write an address like name@example.org.");
  fields.done();
  auto language = co_await language_of(notices, actor_of(call).person);
  const auto result = co_await service::send_test_mail(notices, std::move(to), std::move(language));
  co_return told(result, "Check the mail server's name, port, encryption, user and password.");
}

Task<net::HttpResponse> try_webhook(service::NoticeRoom& notices, Call) {
  const auto result = co_await service::send_test_webhook(notices);
  co_return told(result, "Check the webhook's address, and the log of the server behind it.");
}

}  // namespace

void add_settings_tests(Router& router, service::NoticeRoom& notices) {
  const auto rules = needs(service::Permission::manage_settings);
  auto settings = router.below("/api/v1/settings");
  settings.post("/test-mail", rules, [&](Call call) { return try_mail(notices, std::move(call)); });
  settings.post("/test-webhook", rules,
                [&](Call call) { return try_webhook(notices, std::move(call)); });
}

}  // namespace postferry::api
