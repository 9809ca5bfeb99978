// The formal check of a list as /api/v1 asks for it and shows it:
//
//   {"format":"auto","text":...,"delimiter":";","time_zone":"Europe/Berlin",
//    "common":{"source_host","source_port","source_security","options","first_run_at",...}}
//   {"format","columns":[{id,name,secret,required}],"rows":[{line,cells,problems,duplicate_of}],
//    "faults":[{line,code,text,severity}],"total","good","bad","duplicates","drafts"}
//
// Cells of secret columns are shown as *** where something stands there; the text that was sent
// has them. Passwords go back in the drafts alone, which stand there once the list is clean, row by
// row, to be sent to /checks. Pure functions, any thread.
#pragma once

#include <optional>
#include <string>

#include "base/secret.hpp"
#include "net/http_message.hpp"
#include "service/lists/formal_check.hpp"
#include "text/json.hpp"

namespace postferry::api {

// What the service adds to what is asked.
struct ListDesk {
  std::optional<service::OwnServer> own_server;
  service::TimingLimits timing;
  Instant now{};
  std::size_t most_rows = 500;
  std::string time_zone;  // where the request names none
};

// Declined for a request that is none; what is wrong with the list is told in the answer.
text::json::Object checked_list(const net::HttpRequest& request, const ListDesk& desk);

text::json::Object list_check_json(const service::FormalCheck& check);

}  // namespace postferry::api
