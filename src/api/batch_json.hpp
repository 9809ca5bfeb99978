// Batches as /api/v1 shows them: what was planned together, and what it comes to.
//
// Used by the resource of batches and by the event stream. Pure functions but batch_looks().
#pragma once

#include <map>
#include <string>
#include <vector>

#include "api/people_json.hpp"
#include "storage/catalog/batches.hpp"
#include "text/json.hpp"

namespace postferry::api {

// A batch with all that is shown of it.
struct BatchLook {
  storage::catalog::BatchRow row;
  storage::catalog::BatchSum sum;
  // Whose mail will come to the operator's server when their MX records say so, once their first
  // runs are through; none: nothing is to be done.
  std::vector<std::string> mx_domains;
};

// A MX record that customers shall set: "10 mx1.provider.example".
struct MxRecord {
  std::string domain;
  std::string host;
  std::int64_t priority = 0;
};

// Where mail goes now ("old", by domain, the best first) and where it shall go.
struct MxShown {
  std::map<std::string, std::vector<std::string>> old_hosts;
  std::vector<std::string> wanted;  // as they stand in the settings
};

text::json::Object batch_json(const BatchLook& look, const Names& names, const MxShown& mx);

// The state that matters most to a person; "finished" when all are over.
std::string_view batch_state(const storage::catalog::BatchSum& sum);

// "10 mx1.provider.example", or a host alone.
MxRecord mx_record(const std::string& domain, std::string_view written);

// What belongs to these rows, as far as `reach` goes; without those of which a manager sees
// nothing. `own_host` as in Showing. On a thread of the database.
std::vector<BatchLook> batch_looks(soci::session& session, const storage::catalog::Reach& reach,
                                   std::vector<storage::catalog::BatchRow> rows,
                                   const std::string& own_host);

}  // namespace postferry::api
