// BatchRun: the accounts of a list, many at a time on one thread: each a run of the engine with its
// own log, all under one Budget and one journal.
//
// Made by batch run. Accounts that are not complete yet go first; one whose password was refused,
// and that shares it with others, goes last, or two of them would keep all others out. An account
// that a limit of its hosts stopped is put off and tried again. Failure of the journal ends all.
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "app/batch_doors.hpp"
#include "app/batch_line.hpp"
#include "app/batch_result.hpp"
#include "app/batch_traces.hpp"
#include "app/batch_view.hpp"
#include "app/crowd.hpp"
#include "app/list.hpp"
#include "engine/run.hpp"
#include "storage/journal.hpp"

namespace postferry::app {

class BatchRun {
 public:
  BatchRun(const BatchLine& line, std::filesystem::path state, const List& list,
           storage::Journal& journal, BatchView& view);

  // What became of every good row.
  Task<std::vector<BatchResult>> go(const engine::StopRequest& stop);
  // What is known by now.
  const std::vector<BatchResult>& results() const { return results_; }
  const std::map<std::string, std::string>& left_alone() const {
    return doors_.guard().all_left_alone();
  }

 private:
  enum class Turn : std::uint8_t { first, complete_before, refused_before };
  // What is kept of an account that waits: little, because there may be ten thousand.
  struct Waiting {
    std::uint64_t next_run = 1;  // its number
    std::uint64_t copied = 0;    // by tries of this command that were put off
    std::uint64_t copied_bytes = 0;
    Turn turn = Turn::first;
    std::uint8_t tries = 0;
    bool settled = false;  // its result is there
  };
  class Events;

  Task<> look_into_journal();
  void lay_back_refused();
  void board();
  std::optional<Task<>> begin(std::size_t piece);
  Task<> skip(std::size_t piece, std::string sentence, Side side);
  Task<> copy(std::size_t piece, std::shared_ptr<Events> events, BatchDoors::Opened doors);
  std::optional<BatchDoors::Opened> enter(std::size_t piece, Events& events);
  bool put_off(std::size_t piece, const engine::Verdict& verdict);
  void settle(std::size_t piece, BatchResult result, const engine::Verdict* verdict);
  void tell_left_alone();

  const BatchLine& line_;
  std::filesystem::path state_;
  const List& list_;
  storage::Journal& journal_;
  BatchView& view_;
  BatchDoors doors_;
  BatchTraces traces_;
  std::vector<Waiting> waiting_;  // one for each row
  std::vector<BatchResult> results_;
  std::set<std::string> told_left_alone_;  // hosts
  const engine::StopRequest* stop_ = nullptr;
  Crowd crowd_;
};

}  // namespace postferry::app
