// Bodies of requests that hold drafts or a list, as JSON: whatever the bytes, they are refused with
// their fields or read; drafts that were read are read again as the same after they were written.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "api/draft_json.hpp"
#include "api/json_body.hpp"
#include "api/list_check_json.hpp"

namespace {

using namespace postferry;
using namespace postferry::api;

const Instant now{std::chrono::seconds{1'790'000'000}};

net::HttpRequest request_of(std::string_view body) {
  return {.method = "POST",
          .headers = {{"Content-Type", "application/json"}},
          .body = std::string(body)};
}

void read_draft(std::string_view body) {
  const DraftRules rules{.timing = {}, .now = now};
  try {
    BodyFields fields(json_body(request_of(body)));
    const auto draft = draft_in(fields, rules).draft;
    fields.done();
    const auto written = draft_json(draft);
    BodyFields again(written);
    if (draft_json(draft_in(again, rules).draft) != written) std::abort();
  } catch (const Declined&) {
    // What is wrong was told.
  }
}

void check_list(std::string_view body) {
  const ListDesk desk{.own_server = service::OwnServer{{.host = "mail.new.example", .port = 993}},
                      .timing = {},
                      .now = now,
                      .most_rows = 100,
                      .time_zone = "UTC"};
  try {
    text::json::serialize(checked_list(request_of(body), desk));
  } catch (const Declined&) {
    // What is wrong was told.
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  read_draft(body);
  check_list(body);
  return 0;
}
