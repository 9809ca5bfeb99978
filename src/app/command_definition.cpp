#include "app/command_definition.hpp"

#include "app/option_words.hpp"

namespace postferry::app {
namespace {

void accounts(CLI::App& command, WrittenOptions& written) {
  command
      .add_option("SOURCE", written.source,
                  "The account to read, as imaps://USER@HOST[:PORT] or imap://USER@HOST[:PORT].")
      ->required();
  command.add_option("TARGET", written.target, "The account to write, in the same form.")
      ->required();
}

void state_folder(CLI::App& command, WrittenOptions& written) {
  value(command, "--state", written.state, "DIR", groups::state,
        "The folder of the journal and the logs. Default: $XDG_STATE_HOME/postferry or "
        "~/.local/state/postferry.");
}

void choosing(CLI::App& command, WrittenOptions& written) {
  values(command, "--include", written.include, "GLOB", groups::folders_and_messages,
         "Only folders whose path matches, and those below them; * stands for any text, / "
         "included, and ? for one character. Repeatable.");
  values(command, "--exclude", written.exclude, "GLOB", groups::folders_and_messages,
         "Not the folders whose path matches, nor those below them. Repeatable.");
  values(command, "--exclude-special", written.exclude_special, "USES",
         groups::folders_and_messages,
         "Not the folders for these uses, nor those below them; separated by commas: sent, drafts, "
         "trash, junk, archive, all, flagged, important. Repeatable.");
  value(command, "--since", written.since, "DATE", groups::folders_and_messages,
        "Only messages received at this date or later: YYYY-MM-DD (midnight UTC) or RFC 3339.");
  value(command, "--before", written.before, "DATE", groups::folders_and_messages,
        "Only messages received before this date.");
  value(command, "--max-size", written.max_size, "SIZE", groups::folders_and_messages,
        "Only messages of at most this size: bytes, or a number with K, M or G.");
  values(command, "--map", written.map, "FROM=TO", groups::places,
         "Give the folder FROM, and those below it, the path TO on the target; \\= stands for an "
         "equals sign. Repeatable.");
  value(command, "--into", written.into, "FOLDER", groups::places,
        "Put everything that --map does not place below this folder of the target.");
}

void password_files(CLI::App& command, WrittenOptions& written) {
  value(command, "--source-password-file", written.source_password_file, "FILE", groups::passwords,
        "Take the source's password from the first line of this file. Without it: from "
        "POSTFERRY_SOURCE_PASSWORD, else it is asked for.");
  value(command, "--target-password-file", written.target_password_file, "FILE", groups::passwords,
        "Take the target's password from the first line of this file. Without it: from "
        "POSTFERRY_TARGET_PASSWORD, else it is asked for.");
}

void password_files_of_a_list(CLI::App& command, WrittenOptions& written) {
  value(command, "--source-password-file", written.source_password_file, "FILE", groups::passwords,
        "Take the password of sources whose row has none from the first line of this file. Without "
        "it: from POSTFERRY_SOURCE_PASSWORD; nobody is asked.");
  value(command, "--target-password-file", written.target_password_file, "FILE", groups::passwords,
        "The same for targets. Without it: from POSTFERRY_TARGET_PASSWORD; nobody is asked.");
}

void speed_of_a_pair(CLI::App& command, WrittenOptions& written) {
  value(command, "--connections", written.connections, "N", groups::speed,
        "Connections to each account, 1 to 32. Default: as many as pay, up to 4.");
  value(command, "--limit-rate", written.limit_rate, "SIZE", groups::speed,
        "Read at most so many bytes of messages a second: a number with K, M or G.");
}

void accepted_server(CLI::App& command, WrittenOptions& written) {
  flag(command, "--accept-new-server", written.accept_new_server, groups::decisions,
       "Go on although a server is not the one of the first run.");
}

void telling(CLI::App& command, WrittenOptions& written) {
  flag(command, "--json", written.json, groups::output, "One JSON object a line instead of text.");
  flag(command, "--quiet,-q", written.quiet, groups::output, "Only errors and the last sentence.");
  flag(command, "--verbose,-v", written.verbose, groups::output, "Tell each folder and each step.");
}

void tracing(CLI::App& command, WrittenOptions& written) {
  value(command, "--trace", written.trace, "FILE", groups::output,
        "Write the conversation with both servers into this file; passwords and messages are "
        "left out.");
}

void accepted_dates(CLI::App& command, WrittenOptions& written) {
  flag(command, "--accept-dates", written.accept_dates, groups::decisions,
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
  value(command, "--defaults", written.defaults, "FILE", groups::all_rows,
        "Take what holds for all rows from this file of NAME = VALUE lines; what stands on the "
        "command line wins.");
  value(command, "--source-server", written.source_server, "URL", groups::all_rows,
        "The server of sources that are only a user name, as "
        "imaps://HOST[:PORT][?master=NAME].");
  value(command, "--target-server", written.target_server, "URL", groups::all_rows,
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
  value(command, "--connections-per-host", written.connections_per_host, "N", groups::speed,
        "Connections to one host, of all accounts together. Default: 20.");
  value(command, "--connections-per-user", written.connections_per_user, "N", groups::speed,
        "Connections of one user to one host. Default: 10.");
  accepted_dates(command, written);
  accepted_server(command, written);
  return command;
}

void batch_commands(CLI::App& app, WrittenOptions& written) {
  auto& batch = *app.add_subcommand("batch", "Copy whole lists of accounts.");
  batch.require_subcommand(1);
  auto& check = list_command(batch, written, "check", "Tell what is wrong with a list.");
  flag(check, "--login", written.login, groups::decisions,
       "Also log in to every account on both sides, a few at a time.");
  flag(check, "--json", written.json, groups::output, "One JSON object a line instead of text.");
  flag(check, "--quiet,-q", written.quiet, groups::output,
       "Only what is wrong, and the last sentence.");
  auto& run = list_command(batch, written, "run", "Copy the accounts of a list, many at a time.");
  value(run, "--parallel", written.parallel, "N", groups::speed,
        "Accounts at a time, 1 to 500. Default: 10.");
  value(run, "--limit-rate-per-host", written.limit_rate_per_host, "SIZE", groups::speed,
        "At most so many bytes of messages a second from and to one host.");
  value(run, "--limit-rate-total", written.limit_rate_total, "SIZE", groups::speed,
        "At most so many bytes of messages a second, over all accounts.");
  flag(run, "--unfinished", written.unfinished, groups::decisions,
       "Only accounts whose last run was not complete.");
  define_waiting(run, written);
  telling(run, written);
  value(run, "--trace", written.trace, "DIR", groups::output,
        "Write the conversation of each account with both servers into a file of its own in this "
        "folder; passwords and messages are left out.");
  value(run, "--results", written.results, "FILE", groups::output,
        "Where the table of results goes, as CSV. Default: results/ in the state folder.");
  state_folder(run, written);
  auto& status = *batch.add_subcommand("status", "Show how it stands with the accounts of a list.");
  status.add_option("FILE", written.list,
                    "The list of accounts. Without it, all accounts of the journal.");
  common_to_rows(status, written);
  flag(status, "--json", written.json, groups::output, "One JSON object a line instead of text.");
  state_folder(status, written);
}

void small_commands(CLI::App& app, WrittenOptions& written) {
  auto& status = *app.add_subcommand("status", "Show how it stands with each account pair.");
  flag(status, "--json", written.json, groups::output, "One JSON object a line instead of text.");
  state_folder(status, written);
  auto& log = *app.add_subcommand("log", "Print what happened to one account pair.");
  log.add_option("SOURCE", written.source,
                 "The account that was read, as it was written then; with --server, the id of a "
                 "migration and nothing else.")
      ->required();
  log.add_option("TARGET", written.target, "The account that was written, in the same form.");
  value(log, "--run", written.run, "N", groups::output,
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
  app->set_help_flag("--help,-h", "Print this help.")->group(groups::output);
  app->set_version_flag("--version", POSTFERRY_VERSION, "Print the version.")
      ->group(groups::output);
  app->require_subcommand(1);
  auto& copy = pair_command(*app, written, "copy", "Copy what is not there yet, and prove it.");
  accepted_dates(copy, written);
  define_waiting(copy, written);
  auto& plan = pair_command(*app, written, "plan", "Show what copy would do; nothing is written.");
  accepted_dates(plan, written);
  auto& verify =
      pair_command(*app, written, "verify", "Compare both accounts without trusting the journal.");
  flag(verify, "--deep", written.deep, groups::folders_and_messages,
       "Compare every byte; only this can find altered messages.");
  batch_commands(*app, written);
  define_remote(*app, written);
  define_service(*app, written);
  define_upkeep(*app, written);
  small_commands(*app, written);
  for (auto* command : app->get_subcommands(nullptr)) {
    if (auto* help = command->get_help_ptr()) help->group(groups::output);
    for (auto* below : command->get_subcommands(nullptr))
      if (auto* help = below->get_help_ptr()) help->group(groups::output);
  }
  return app;
}

}  // namespace postferry::app
