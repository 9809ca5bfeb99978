#include "app/event_sinks.hpp"

#include "app/json_events.hpp"

namespace postferry::app {

void JsonLines::take(const engine::Event& event) noexcept {
  screen_.line(text::json::serialize(to_json(event)));
}

}  // namespace postferry::app
