#include "app/remote_service.hpp"

#include "app/remote_problem.hpp"
#include "app/service_place.hpp"

namespace postferry::app {
namespace {

// The service itself ends what takes longer than a minute.
constexpr auto patience_with_a_service = std::chrono::seconds(75);
constexpr std::size_t most_answer_bytes = std::size_t{256} << 20;

}  // namespace

std::string RemoteService::ask(RemoteRequest request) {
  net::ClientRequest sent{.method = std::move(request.method),
                          .url = server_.url + request.path,
                          .headers = std::move(request.headers),
                          .body = std::move(request.body),
                          .bearer = token_};
  if (!sent.body.empty()) sent.headers.set("Content-Type", "application/json");
  auto answer = await_alone(
      client_.send(std::move(sent), {.policy = server_.policy, .most_bytes = most_answer_bytes},
                   deadline_in(patience_with_a_service)));
  if (answer.status >= 200 && answer.status < 300) return std::move(answer.body);
  throw RemoteRefusal({.status = answer.status,
                       .document = text::json::parse(answer.body).value_or(text::json::Value())});
}

text::json::Value RemoteService::get(std::string path) {
  return understood({.path = "/api/v1" + std::move(path)});
}

text::json::Value RemoteService::post(std::string path, const text::json::Value& body) {
  return understood(
      {.method = "POST", .path = "/api/v1" + std::move(path), .body = text::json::serialize(body)});
}

text::json::Value RemoteService::understood(RemoteRequest request) {
  auto value = text::json::parse(ask(std::move(request)));
  if (value) return *std::move(value);
  throw Failure(Error{.code = ErrorCode::bad_usage,
                      .text = "What answers there is no service of Postferry.",
                      .where = "--server"});
}

}  // namespace postferry::app
