// AccountLog: what happened to one pair of accounts, for people to read later with postferry log.
//
// An EventSink of copy, plan and verify, which append to one file; progress is left out. Behind the
// time and the level, each line names its section: "[run 4]" for a copy, "[plan]" or "[verify]".
// One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/log.hpp"
#include "engine/event_text.hpp"
#include "engine/events.hpp"
#include "engine/run.hpp"

namespace postferry::engine {

class AccountLog final : public EventSink {
 public:
  AccountLog(const std::filesystem::path& file, std::string section, Work work)
      : log_(file), section_(std::move(section)), work_(work) {}
  void take(const Event& event) noexcept override;

  void begin(std::string_view command, const Account& source, const Account& target,
             std::string_view options);
  void end(std::string_view sentence, std::string_view exit);
  void stopped(const Error& error);
  // A sentence about the account that no run has told.
  void note(std::string_view text);

 private:
  void on(const PhaseBegan& event);
  void on(const Connected& event);
  void on(const Listing&) {}
  void on(const FolderPlanned& event);
  void on(const FolderProgress&) {}
  void on(const Progress&) {}
  void on(const MessageFailed& event);
  void on(const Notice& event);
  void on(const Interrupting& event);

  std::string line(std::string_view text) const;

  LogFile log_;
  std::string section_;
  Work work_;
};

// "[run 4]".
std::string run_section(std::uint64_t number);
// "[run 4]" of a line of the log; empty for a line that has none.
std::string_view section_of(std::string_view line);

// The log of a pair: "<state>/logs/alice@old.example-993_to_alice@new.example-993.log". Keys that
// hold other characters, or are long, get a hash behind them.
std::filesystem::path log_file(const std::filesystem::path& state, const Account& source,
                               const Account& target);

}  // namespace postferry::engine
