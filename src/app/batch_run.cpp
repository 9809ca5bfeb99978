#include "app/batch_run.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include "base/error_catalog.hpp"
#include "engine/account_log.hpp"
#include "engine/announced_doors.hpp"
#include "engine/budgeted_doors.hpp"

namespace postferry::app {
namespace {

using namespace std::chrono_literals;

constexpr int most_tries_at_a_limit = 30;
constexpr int most_tries_after_a_break = 3;
constexpr std::chrono::seconds longest_put_off{300};

// Accounts that are in at the host: then it is silent because it has enough of us.
enum class Neighbours : std::uint8_t { none, some };

// How long to put an account off that this ended, before try number `tries` + 1; nothing: it is
// not tried again.
std::optional<std::chrono::seconds> pause_after(const Error& error, int tries,
                                                Neighbours neighbours) {
  const auto doubled = [tries](std::chrono::seconds first) {
    return std::min<std::chrono::seconds>(first * (1 << std::min(tries, 8)), longest_put_off);
  };
  switch (error.code) {
    case ErrorCode::too_many_connections:
    case ErrorCode::throttled:
      if (tries >= most_tries_at_a_limit) return std::nullopt;
      return std::max(error.retry_after.value_or(0s), doubled(2s));
    case ErrorCode::connection_lost:
    case ErrorCode::timed_out:
      if (tries >=
          (neighbours == Neighbours::some ? most_tries_at_a_limit : most_tries_after_a_break))
        return std::nullopt;
      return doubled(10s);
    case ErrorCode::cannot_connect:
      if (neighbours == Neighbours::none || tries >= most_tries_at_a_limit) return std::nullopt;
      return doubled(2s);
    default:
      return std::nullopt;
  }
}

std::string berth_of(const ListRow& row) { return host_of(row.source) + " " + host_of(row.target); }

bool was_not_tried(const engine::Verdict& verdict) {
  return verdict.stopped_by && engine::is_not_tried(*verdict.stopped_by);
}

BatchResult result_without_run(const ListRow& row, Outcome outcome, std::string sentence) {
  auto [line, source, target] = pair_name(row);
  return {.line = line,
          .source = std::move(source),
          .target = std::move(target),
          .outcome = outcome,
          .sentence = std::move(sentence)};
}

}  // namespace

// Of one account under way: to its log and to the view.
class BatchRun::Events final : public engine::EventSink {
 public:
  Events(BatchView& view, const ListRow& row) : view_(view), name_(pair_name(row)) {}

  void open_log(const std::filesystem::path& file, std::string section) {
    log_.emplace(file, std::move(section), engine::Work::copying);
  }
  engine::AccountLog& log() { return *log_; }
  void take(const engine::Event& event) noexcept override {
    if (log_) log_->take(event);
    view_.take(name_, event);
  }

