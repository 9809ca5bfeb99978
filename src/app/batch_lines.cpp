#include "app/batch_lines.hpp"

#include <fmt/format.h>

#include "app/batch_text.hpp"
#include "app/json_events.hpp"
#include "app/json_values.hpp"
#include "engine/event_text.hpp"
#include "text/quantities.hpp"

namespace postferry::app {
namespace {

constexpr auto between_lines = std::chrono::seconds(10);

}  // namespace

void BatchProgress::count(const BatchResult& result) {
  const bool is_complete =
      result.outcome == Outcome::ended && result.exit == engine::Exit::complete;
  ++(is_complete ? complete : other);
  messages += result.copied_now;
  bytes += result.copied_now_bytes;
}

std::string BatchProgress::text(std::size_t under_way, std::uint64_t more_messages,
                                std::uint64_t more_bytes) const {
  auto line =
      fmt::format("{} of {} complete", text::grouped(complete), text::counted(accounts, "account"));
  if (other != 0) line += fmt::format(", {} not", text::grouped(other));
  return line + fmt::format(", {} under way; {}, {} copied", text::grouped(under_way),
                            text::counted(messages + more_messages, "message"),
                            text::sized(bytes + more_bytes));
}

void BatchLines::begin(std::size_t accounts) {
  progress_.accounts = accounts;
  told_ = screen_.now();
}

void BatchLines::take(const PairName& pair, const engine::Event& event) {
  auto& progress = under_way_[pair.line];
  if (const auto* told = std::get_if<engine::Progress>(&event)) progress = *told;
  const auto* notice = std::get_if<engine::Notice>(&event);
  if (notice == nullptr || detail_ != BatchDetail::notices) return;
  if (const auto text = notices_.take(*notice, screen_.now()))
    screen_.line(fmt::format("{}: {}", pair_text(pair), *text));
}

void BatchLines::ended(const PairName& pair, const BatchResult& result, const engine::Verdict*) {
  under_way_.erase(pair.line);
  progress_.count(result);
  if (is_only_counted(result)) return;
  const bool complete = result.outcome == Outcome::ended && result.exit == engine::Exit::complete;
  if (!complete || detail_ != BatchDetail::failures) screen_.line(ended_text(pair, result));
}

void BatchLines::put_off(const PairName& pair, std::string_view why) {
  under_way_.erase(pair.line);
  if (detail_ != BatchDetail::failures) screen_.line(put_off_text(pair, why));
}

void BatchLines::left_alone(std::string_view host, std::string_view why) {
  screen_.line(left_alone_text(host, why));
}

void BatchLines::interrupting() {
  if (detail_ != BatchDetail::failures) screen_.line(interrupting_text(engine::Work::copying));
}

void BatchLines::beat() {
  const auto now = screen_.now();
  const bool begun = progress_.accounts != 0;
  if (!begun || detail_ == BatchDetail::failures || now - told_ < between_lines) return;
  told_ = now;
  std::uint64_t messages = 0;
  std::uint64_t bytes = 0;
  for (const auto& [line, progress] : under_way_) {
    messages += progress.messages_done;
    bytes += progress.bytes_done;
  }
  screen_.line(progress_.text(under_way_.size(), messages, bytes));
}

void BatchEvents::take(const PairName& pair, const engine::Event& event) {
  screen_.line(text::json::serialize(with_pair(to_json(event), pair)));
}

void BatchEvents::ended(const PairName& pair, const BatchResult& result,
                        const engine::Verdict* verdict) {
  if (verdict != nullptr) {
    screen_.line(text::json::serialize(with_pair(to_json(*verdict), pair)));
    return;
  }
  screen_.line(text::json::serialize(with_pair(to_json(result), pair)));
}

void BatchEvents::put_off(const PairName& pair, std::string_view why) {
  screen_.line(text::json::serialize(with_pair(put_off_event(why), pair)));
}

void BatchEvents::left_alone(std::string_view host, std::string_view why) {
  screen_.line(text::json::serialize(left_alone_event(host, why)));
}

void BatchEvents::interrupting() {
  screen_.line(text::json::serialize(to_json(engine::Event{engine::Interrupting{}})));
}

}  // namespace postferry::app
