#include "app/console.hpp"

#include <fmt/format.h>

#include "app/error_report.hpp"
#include "app/json_events.hpp"
#include "text/display.hpp"

namespace postferry::app {

engine::Exit Console::fail(const Error& error, Output output) const {
  if (output == Output::json) out.line(text::json::serialize(error_event(error)));
  err.write(error_report(error));
  return engine::exit_for(error);
}

void Console::warn(std::string_view sentence) const {
  err.line(fmt::format("postferry: {}", text::printable(sentence)));
}

}  // namespace postferry::app
