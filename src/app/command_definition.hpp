// The commands and options of postferry, defined once: for parsing, help, man page and completions.
//
// The only place where an option's name and description stand. Arguments are taken as text;
// app/written_options.hpp and service/lists/choices.hpp give them their meaning. Home of CLI11.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "service/lists/choices.hpp"

namespace CLI {
class App;
}

namespace postferry::app {

// Each as it was written; empty where it was not.
struct WrittenOptions : service::WrittenChoices {
  std::string source;
  std::string target;
  std::string source_password_file;
  std::string target_password_file;
  std::string state;
  std::string trace;
  std::string list;
  std::string defaults;
  std::string source_server;
  std::string target_server;
  std::string parallel;
  std::string results;
  std::string connections_per_host;
  std::string connections_per_user;
  std::string limit_rate_per_host;
  std::string limit_rate_total;
  std::string run;
  std::string shell;
  std::string listen;
  std::string configuration;
  std::string email;
  std::string migrations;
  std::string customer;
  std::string installation;
  std::string signing_key;
  std::string server;
  std::vector<std::string> ids;
  std::string method;
  std::string path;
  std::string body;
  std::string if_match;
  std::string idempotency_key;
  std::string states;
  std::string search;
  bool deep = false;
  bool login = false;
  bool unfinished = false;
  bool yes = false;
  bool wait = false;
  bool json = false;
  bool quiet = false;
  bool verbose = false;
};

struct FreeDefinition {
  void operator()(CLI::App* definition) const;
};
using CommandDefinition = std::unique_ptr<CLI::App, FreeDefinition>;

// Parsing writes into `written`, which must live as long as the definition.
CommandDefinition define_commands(WrittenOptions& written);

}  // namespace postferry::app
