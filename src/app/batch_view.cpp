#include "app/batch_view.hpp"

#include <fmt/format.h>

#include "app/batch_lines.hpp"
#include "app/batch_table.hpp"
#include "text/display.hpp"

namespace postferry::app {

std::unique_ptr<BatchView> view_for(const Console& console, Output output) {
  if (output == Output::json) return std::make_unique<BatchEvents>(console.out);
  if (output == Output::quiet)
    return std::make_unique<BatchLines>(console.err, BatchDetail::failures);
  const auto detail = output == Output::verbose ? BatchDetail::notices : BatchDetail::accounts;
  if (console.out.kind == ScreenKind::terminal)
    return std::make_unique<BatchTable>(console.out, detail);
  return std::make_unique<BatchLines>(console.out, detail);
}

bool is_only_counted(const BatchResult& result) {
  const bool stopped = result.outcome == Outcome::ended && result.exit == engine::Exit::interrupted;
  return stopped || result.outcome == Outcome::not_tried;
}

std::string pair_text(const PairName& pair) {
  return text::printable(fmt::format("Line {}: {} -> {}", pair.line, pair.source, pair.target));
}

std::string ended_text(const PairName& pair, const BatchResult& result) {
  return fmt::format("{}: {} [{}]", pair_text(pair), text::printable(result.sentence),
                     outcome_name(result));
}

std::string put_off_text(const PairName& pair, std::string_view why) {
  return fmt::format("{}: put off. {}", pair_text(pair), text::printable(why));
}

}  // namespace postferry::app
