// A lane: one conversation with each side that copies batch after batch: intend, read, append,
// write down the outcomes. It reads the next batch ahead while the target finishes this one.
//
// Several lanes of a run share its queue and its journal, on one thread. A lane bisects a batch
// that the target refuses for one content, settles what a lost connection left open and goes on;
// it throws Failure only when the run cannot go on.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/signal.hpp"
#include "engine/batch_queue.hpp"
#include "engine/crew.hpp"
#include "engine/numbers_given.hpp"
#include "engine/progress_meter.hpp"
#include "engine/run_scope.hpp"
#include "engine/transfer_stream.hpp"

namespace postferry::engine {

// After so many broken connections or throttles in a row a run cannot go on.
inline constexpr int most_failures_of_a_lane = 10;

// Who is at work in a folder of the target.
struct FolderUse {
  std::size_t appending = 0;
  bool settling = false;

  class Appending {
   public:
    explicit Appending(FolderUse& use) : use_(use) { ++use_.appending; }
    ~Appending() { --use_.appending; }
    Appending(const Appending&) = delete;
    Appending& operator=(const Appending&) = delete;

   private:
    FolderUse& use_;
  };
  class Settling {
   public:
    explicit Settling(FolderUse& use) : use_(&use) { use.settling = true; }
    Settling(Settling&& other) noexcept : use_(std::exchange(other.use_, nullptr)) {}
    Settling& operator=(Settling&&) = delete;
    ~Settling() {
      if (use_ != nullptr) use_->settling = false;
    }

   private:
    FolderUse* use_;
  };
};

// What the lanes of a run have in common.
struct Crossing {
  const RunScope& scope;
  BatchQueue& queue;
  ProgressMeter& meter;
  const std::vector<mail::Folder>& target_folders;  // where a message may have been moved to
  std::uint64_t copied = 0;
  std::uint64_t copied_bytes = 0;
  std::uint64_t failed = 0;
  std::map<storage::FolderId, std::vector<storage::PlacementRecord>> without_id =
      {};                                                // stored, but where?
  std::map<storage::FolderId, std::uint64_t> gone = {};  // vanished from the source meanwhile
  std::map<storage::FolderId, FolderUse> use = {};
  // What broken connections left open, by lane; of one folder it is settled together, or one lane
  // would take for a delivered twin what another has sent.
  std::map<storage::FolderId, std::map<std::size_t, storage::Intent>> broken_off = {};
  std::map<storage::FolderId, Error> broken = {};       // folders that cannot be gone on with
  std::map<mail::FolderPath, NumbersGiven> given = {};  // by the target's folders
};

// Writes down that an item does not arrive, and tells it.
void fail_item(Crossing& crossing, const CopiedFolder& folder, const mail::Placement& item,
               Error error);

class Lane {
 public:
  Lane(Crossing& crossing, Crew& crew, std::size_t number)
      : crossing_(crossing), crew_(crew), doors_(crew.lane(number)), number_(number) {}

  // Until the queue is empty.
  Task<> run();
  // Only this batch, and what becomes of it.
  Task<> copy_alone(Batch batch);

 private:
  struct Reading {  // of a batch's contents
    explicit Reading(const boost::asio::any_io_executor& executor) : over(executor) {}
    Signal over;
    bool whole = false;  // the source has given all of them
  };
  struct Under {  // a batch under way, with its reading begun and its intent written down
    Batch batch;
    std::unique_ptr<mail::ContentStream> contents;
    std::optional<storage::IntentId> intent;
  };

  std::optional<Batch> take();
  Task<> copy(Under under);
  Task<> send(const Batch& batch, TransferStream& stream, Reading& reading,
              mail::OutcomeSink& outcomes);
  Task<> append(const Batch& batch, TransferStream& stream, Reading& reading,
                mail::OutcomeSink& outcomes);
  Task<> prepare_next(Reading& reading);
  Task<storage::IntentId> intend(const Batch& batch);
  Task<std::unique_ptr<mail::ContentStream>> start_reading(const Batch& batch);
  Task<> close_batch(Batch& batch, storage::IntentId intent, const TransferStream& stream,
                     const std::vector<mail::Outcome>& outcomes);
  Task<> recover(Batch& batch, std::size_t sent, std::optional<storage::IntentId> intent,
                 const std::vector<mail::Outcome>& outcomes, const Error& error);
  Task<> settle_broken_off(const CopiedFolder& folder);
  void leave_folder(const Batch& batch, const Error& error);
  Task<FolderUse::Settling> alone_in(const CopiedFolder& folder);
  Task<> fail_what_is_not_given(Batch& batch, const TransferStream& stream);
  void take_stored(Batch& batch, const TransferStream& stream,
                   std::vector<mail::Outcome>& outcomes);
  void take_refused(Batch& batch, const std::vector<mail::Outcome>& outcomes);
  void count_copied(const Batch& batch, std::size_t messages);
  Task<> take_stored_in_spite(Batch& batch, std::vector<mail::Outcome>& outcomes);
  std::optional<Batch> take_back_ahead();
  void lay_aside_ahead();
  void drop_ahead();
  Task<> retry_unread(const Batch& batch, const TransferStream& stream,
                      std::vector<mail::Placement> unread);
  void bisect(const Batch& batch, std::vector<mail::Placement> items, const Error& error);
  void put_back(const Batch& batch, std::vector<mail::Placement> items, int attempts);
  Task<> rest_before_hang_up();

  Crossing& crossing_;
  Crew& crew_;
  Doors& doors_;
  std::size_t number_;
  std::deque<Batch> retries_;
  std::optional<Under> ahead_;
  std::map<storage::FolderId, mail::Checkpoint> looked_until_;  // for what came in spite of a NO
  bool only_retries_ = false;
  std::size_t refusals_in_a_row_ = 0;
  int failures_in_a_row_ = 0;
};

}  // namespace postferry::engine
