#include "api/openapi.hpp"

namespace postferry::api {
namespace {

Task<net::HttpResponse> show_openapi(Call) {
  co_return net::HttpResponse{.headers = {{"Content-Type", "application/json"}},
                              .body = net::LastingBytes{openapi_document()}};
}

}  // namespace

std::string_view openapi_document() { return openapi_files().front().bytes; }

void add_openapi(Router& router) {
  router.below("/api/v1").get("/openapi.json", open_to_anyone(), show_openapi);
}

}  // namespace postferry::api
