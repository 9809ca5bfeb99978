#include "app/command_definition.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace postferry::app {
namespace {

constexpr auto folders_and_messages = "Folders and messages";
constexpr auto places = "Where they go";
constexpr auto passwords = "Passwords";
constexpr auto speed = "Speed";
constexpr auto decisions = "Decisions";
constexpr auto all_rows = "For all rows";
constexpr auto output = "Output";
constexpr auto state = "State";
constexpr auto service = "Service";

// Also where the next option stands in the value's place, as after a variable that was empty.
std::string lacking_value(const std::string& written) {
  const bool is_option = written.starts_with("--") || written == "-q" || written == "-v";
  return written.empty() || is_option ? "a value is missing" : "";
}

void value(CLI::App& command, const char* name, std::string& to, const char* type,
           const char* group, const char* description) {
  command.add_option(name, to, description)->type_name(type)->group(group)->check(lacking_value);
}

void values(CLI::App& command, const char* name, std::vector<std::string>& to, const char* type,
            const char* group, const char* description) {
  command.add_option(name, to, description)
      ->type_name(type)
      ->group(group)
      ->allow_extra_args(false)
      ->check(lacking_value);
}

void flag(CLI::App& command, const char* name, bool& to, const char* group,
          const char* description) {
  command.add_flag(name, to, description)->group(group)->disable_flag_override();
}

void accounts(CLI::App& command, WrittenOptions& written) {
  command
      .add_option("SOURCE", written.source,
                  "The account to read, as imaps://USER@HOST[:PORT] or imap://USER@HOST[:PORT].")
      ->required();
  command.add_option("TARGET", written.target, "The account to write, in the same form.")
      ->required();
}

void state_folder(CLI::App& command, WrittenOptions& written) {
  value(command, "--state", written.state, "DIR", state,
        "The folder of the journal and the logs. Default: $XDG_STATE_HOME/postferry or "
        "~/.local/state/postferry.");
}

void choosing(CLI::App& command, WrittenOptions& written) {
  values(command, "--include", written.include, "GLOB", folders_and_messages,
         "Only folders whose path matches, and those below them; * stands for any text, / "
         "included, and ? for one character. Repeatable.");
  values(command, "--exclude", written.exclude, "GLOB", folders_and_messages,
         "Not the folders whose path matches, nor those below them. Repeatable.");
  values(command, "--exclude-special", written.exclude_special, "USES", folders_and_messages,
         "Not the folders for these uses, nor those below them; separated by commas: sent, drafts, "
         "trash, junk, archive, all, flagged, important. Repeatable.");
  value(command, "--since", written.since, "DATE", folders_and_messages,
        "Only messages received at this date or later: YYYY-MM-DD (midnight UTC) or RFC 3339.");
  value(command, "--before", written.before, "DATE", folders_and_messages,
        "Only messages received before this date.");
  value(command, "--max-size", written.max_size, "SIZE", folders_and_messages,
        "Only messages of at most this size: bytes, or a number with K, M or G.");
  values(command, "--map", written.map, "FROM=TO", places,
         "Give the folder FROM, and those below it, the path TO on the target; \\= stands for an "
         "equals sign. Repeatable.");
  value(command, "--into", written.into, "FOLDER", places,
        "Put everything that --map does not place below this folder of the target.");
}

void password_files(CLI::App& command, WrittenOptions& written) {
  value(command, "--source-password-file", written.source_password_file, "FILE", passwords,
        "Take the source's password from the first line of this file. Without it: from "
        "POSTFERRY_SOURCE_PASSWORD, else it is asked for.");
  value(command, "--target-password-file", written.target_password_file, "FILE", passwords,
        "Take the target's password from the first line of this file. Without it: from "
        "POSTFERRY_TARGET_PASSWORD, else it is asked for.");
}

void password_files_of_a_list(CLI::App& command, WrittenOptions& written) {
  value(command, "--source-password-file", written.source_password_file, "FILE", passwords,
        "Take the password of sources whose row has none from the first line of this file. Without "
        "it: from POSTFERRY_SOURCE_PASSWORD; nobody is asked.");
  value(command, "--target-password-file", written.target_password_file, "FILE", passwords,
        "The same for targets. Without it: from POSTFERRY_TARGET_PASSWORD; nobody is asked.");
}

void speed_of_a_pair(CLI::App& command, WrittenOptions& written) {
  value(command, "--connections", written.connections, "N", speed,
        "Connections to each account, 1 to 32. Default: as many as pay, up to 4.");
  value(command, "--limit-rate", written.limit_rate, "SIZE", speed,
        "Read at most so many bytes of messages a second: a number with K, M or G.");
}

void accepted_server(CLI::App& command, WrittenOptions& written) {
  flag(command, "--accept-new-server", written.accept_new_server, decisions,
       "Go on although a server is not the one of the first run.");
}

void telling(CLI::App& command, WrittenOptions& written) {
  flag(command, "--json", written.json, output, "One JSON object a line instead of text.");
  flag(command, "--quiet,-q", written.quiet, output, "Only errors and the last sentence.");
  flag(command, "--verbose,-v", written.verbose, output, "Tell each folder and each step.");
}

void tracing(CLI::App& command, WrittenOptions& written) {
  value(command, "--trace", written.trace, "FILE", output,
        "Write the conversation with both servers into this file; passwords and messages are "
        "left out.");
}

void accepted_dates(CLI::App& command, WrittenOptions& written) {
  flag(command, "--accept-dates", written.accept_dates, decisions,
       "Go on although the target does not keep received dates.");
}

CLI::App& pair_command(CLI::App& app, WrittenOptions& written, const char* name,
                       const char* description) {
  auto& command = *app.add_subcommand(name, description);
  accounts(command, written);
  choosing(command, written);
  password_files(command, written);
  speed_of_a_pair(command, written);
  accepted_server(command, written);
  telling(command, written);
  tracing(command, written);
  state_folder(command, written);
  return command;
}

void common_to_rows(CLI::App& command, WrittenOptions& written) {
  value(command, "--defaults", written.defaults, "FILE", all_rows,
        "Take what holds for all rows from this file of NAME = VALUE lines; what stands on the "
        "command line wins.");
  value(command, "--source-server", written.source_server, "URL", all_rows,
        "The server of sources that are only a user name, as "
        "imaps://HOST[:PORT][?master=NAME].");
  value(command, "--target-server", written.target_server, "URL", all_rows,
        "The same for targets; a target that is left out is the source's user name there.");
}

CLI::App& list_command(CLI::App& batch, WrittenOptions& written, const char* name,
                       const char* description) {
  auto& command = *batch.add_subcommand(name, description);
  command.add_option("FILE", written.list, "The list of accounts, as CSV with a header line.")
      ->required();
  common_to_rows(command, written);
  choosing(command, written);
  password_files_of_a_list(command, written);
  speed_of_a_pair(command, written);
  value(command, "--connections-per-host", written.connections_per_host, "N", speed,
        "Connections to one host, of all accounts together. Default: 20.");
  value(command, "--connections-per-user", written.connections_per_user, "N", speed,
        "Connections of one user to one host. Default: 10.");
  accepted_dates(command, written);
  accepted_server(command, written);
  return command;
}

void batch_commands(CLI::App& app, WrittenOptions& written) {
  auto& batch = *app.add_subcommand("batch", "Copy whole lists of accounts.");
  batch.require_subcommand(1);
  auto& check = list_command(batch, written, "check", "Tell what is wrong with a list.");
  flag(check, "--login", written.login, decisions,
       "Also log in to every account on both sides, a few at a time.");
  flag(check, "--json", written.json, output, "One JSON object a line instead of text.");
  flag(check, "--quiet,-q", written.quiet, output, "Only what is wrong, and the last sentence.");
  auto& run = list_command(batch, written, "run", "Copy the accounts of a list, many at a time.");
  value(run, "--parallel", written.parallel, "N", speed,
        "Accounts at a time, 1 to 500. Default: 10.");
  value(run, "--limit-rate-per-host", written.limit_rate_per_host, "SIZE", speed,
        "At most so many bytes of messages a second from and to one host.");
  value(run, "--limit-rate-total", written.limit_rate_total, "SIZE", speed,
        "At most so many bytes of messages a second, over all accounts.");
  flag(run, "--unfinished", written.unfinished, decisions,
       "Only accounts whose last run was not complete.");
  telling(run, written);
  value(run, "--trace", written.trace, "DIR", output,
        "Write the conversation of each account with both servers into a file of its own in this "
        "folder; passwords and messages are left out.");
  value(run, "--results", written.results, "FILE", output,
        "Where the table of results goes, as CSV. Default: results/ in the state folder.");
  state_folder(run, written);
  auto& status = *batch.add_subcommand("status", "Show how it stands with the accounts of a list.");
  status.add_option("FILE", written.list,
                    "The list of accounts. Without it, all accounts of the journal.");
  common_to_rows(status, written);
  flag(status, "--json", written.json, output, "One JSON object a line instead of text.");
  state_folder(status, written);
}

void service_commands(CLI::App& app, WrittenOptions& written) {
  auto& serve =
      *app.add_subcommand("serve", "Serve the REST API (so far: people and their rights).");
  value(serve, "--listen", written.listen, "ADDRESS:PORT", service,
        "Where it listens. Default: 127.0.0.1:8080.");
  value(serve, "--config", written.configuration, "FILE", service,
        "Take the configuration from this TOML file; what stands on the command line wins.");
  value(serve, "--state", written.state, "DIR", state,
        "The folder of the database, the journals, the logs and the key. Default: "
        "$XDG_STATE_HOME/postferry or ~/.local/state/postferry.");
  auto& config = *app.add_subcommand("config", "Look after the service's configuration.");
  config.require_subcommand(1);
  auto& check = *config.add_subcommand("check", "Tell what is wrong with a configuration file.");
  check.add_option("FILE", written.configuration, "The file, in TOML.")->required();
}

void service_at_hand(CLI::App& command, WrittenOptions& written) {
  value(command, "--config", written.configuration, "FILE", service,
        "The service's configuration file.");
  value(command, "--state", written.state, "DIR", state,
        "The service's state folder, where the configuration names none.");
}

CLI::App& operator_command(CLI::App& group, WrittenOptions& written, const char* name,
                           const char* description) {
  auto& command = *group.add_subcommand(name, description);
  service_at_hand(command, written);
  return command;
}

CLI::App& command_group(CLI::App& app, const char* name, const char* description) {
  auto& group = *app.add_subcommand(name, description);
  group.require_subcommand(1);
  return group;
}

void operator_commands(CLI::App& app, WrittenOptions& written) {
  auto& user = command_group(app, "user", "Let people into the service again.");
  operator_command(user, written, "list", "Show everybody and their roles.");
  operator_command(user, written, "link",
                   "Print the link of the first visit, or one that lets the operator in again.");
  auto& reset = operator_command(user, written, "reset",
                                 "Print a one-time link that sets somebody's password anew.");
  reset.add_option("EMAIL", written.email, "The address they sign in with.")->required();
  auto& vault = command_group(app, "vault", "Look after the key to stored passwords.");
  operator_command(vault, written, "rotate",
                   "Make a new key and seal all stored passwords anew; the service must not run.");
  auto& give_up = operator_command(vault, written, "reset",
                                   "Delete stored passwords that the key file does not open.");
  flag(give_up, "--yes", written.yes, decisions, "The right key file is lost for good.");
  auto& licence = command_group(app, "licence", "Issue licence keys to customers.");
  auto& key = operator_command(licence, written, "key",
                               "Print the signing key's public half; make a key if there is none.");
  auto& issue = operator_command(licence, written, "issue",
                                 "Print a licence key for a number of migrations.");
  value(issue, "--migrations", written.migrations, "N", service, "How many it allows.");
  value(issue, "--customer", written.customer, "NAME", service,
        "Only this customer may register it: a name or an id. Without it: whoever does so first.");
  value(issue, "--installation", written.installation, "ID", service,
        "The installation that it is for. Without it: the one whose database is here.");
  for (auto* command : {&key, &issue})
    value(*command, "--key", written.signing_key, "FILE", service,
          "The signing key. Default: licence.key in the state folder.");
}

void small_commands(CLI::App& app, WrittenOptions& written) {
  auto& status = *app.add_subcommand("status", "Show how it stands with each account pair.");
  flag(status, "--json", written.json, output, "One JSON object a line instead of text.");
  state_folder(status, written);
  auto& log = *app.add_subcommand("log", "Print what happened to one account pair.");
  log.add_option("SOURCE", written.source, "The account that was read, as it was written then.")
      ->required();
  log.add_option("TARGET", written.target, "The account that was written, in the same form.")
      ->required();
  value(log, "--run", written.run, "N", output,
        "Only what this run of copy wrote: its number, as status shows it, or last.");
  state_folder(log, written);
  auto& completion = *app.add_subcommand("completion", "Print a shell's completions.");
  completion.add_option("SHELL", written.shell, "bash, zsh or fish.")
      ->type_name("bash|zsh|fish")
      ->required();
  app.add_subcommand("man", "Print the man page.");
}

}  // namespace

