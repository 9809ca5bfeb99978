#include "app/remote_wait.hpp"

#include <array>
#include <fmt/format.h>
#include <thread>

#include "app/remote_json.hpp"
#include "app/remote_problem.hpp"
#include "app/remote_text.hpp"
#include "text/display.hpp"
#include "text/quantities.hpp"

namespace postferry::app {
namespace {

constexpr auto between_questions = std::chrono::seconds(1);
constexpr auto longest_outage = std::chrono::minutes(2);

bool may_come_back(const Error& error) {
  return error.code == ErrorCode::cannot_connect || error.code == ErrorCode::connection_lost ||
         error.code == ErrorCode::timed_out;
}

bool may_come_back(const RemoteProblem& problem) {
  return problem.status == 429 || (problem.status >= 502 && problem.status <= 504);
}

// What ended it, in a sentence of its own.
std::string last_sentence(const text::json::Value& migration) {
  if (const auto sentence = text_in(field_in(migration, "result"), "sentence"); !sentence.empty())
    return sentence;
  const auto reason = text_in(field_in(migration, "reason"), "sentence");
  return reason.empty() ? text_in(migration, "state") : reason;
}

std::uint64_t not_over(const text::json::Value& counts) {
  std::uint64_t sum = 0;
  for (const auto* state : {"waiting", "running", "waiting_for_next", "paused", "throttled"})
    sum += number_in(counts, state);
  return sum;
}

// "28 accounts complete, 2 failed".
std::string counts_text(const text::json::Value& counts) {
  std::string text;
  for (const auto* state : {"complete", "incomplete", "failed", "cancelled", "running", "waiting",
                            "waiting_for_next", "paused", "throttled"})
    if (const auto count = number_in(counts, state); count != 0)
      text +=
          fmt::format("{}{} {}", text.empty() ? "" : ", ",
                      text.empty() ? text::counted(count, "account") : text::grouped(count), state);
  return text;
}

}  // namespace

std::optional<engine::Exit> exit_of_state(const text::json::Value& migration) {
  const auto state = text_in(migration, "state");
  if (state == "complete") return engine::Exit::complete;
  if (state == "incomplete") return engine::Exit::incomplete;
  if (state == "cancelled") return engine::Exit::interrupted;
  if (state != "failed") return std::nullopt;
  const auto& reason = field_in(migration, "reason");
  const auto side = text_in(reason, "detail").starts_with("target") ? "target" : "source";
  return exit_of_error(text_in(reason, "code"), side, engine::Exit::incomplete);
}

text::json::Value Questions::next() {
  while (true) {
    if (!is_first_) std::this_thread::sleep_for(between_questions);
    is_first_ = false;
    const bool is_patient = std::chrono::steady_clock::now() - last_answer_ < longest_outage;
    try {
      auto answer = service_.get(path_);
      last_answer_ = std::chrono::steady_clock::now();
      return answer;
    } catch (const Failure& failure) {
      if (!is_patient || !may_come_back(failure.error())) throw;
    } catch (const RemoteRefusal& refusal) {
      if (!is_patient || !may_come_back(refusal.problem())) throw;
    }
  }
}

engine::Exit wait_for_migration(const RemoteWork& work, const std::string& id) {
  Questions questions(work.service, "/migrations/" + id);
  std::string told;
  while (true) {
    const auto migration = questions.next();
    const auto state = text_in(migration, "state");
    if (state != told && work.output != Output::quiet)
      work.console.err.line(migration_line(migration));
    told = state;
    const auto exit = exit_of_state(migration);
    if (!exit) continue;
    if (work.output == Output::json)
      work.console.out.line(text::json::serialize(migration));
    else
      work.console.out.line(text::printable(last_sentence(migration)));
    return *exit;
  }
}

engine::Exit wait_for_batch(const RemoteWork& work, const std::string& id) {
  Questions questions(work.service, "/batches/" + id);
  std::string told;
  while (true) {
    const auto batch = questions.next();
    const auto& counts = field_in(batch, "counts");
    const auto text = counts_text(counts);
    const bool is_over = not_over(counts) == 0;
    if (text != told && !is_over && work.output != Output::quiet) work.console.err.line(text);
    told = text;
    if (!is_over) continue;
    if (work.output == Output::json)
      work.console.out.line(text::json::serialize(batch));
    else
      work.console.out.line(text + ".");
    const bool all = number_in(counts, "complete") == number_in(batch, "accounts");
    return all ? engine::Exit::complete : engine::Exit::incomplete;
  }
}

}  // namespace postferry::app
