#include "app/command_line.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "app/batch_line.hpp"
#include "app/command_definition.hpp"
#include "app/command_tree.hpp"
#include "app/completion.hpp"
#include "app/help_page.hpp"
#include "app/man_page.hpp"
#include "app/missing_word.hpp"
#include "app/written_options.hpp"
#include "text/ascii.hpp"

namespace postferry::app {
namespace {

std::unexpected<Error> refuse(std::string where, std::string text) {
  return std::unexpected(
      Error{.code = ErrorCode::bad_usage, .text = std::move(text), .where = std::move(where)});
}

// The command that was written, or nullptr.
const CLI::App* chosen(const CLI::App& app) {
  const auto commands = app.get_subcommands();
  if (commands.empty()) return nullptr;
  const auto below = commands.front()->get_subcommands();
  return below.empty() ? commands.front() : below.front();
}

std::string chosen_name(const CLI::App& app) {
  const auto* command = chosen(app);
  if (command == nullptr) return "postferry";
  const auto* parent = command->get_parent();
  return parent == &app ? command->get_name() : parent->get_name() + " " + command->get_name();
}

CommandLine to_print(std::string text) {
  CommandLine line;
  line.printed = std::move(text);
  return line;
}

// "--colour" of "--colour=blue", "-p" of "-psecret"; empty for what is no option.
std::string option_name(std::string_view argument) {
  if (!argument.starts_with("-") || argument.size() < 2) return {};
  if (!argument.starts_with("--")) return std::string(argument.substr(0, 2));
  const auto name = argument.substr(0, argument.find('='));
  const bool plain = name.size() <= 40 && std::ranges::all_of(name, [](char c) {
                       return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
                     });
  return plain ? std::string(name) : std::string("--...");
}

// An option of the command that the program itself does not have.
bool stands_before_its_command(const CLI::App& app, const std::string& name) {
  const auto* command = chosen(app);
  return command != nullptr && command->get_option_no_throw(name) != nullptr;
}

std::unexpected<Error> refuse_extra(const CLI::App& app) {
  const auto command = chosen_name(app);
  for (const auto& argument : app.remaining(true)) {
    const auto name = option_name(argument);
    if (name.empty()) continue;
    if (text::to_lower(name).find("pass") != std::string::npos || name == "-p")
      return refuse(name,
                    "A password is never an argument, where others can see it. Put it into "
                    "POSTFERRY_SOURCE_PASSWORD or POSTFERRY_TARGET_PASSWORD, or into a file for "
                    "--source-password-file or --target-password-file, or wait to be asked.");
    if (name == "--server" && chosen(app) != nullptr)
      return refuse(
          name, fmt::format("Write it before the command: postferry --server URL {} ...", command));
    if (stands_before_its_command(app, name))
      return refuse(name,
                    fmt::format("Write it behind the command: postferry {} {} ...", command, name));
    return refuse(name,
                  command == "postferry"
                      ? "There is no such option; see postferry --help."
                      : fmt::format("{0} has no such option; see postferry {0} --help.", command));
  }
  return refuse(command, "There is one argument too many; options begin with two hyphens.");
}

std::unexpected<Error> refuse_incomplete(const CLI::App& app) {
  if (chosen(app) == nullptr)
    return refuse({},
                  "The first word is a command: copy, plan, verify, batch, serve, config, user, "
                  "vault, licence, status, log, completion or man; see postferry --help.");
  const auto name = chosen_name(app);
  return refuse(name, missing_word(name));
}

// CLI11's words begin with the option's name; what else they hold may be a value.
std::unexpected<Error> refuse_value(const CLI::App& app, const std::string& words) {
  const auto& command = chosen(app) == nullptr ? app : *chosen(app);
  for (const auto* option : command.get_options()) {
    const auto name = option->get_name();
    if (words.starts_with(name + ":"))
      return refuse(name, option->get_items_expected_max() > 1
                              ? "Write a value behind it."
                              : "Write it once, with one value behind it.");
    for (const auto& bare : option->get_lnames())
      if (words.starts_with(bare + " was given")) return refuse(name, "It takes no value.");
  }
  return refuse(chosen_name(app), "An option lacks its value, or has one too many.");
}

Result<CommandLine> pages(const CommandTree& tree, const CLI::App& command,
                          const WrittenOptions& written) {
  if (command.get_name() == "man") return to_print(man_page(tree));
  auto script = completion_script(tree, written.shell);
  if (script.empty()) return refuse("completion", "Name the shell: bash, zsh or fish.");
  return to_print(std::move(script));
}

Verb verb_named(std::string_view name) {
  if (name == "copy") return Verb::copy;
  if (name == "plan") return Verb::plan;
  if (name == "verify") return Verb::verify;
  if (name == "batch check") return Verb::batch_check;
  if (name == "batch run") return Verb::batch_run;
  if (name == "batch status") return Verb::batch_status;
  if (name == "serve") return Verb::serve;
  if (name == "config check") return Verb::config_check;
  if (name == "user list") return Verb::user_list;
  if (name == "user link") return Verb::user_link;
  if (name == "user reset") return Verb::user_reset;
  if (name == "vault rotate") return Verb::vault_rotate;
  if (name == "vault reset") return Verb::vault_reset;
  if (name == "licence key") return Verb::licence_key;
  if (name == "licence issue") return Verb::licence_issue;
  return name == "log" ? Verb::log : Verb::status;
}

bool is_about_a_service(Verb verb) { return verb >= Verb::serve; }

bool is_batch(Verb verb) {
  return verb == Verb::batch_check || verb == Verb::batch_run || verb == Verb::batch_status;
}

Result<CommandLine> serve_line(const WrittenOptions& written, Verb verb,
                               const std::filesystem::path& default_state) {
  CommandLine line;
  line.verb = verb;
  line.serve = {.listen = std::nullopt,
                .state = written.state,
                .default_state = default_state,
                .configuration = written.configuration};
  auto operation = operator_line(written);
  if (!operation) return std::unexpected(operation.error());
  line.operation = *std::move(operation);
  if (written.listen.empty()) return line;
  line.serve.listen = parse_listen_address(written.listen);
  if (!line.serve.listen)
    return refuse("--listen", "Write an address and a port, such as 127.0.0.1:8080 or [::1]:8080.");
  return line;
}

Result<CommandLine> asked_there(const WrittenOptions& written, const std::string& name) {
  CommandLine line;
  line.verb = Verb::remote;
  const auto output = output_of(written);
  if (!output) return std::unexpected(output.error());
  line.output = *output;
  auto remote = remote_line(written, name);
  if (!remote) return std::unexpected(remote.error());
  line.remote = *std::move(remote);
  return line;
}

Result<CommandLine> understood(const WrittenOptions& written, Verb verb,
                               const std::filesystem::path& default_state) {
  CommandLine line;
  line.verb = verb;
  line.state = written.state.empty() ? default_state : std::filesystem::path(written.state);
  if (line.state.empty())
    return refuse("--state", "The home folder is not known; name a folder for the journal.");
  const auto output = output_of(written);
  if (!output) return std::unexpected(output.error());
  line.output = *output;
  if (verb == Verb::status) return line;
  if (is_batch(verb)) {
    auto batch = batch_line(written, line.state);
    if (!batch) return std::unexpected(batch.error());
    if (!batch->written.state.empty()) line.state = batch->written.state;
    line.batch = std::move(*batch);
    return line;
  }
  if (written.target.empty()) return refuse("log", missing_word("log"));
  auto source = service::parse_account_url(written.source, Side::source);
  if (!source) return std::unexpected(source.error());
  line.source = std::move(*source);
  auto target = service::parse_account_url(written.target, Side::target);
  if (!target) return std::unexpected(target.error());
  line.target = std::move(*target);
  auto options = service::engine_options(written);
  if (!options) return std::unexpected(options.error());
  line.options = std::move(*options);
  const auto section = log_section(written);
  if (!section) return std::unexpected(section.error());
  line.section = *section;
  line.source_password_file = written.source_password_file;
  line.target_password_file = written.target_password_file;
  line.trace = written.trace;
  if (written.deep) line.depth = engine::Depth::every_byte;
  return line;
}

// Commands that have commands.
constexpr std::array<std::string_view, 5> with_commands{"batch", "config", "user", "vault",
                                                        "licence"};

bool has_commands(std::string_view name) {
  return std::ranges::find(with_commands, name) != with_commands.end();
}

}  // namespace

Result<CommandLine> parse_command_line(std::span<const std::string> arguments,
                                       const std::filesystem::path& default_state) {
  // What people try first.
  if (!arguments.empty() && arguments.front() == "help") {
    std::vector<std::string> asked(arguments.begin() + 1, arguments.end());
    asked.resize(
        std::min<std::size_t>(asked.size(), !asked.empty() && has_commands(asked.front()) ? 2 : 1));
    asked.emplace_back("--help");
    return parse_command_line(asked, default_state);
  }
  if (arguments.empty())
    return refuse(
        {},
        "Say what to do: copy, plan, verify, batch, status or log, such as postferry copy "
        "imaps://alice@old.example imaps://alice@new.example; see postferry --help.");
  WrittenOptions written;
  const auto definition = define_commands(written);
  auto& app = *definition;
  const auto tree = describe_commands(app);
  try {
    // CLI11 takes them from the back.
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::CallForHelp&) {
    return to_print(help_page(tree, chosen(app) == nullptr ? std::string() : chosen_name(app)));
  } catch (const CLI::CallForVersion&) {
    return to_print("postferry " POSTFERRY_VERSION "\n");
  } catch (const CLI::RequiredError&) {
    return app.remaining(true).empty() || chosen(app) == nullptr ? refuse_incomplete(app)
                                                                 : refuse_extra(app);
  } catch (const CLI::ExtrasError&) {
    return refuse_extra(app);
  } catch (const CLI::ParseError& error) {
    return refuse_value(app, error.what());
  }
  const auto name = chosen_name(app);
  if (name == "man" || name == "completion") return pages(tree, *chosen(app), written);
  if (!written.server.empty() || asks_a_service(name)) return asked_there(written, name);
  if (written.wait)
    return refuse("--wait",
                  "It waits for a service; without --server the command is over when it "
                  "ends.");
  const auto verb = verb_named(name);
  if (is_about_a_service(verb)) return serve_line(written, verb, default_state);
  return understood(written, verb, default_state);
}

std::filesystem::path default_state_folder() {
  // A relative path there is invalid and must be ignored, says the specification.
  if (const char* state = std::getenv("XDG_STATE_HOME"); state != nullptr && state[0] == '/')
    return std::filesystem::path(state) / "postferry";
  const char* home = std::getenv("HOME");
  if (home == nullptr || home[0] != '/') {
    const auto* entry = getpwuid(getuid());
    home = entry == nullptr ? nullptr : entry->pw_dir;
  }
  if (home == nullptr || home[0] != '/') return {};
  return std::filesystem::path(home) / ".local" / "state" / "postferry";
}

}  // namespace postferry::app