void FreeDefinition::operator()(CLI::App* definition) const { delete definition; }

CommandDefinition define_commands(WrittenOptions& written) {
  CommandDefinition app(new CLI::App(
      "Moves a mail account from one IMAP server to another: exact, resumable, proven.",
      "postferry"));
  app->set_help_flag("--help,-h", "Print this help.")->group(output);
  app->set_version_flag("--version", POSTFERRY_VERSION, "Print the version.")->group(output);
  app->require_subcommand(1);
  auto& copy = pair_command(*app, written, "copy", "Copy what is not there yet, and prove it.");
  accepted_dates(copy, written);
  auto& plan = pair_command(*app, written, "plan", "Show what copy would do; nothing is written.");
  accepted_dates(plan, written);
  auto& verify =
      pair_command(*app, written, "verify", "Compare both accounts without trusting the journal.");
  flag(verify, "--deep", written.deep, folders_and_messages,
       "Compare every byte; only this can find altered messages.");
  batch_commands(*app, written);
  service_commands(*app, written);
  operator_commands(*app, written);
  small_commands(*app, written);
  for (auto* command : app->get_subcommands(nullptr)) {
    if (auto* help = command->get_help_ptr()) help->group(output);
    for (auto* below : command->get_subcommands(nullptr))
      if (auto* help = below->get_help_ptr()) help->group(output);
  }
  return app;
}

}  // namespace postferry::app