 private:
  BatchView& view_;
  PairName name_;
  std::optional<engine::AccountLog> log_;
};

BatchRun::BatchRun(const BatchLine& line, std::filesystem::path state, const List& list,
                   storage::Journal& journal, BatchView& view)
    : line_(line),
      state_(std::move(state)),
      list_(list),
      journal_(journal),
      view_(view),
      doors_(line, list),
      traces_(line.trace),
      waiting_(list.rows.size()),
      crowd_(line.parallel, [this](std::size_t piece) { return begin(piece); }) {
  doors_.budget().on_change([this] { crowd_.wake(); });
}

Task<std::vector<BatchResult>> BatchRun::go(const engine::StopRequest& stop) {
  stop_ = &stop;
  co_await look_into_journal();
  board();
  view_.begin(crowd_.waiting());
  co_await crowd_.run(stop);
  for (std::size_t piece = 0; piece < waiting_.size(); ++piece)
    if (!waiting_[piece].settled)
      results_.push_back(result_without_run(list_.rows[piece], Outcome::not_begun,
                                            "Not begun: the run was stopped before."));
  co_return results_;
}

Task<> BatchRun::look_into_journal() {
  std::unordered_map<std::string, storage::PairStatus> known;
  for (auto& status : co_await journal_.pairs()) {
    auto key = status.accounts.source + "\n" + status.accounts.target;
    known.emplace(std::move(key), std::move(status));
  }
  for (std::size_t piece = 0; piece < waiting_.size(); ++piece) {
    const auto& row = list_.rows[piece];
    const auto [source, target] = service::named_accounts(row.source, row.target);
    const auto found = known.find(source.key + "\n" + target.key);
    if (found == known.end() || !found->second.last_run) continue;
    const auto& last = *found->second.last_run;
    waiting_[piece].next_run = last.number + 1;
    if (last.outcome == engine::exit_name(engine::Exit::complete))
      waiting_[piece].turn = Turn::complete_before;
    else if (last.outcome == engine::exit_name(engine::Exit::source_login) ||
             last.outcome == engine::exit_name(engine::Exit::target_login))
      waiting_[piece].turn = Turn::refused_before;
  }
}

// Only those that share a password are laid back: nobody else waits for what becomes of the others.
void BatchRun::lay_back_refused() {
  std::map<std::pair<std::string, SecretId>, std::size_t> rows;
  for (const auto& row : list_.rows) {
    ++rows[{host_of(row.source), row.source_secret}];
    ++rows[{host_of(row.target), row.target_secret}];
  }
  for (std::size_t piece = 0; piece < waiting_.size(); ++piece) {
    const auto& row = list_.rows[piece];
    auto& turn = waiting_[piece].turn;
    const bool shared = rows[{host_of(row.source), row.source_secret}] > 1 ||
                        rows[{host_of(row.target), row.target_secret}] > 1;
    if (turn == Turn::refused_before && !shared) turn = Turn::first;
  }
}

void BatchRun::board() {
  lay_back_refused();
  for (const auto turn : {Turn::first, Turn::complete_before, Turn::refused_before})
    for (std::size_t piece = 0; piece < waiting_.size(); ++piece) {
      const auto& row = list_.rows[piece];
      if (waiting_[piece].turn != turn) continue;
      if (turn == Turn::complete_before && line_.accounts == Accounts::unfinished) {
        waiting_[piece].settled = true;
        results_.push_back(
            result_without_run(row, Outcome::left_out, "Complete since an earlier run."));
      } else {
        crowd_.add(berth_of(row), piece);
      }
    }
}

std::optional<Task<>> BatchRun::begin(std::size_t piece) {
  const auto& row = list_.rows[piece];
  const auto source_host = host_of(row.source);
  const auto target_host = host_of(row.target);
  auto& budget = doors_.budget();
  Side side = Side::none;
  if (const auto* why = doors_.left_alone(row, side))
    return skip(piece,
                fmt::format("Not tried: {} is left alone. {}",
                            side == Side::source ? source_host : target_host, *why),
                side);
  const bool source_has_room = budget.has_room(source_host);
  const bool target_has_room = budget.has_room(target_host);
  budget.someone_waits(source_host, !source_has_room);
  budget.someone_waits(target_host, !target_has_room);
  if (!source_has_room || !target_has_room) return std::nullopt;
  auto events = std::make_shared<Events>(view_, row);
  auto doors = enter(piece, *events);
  if (!doors) return std::nullopt;
  return copy(piece, std::move(events), std::move(*doors));
}

std::optional<BatchDoors::Opened> BatchRun::enter(std::size_t piece, Events& events) {
  const auto& row = list_.rows[piece];
  return doors_.enter(row, *stop_, events, [&] {
    const auto [source, target] = service::named_accounts(row.source, row.target);
    return traces_.open(source, target, waiting_[piece].next_run, events);
  });
}

Task<> BatchRun::skip(std::size_t piece, std::string sentence, Side side) {
  auto result = result_without_run(list_.rows[piece], Outcome::not_tried, std::move(sentence));
  result.error = code_name(ErrorCode::login_refused);
  result.exit = side == Side::source ? engine::Exit::source_login : engine::Exit::target_login;
  settle(piece, std::move(result), nullptr);
  co_return;
}

Task<> BatchRun::copy(std::size_t piece, std::shared_ptr<Events> events, BatchDoors::Opened doors) {
  const auto& row = list_.rows[piece];
  auto& waiting = waiting_[piece];
  const auto [source, target] = service::named_accounts(row.source, row.target);
  events->open_log(log_file(state_, source, target), engine::run_section(waiting.next_run++));
  events->log().begin("batch run", source, target, engine::canonical_text(*row.options));
  engine::RunContext context{
      .source = source,
      .target = target,
      .open_source = engine::stoppable<mail::Source>(
          engine::announcing(std::move(doors.source), source.name, *events), *stop_),
      .open_target = engine::stoppable<mail::Target>(
          engine::announcing(std::move(doors.target), target.name, *events), *stop_),
      .journal = &journal_,
      .events = events.get(),
      .options = *row.options};
  doors = {};
  auto verdict = co_await engine::copy(std::move(context), *stop_);
  if (verdict.stopped_by) events->log().stopped(*verdict.stopped_by);
  events->log().end(verdict.sentence(), engine::exit_name(verdict.exit()));
  tell_left_alone();
  verdict.copied_now += std::exchange(waiting.copied, 0);
  verdict.copied_now_bytes += std::exchange(waiting.copied_bytes, 0);
  if (put_off(piece, verdict)) co_return;
  auto result = result_of(row, verdict);
  if (was_not_tried(verdict)) {
    result.outcome = Outcome::not_tried;
    result.error = code_name(ErrorCode::login_refused);
    result.sentence = verdict.stopped_by->text;
  }
  settle(piece, std::move(result), &verdict);
}

bool BatchRun::put_off(std::size_t piece, const engine::Verdict& verdict) {
  if (!verdict.stopped_by || stop_->stopped()) return false;
  // There is nothing to wait for at a host that is left alone.
  Side side = Side::none;
  if (doors_.left_alone(list_.rows[piece], side) != nullptr) return false;
  auto& waiting = waiting_[piece];
  const auto& row = list_.rows[piece];
  const auto host = host_of(verdict.stopped_by->side == Side::target ? row.target : row.source);
  const auto pause =
      pause_after(*verdict.stopped_by, waiting.tries,
                  doors_.budget().connections(host) > 0 ? Neighbours::some : Neighbours::none);
  if (!pause) return false;
  ++waiting.tries;
  waiting.copied = verdict.copied_now;
  waiting.copied_bytes = verdict.copied_now_bytes;
  view_.put_off(pair_name(row), fmt::format("It is tried again in {} s at the earliest: {}",
                                            pause->count(), describe(*verdict.stopped_by)));
  crowd_.add_later(berth_of(row), piece, deadline_in(*pause));
  return true;
}

void BatchRun::settle(std::size_t piece, BatchResult result, const engine::Verdict* verdict) {
  waiting_[piece].settled = true;
  view_.ended(pair_name(list_.rows[piece]), result, verdict);
  results_.push_back(std::move(result));
}

void BatchRun::tell_left_alone() {
  for (const auto& [host, why] : left_alone())
    if (told_left_alone_.insert(host).second) view_.left_alone(host, why);
}

}  // namespace postferry::app
