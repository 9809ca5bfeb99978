// postferry: the program. Arguments to a command, a command to an exit code.
#include <exception>
#include <string>
#include <vector>

#include "app/commands.hpp"

namespace postferry::app {
namespace {

engine::Exit carry_out(const CommandLine& line, const Console& console,
                       const EnvironmentPasswords& passwords) {
  switch (line.verb) {
    case Verb::print:
      console.out.write(line.printed);
      return engine::Exit::complete;
    case Verb::copy:
      return copy_command(line, console, passwords);
    case Verb::plan:
      return plan_command(line, console, passwords);
    case Verb::verify:
      return verify_command(line, console, passwords);
    case Verb::batch_check:
      return batch_check_command(line, console, passwords);
    case Verb::batch_run:
      return batch_run_command(line, console, passwords);
    case Verb::batch_status:
      return batch_status_command(line, console, passwords);
    case Verb::status:
      return status_command(line, console);
    case Verb::serve:
      return serve_command(line, console);
    case Verb::config_check:
      return config_check_command(line, console);
    case Verb::user_list:
      return user_list_command(line, console);
    case Verb::user_link:
      return user_link_command(line, console);
    case Verb::user_reset:
      return user_reset_command(line, console);
    case Verb::vault_rotate:
      return vault_rotate_command(line, console);
    case Verb::vault_reset:
      return vault_reset_command(line, console);
    case Verb::licence_key:
      return licence_key_command(line, console);
    case Verb::licence_issue:
      return licence_issue_command(line, console);
    case Verb::remote:
      return remote_command(line, console, passwords);
    case Verb::log:
      break;
  }
  return log_command(line, console);
}

engine::Exit run(const std::vector<std::string>& arguments) {
  forbid_core_dumps();
  fail_writes_with_errors();
  const auto passwords = take_environment_passwords();
  const Console console{.out = standard_output(), .err = standard_error()};
  const auto line = parse_command_line(arguments, default_state_folder());
  if (!line) return console.fail(line.error(), Output::normal);
  try {
    return carry_out(*line, console, passwords);
  } catch (const Failure& failure) {
    return console.fail(failure.error(), line->output);
  } catch (const std::exception& error) {
    return console.fail(Error{.code = ErrorCode::internal, .text = error.what(), .where = {}},
                        line->output);
  }
}

}  // namespace
}  // namespace postferry::app

int main(int count, char** values) {
  return static_cast<int>(postferry::app::run({values + 1, values + (count > 0 ? count : 1)}));
}
