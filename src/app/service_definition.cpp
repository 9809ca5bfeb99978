#include "app/option_words.hpp"

namespace postferry::app {
namespace {

// Also where the next option stands in the value's place, as after a variable that was empty.
std::string lacking_value(const std::string& written) {
  const bool is_option = written.starts_with("--") || written == "-q" || written == "-v";
  return written.empty() || is_option ? "a value is missing" : "";
}

void service_at_hand(CLI::App& command, WrittenOptions& written) {
  value(command, "--config", written.configuration, "FILE", groups::service,
        "The service's configuration file.");
  value(command, "--state", written.state, "DIR", groups::state,
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

}  // namespace

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

void define_service(CLI::App& app, WrittenOptions& written) {
  auto& serve = *app.add_subcommand(
      "serve", "Serve the web page and the REST API: plan, run and watch migrations.");
  value(serve, "--listen", written.listen, "ADDRESS:PORT", groups::service,
        "Where it listens. Default: 127.0.0.1:8080.");
  value(serve, "--config", written.configuration, "FILE", groups::service,
        "Take the configuration from this TOML file; what stands on the command line wins.");
  value(serve, "--state", written.state, "DIR", groups::state,
        "The folder of the database, the journals, the logs and the key. Default: "
        "$XDG_STATE_HOME/postferry or ~/.local/state/postferry.");
  auto& config = *app.add_subcommand("config", "Look after the service's configuration.");
  config.require_subcommand(1);
  auto& check = *config.add_subcommand("check", "Tell what is wrong with a configuration file.");
  check.add_option("FILE", written.configuration, "The file, in TOML.")->required();
}

void define_upkeep(CLI::App& app, WrittenOptions& written) {
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
  flag(give_up, "--yes", written.yes, groups::decisions, "The right key file is lost for good.");
  auto& licence = command_group(app, "licence", "Issue licence keys to customers.");
  auto& key = operator_command(licence, written, "key",
                               "Print the signing key's public half; make a key if there is none.");
  auto& issue = operator_command(licence, written, "issue",
                                 "Print a licence key for a number of migrations.");
  value(issue, "--migrations", written.migrations, "N", groups::service, "How many it allows.");
  value(issue, "--customer", written.customer, "NAME", groups::service,
        "Only this customer may register it: a name or an id. Without it: whoever does so first.");
  value(issue, "--installation", written.installation, "ID", groups::service,
        "The installation that it is for. Without it: the one whose database is here.");
  for (auto* command : {&key, &issue})
    value(*command, "--key", written.signing_key, "FILE", groups::service,
          "The signing key. Default: licence.key in the state folder.");
}

}  // namespace postferry::app
