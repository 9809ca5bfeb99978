// A trace for each account of a list, for batch run --trace: one file for each of its runs.
//
// Made by batch run. Secrets and messages are never in a trace (imap/session/trace.hpp). One
// thread.
#pragma once

#include <cstdint>
#include <filesystem>

#include "app/registry.hpp"
#include "engine/run.hpp"

namespace postferry::app {

class BatchTraces {
 public:
  // Empty: none are wished for.
  explicit BatchTraces(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // Makes the folder, for its owner's eyes only. Failure{bad_usage} where that cannot be written.
  void prepare() const;
  // Null where none is wished for. Where its file cannot be made, `events` hears why: the account
  // is copied all the same.
  Trace open(const engine::Account& source, const engine::Account& target, std::uint64_t run,
             engine::EventSink& events) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace postferry::app
