// CommandLine: what a person asked for, as values; parse_command_line(): from the arguments to it.
//
// Called once by main. Every error is bad_usage with the option or command in `where` and what is
// allowed in `text`; what stands where no argument belongs is never repeated, because it may be a
// password. Values.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>

#include "app/batch_line.hpp"
#include "app/operator_line.hpp"
#include "app/remote_line.hpp"
#include "app/serve_line.hpp"
#include "engine/comparison.hpp"
#include "engine/options.hpp"
#include "service/account_url.hpp"

namespace postferry::app {

enum class Verb : std::uint8_t {
  print,
  copy,
  plan,
  verify,
  status,
  log,
  remote,  // what a running service is asked
  batch_check,
  batch_run,
  batch_status,
  serve,
  config_check,
  user_list,
  user_link,
  user_reset,
  vault_rotate,
  vault_reset,
  licence_key,
  licence_issue
};
enum class Output : std::uint8_t { normal, quiet, verbose, json };

// What of its log to print: all, one run by its number, or the last run.
struct LogSection {
  enum class Which : std::uint8_t { all, number, last } which = Which::all;
  std::uint64_t number = 0;
};

struct CommandLine {
  Verb verb = Verb::print;
  std::string printed;  // for print: help, the version, a man page or completions
  service::AccountUrl source;
  service::AccountUrl target;
  std::filesystem::path source_password_file;  // empty: not given
  std::filesystem::path target_password_file;
  std::filesystem::path state;
  std::filesystem::path trace;  // empty: none
  engine::Options options;
  engine::Depth depth = engine::Depth::headers;
  Output output = Output::normal;
  LogSection section;
  BatchLine batch;  // of the commands for lists
  ServeLine serve;  // of serve, config check, and what looks after a service
  OperatorLine operation;
  RemoteLine remote;
};

// `arguments` without the program's name; `default_state` where --state is not given: when that is
// empty, --state is demanded.
Result<CommandLine> parse_command_line(std::span<const std::string> arguments,
                                       const std::filesystem::path& default_state);

// By the XDG base directory rules: $XDG_STATE_HOME/postferry, else ~/.local/state/postferry; empty
// where no home is known.
std::filesystem::path default_state_folder();

}  // namespace postferry::app
