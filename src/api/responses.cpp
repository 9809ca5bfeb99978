#include "api/responses.hpp"

#include "api/preconditions.hpp"

namespace postferry::api {

net::HttpResponse json_response(const text::json::Value& value, unsigned status) {
  return {.status = status,
          .headers = {{"Content-Type", "application/json"}},
          .body = text::json::serialize(value) + "\n"};
}

net::HttpResponse created(const text::json::Value& value, std::string_view location) {
  net::HttpResponse response = json_response(value, 201);
  response.headers.add("Location", std::string(location));
  return response;
}

net::HttpResponse nothing() { return {.status = 204, .headers = {}, .body = {}}; }

net::HttpResponse json_response(const net::HttpRequest& request, const text::json::Value& value,
                                std::string_view etag) {
  net::HttpResponse response;
  if (is_known(request, etag))
    response.status = 304;
  else
    response = json_response(value);
  response.headers.add("ETag", std::string(etag));
  return response;
}

}  // namespace postferry::api
