// What the batch commands tell with --json beside the events of each run; docs/json-events.md
// describes each. Pure functions but for the time.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/batch_name.hpp"
#include "app/batch_result.hpp"
#include "app/batch_state.hpp"
#include "app/list.hpp"
#include "engine/events.hpp"
#include "text/json.hpp"

namespace postferry::app {

// Which row of the list an event is about, as its field "pair".
PairName pair_name(const ListRow& row);
text::json::Object with_pair(text::json::Object event, const PairName& pair);

text::json::Object to_json(const ListProblem& problem);
text::json::Object list_checked_event(const List& list, engine::Exit exit);

struct LoginTried {
  Side side = Side::source;
  std::size_t line = 0;  // of the first row that needs it
  std::string account;
  std::optional<Error> refused;
};
text::json::Object to_json(const LoginTried& login);

// Of an account that had no run.
text::json::Object to_json(const BatchResult& result);
text::json::Object put_off_event(std::string_view why);
text::json::Object left_alone_event(std::string_view host, std::string_view why);

text::json::Object to_json(const BatchTotals& totals);

text::json::Object to_json(const PairOfList& pair);
text::json::Object to_json(const ListState& state);

}  // namespace postferry::app
