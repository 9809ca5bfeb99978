#include "app/batch_table.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "app/batch_text.hpp"
#include "app/colours.hpp"
#include "engine/event_text.hpp"
#include "text/display.hpp"
#include "text/quantities.hpp"

namespace postferry::app {
namespace {

constexpr std::size_t most_pairs_shown = 10;

}  // namespace

void BatchTable::begin(std::size_t accounts) {
  progress_.accounts = accounts;
  began_ = screen_.now();
  draw();
}

void BatchTable::take(const PairName& pair, const engine::Event& event) {
  auto& under_way = under_way_[pair.line];
  if (under_way.name.empty())
    under_way.name = text::printable(fmt::format("{} -> {}", pair.source, pair.target));
  if (const auto* phase = std::get_if<engine::PhaseBegan>(&event))
    under_way.doing = phase_text(phase->phase);
  if (const auto* listing = std::get_if<engine::Listing>(&event))
    under_way.doing = listing_text(*listing);
  if (const auto* progress = std::get_if<engine::Progress>(&event)) {
    under_way.progress = *progress;
    under_way.doing = progress_text(*progress);
  }
  const auto* notice = std::get_if<engine::Notice>(&event);
  if (notice == nullptr) return;
  if (notice->kind == engine::NoticeKind::throttled) under_way.doing = notice->text;
  if (detail_ != BatchDetail::notices) return;
  if (const auto text = notices_.take(*notice, screen_.now()))
    tell(fmt::format("{}: {}", pair_text(pair), *text), ansi::yellow);
}

void BatchTable::ended(const PairName& pair, const BatchResult& result, const engine::Verdict*) {
  under_way_.erase(pair.line);
  progress_.count(result);
  if (is_only_counted(result)) return;
  const bool complete = result.outcome == Outcome::ended && result.exit == engine::Exit::complete;
  if (!complete)
    tell(ended_text(pair, result), ansi::red);
  else if (detail_ == BatchDetail::notices)
    tell(ended_text(pair, result), {});
}

void BatchTable::put_off(const PairName& pair, std::string_view why) {
  under_way_.erase(pair.line);
  tell(put_off_text(pair, why), ansi::yellow);
}

void BatchTable::left_alone(std::string_view host, std::string_view why) {
  tell(left_alone_text(host, why), ansi::red);
}

void BatchTable::interrupting() { tell(interrupting_text(engine::Work::copying), ansi::yellow); }

void BatchTable::beat() { draw(); }

void BatchTable::finish() {
  if (drawn_lines_ != 0) screen_.write(fmt::format("\x1b[{}F\x1b[J", drawn_lines_));
  drawn_lines_ = 0;
}

void BatchTable::draw() {
  const auto text = lines();
  const auto erase =
      drawn_lines_ == 0 ? std::string() : fmt::format("\x1b[{}F\x1b[J", drawn_lines_);
  drawn_lines_ = static_cast<std::size_t>(std::ranges::count(text, '\n'));
  screen_.write(erase + text);
}

void BatchTable::tell(std::string_view text, std::string_view colour) {
  finish();
  const bool coloured = screen_.colour == Colour::ansi && !colour.empty();
  screen_.write(coloured ? fmt::format("{}{}{}\n", colour, text, ansi::usual)
                         : fmt::format("{}\n", text));
  draw();
}

std::string BatchTable::lines() const {
  const auto columns = std::max<std::size_t>(screen_.columns(), 20) - 1;
  const auto name_columns = columns / 2;
  std::string text;
  std::size_t shown = 0;
  for (const auto& [line, under_way] : under_way_) {
    if (shown++ == most_pairs_shown) {
      text += fmt::format("  ... and {} more\n", under_way_.size() - most_pairs_shown);
      break;
    }
    const auto name =
        text::padded_right(text::shortened(under_way.name, name_columns - 2), name_columns - 2);
    text += text::shortened(fmt::format("{}  {}", name, under_way.doing), columns) + "\n";
  }
  return text + text::shortened(footer(), columns) + "\n";
}

std::string BatchTable::footer() const {
  std::uint64_t messages = 0;
  std::uint64_t bytes = 0;
  for (const auto& [line, under_way] : under_way_) {
    messages += under_way.progress.messages_done;
    bytes += under_way.progress.bytes_done;
  }
  const auto lasts = std::chrono::duration_cast<std::chrono::seconds>(screen_.now() - began_);
  return fmt::format("{}, {}", progress_.text(under_way_.size(), messages, bytes),
                     text::lasting(lasts));
}

}  // namespace postferry::app
