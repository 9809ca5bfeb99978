// RemoteLine: what a command asks of a running service (postferry --server URL ...), as values;
// remote_line(): from what was written to it.
//
// Made by parse_command_line(), carried out by remote_command(). Errors are bad_usage. Values.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "app/command_definition.hpp"
#include "app/remote_server.hpp"
#include "base/error.hpp"
#include "service/account_url.hpp"

namespace postferry::app {

enum class RemoteVerb : std::uint8_t { api, migrations, show, log, act, copy, batch_run };
enum class Waiting : std::uint8_t { no, to_the_end };

struct RemoteLine {
  RemoteVerb verb = RemoteVerb::migrations;
  RemoteServer server = {};
  Waiting waiting = Waiting::no;
  std::vector<std::string> ids = {};  // of migrations, each with the shape of one
  std::string run = {};               // of log: its number or "last"; empty: all
  std::string action = {};            // of act: "pause", "resume", "cancel" or "run"
  std::string states = {};            // of migrations, as is the next
  std::string search = {};
  std::string method = {};  // of api, as are the next four
  std::string path = {};    // from the root of the service
  std::string body = {};    // a file, "-" for the standard input; empty: none
  std::string if_match = {};
  std::string idempotency_key = {};
  std::filesystem::path list = {};  // of batch run
  service::AccountUrl source = {};  // of copy, as are the next three
  service::AccountUrl target = {};
  std::filesystem::path source_password_file = {};
  std::filesystem::path target_password_file = {};
  service::WrittenChoices choices = {};  // of copy and batch run; they are good
};

// Whether the command cannot do without a service: "migrations", "show", "pause", ...
bool asks_a_service(std::string_view command);

// Of `command` with --server, or of one that asks a service in any case.
Result<RemoteLine> remote_line(const WrittenOptions& written, std::string_view command);

}  // namespace postferry::app
