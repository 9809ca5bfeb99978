// The commands of postferry. Each does what its command line asks, tells it on the console, and
// gives the exit code. Failure leaves them for what main reports.
#pragma once

#include "app/command_line.hpp"
#include "app/console.hpp"
#include "app/process.hpp"

namespace postferry::app {

// copy: a run of the engine; its last line on the standard output is the sentence that decides.
engine::Exit copy_command(const CommandLine& line, const Console& console,
                          const EnvironmentPasswords& passwords);

// plan: the dry run as a table.
engine::Exit plan_command(const CommandLine& line, const Console& console,
                          const EnvironmentPasswords& passwords);

// verify: both accounts compared; different when something is missing or altered.
engine::Exit verify_command(const CommandLine& line, const Console& console,
                            const EnvironmentPasswords& passwords);

// batch check: what is wrong with a list; bad_usage when its header is, incomplete when rows are.
engine::Exit batch_check_command(const CommandLine& line, const Console& console,
                                 const EnvironmentPasswords& passwords);

// batch run: the accounts of a list; complete when all are, else incomplete or interrupted.
engine::Exit batch_run_command(const CommandLine& line, const Console& console,
                               const EnvironmentPasswords& passwords);

// batch status: what the journal knows of them; complete when all are.
engine::Exit batch_status_command(const CommandLine& line, const Console& console,
                                  const EnvironmentPasswords& passwords);

// serve: the service with its page and API, until it is told to stop.
engine::Exit serve_command(const CommandLine& line, const Console& console);

// config check: every fault of a configuration file; bad_usage when there is one.
engine::Exit config_check_command(const CommandLine& line, const Console& console);

// user list: everybody and their roles.
engine::Exit user_list_command(const CommandLine& line, const Console& console);
// user link: the link of the first visit, or one for the operator who is locked out.
engine::Exit user_link_command(const CommandLine& line, const Console& console);
// user reset: a link that sets somebody's password anew.
engine::Exit user_reset_command(const CommandLine& line, const Console& console);

// vault rotate: a new key, with which everything is sealed anew; never beside a service that runs.
engine::Exit vault_rotate_command(const CommandLine& line, const Console& console);
// vault reset: deletes what the key file does not open.
engine::Exit vault_reset_command(const CommandLine& line, const Console& console);

// licence key: the public half of the signing key, which is made when there is none.
engine::Exit licence_key_command(const CommandLine& line, const Console& console);
// licence issue: a signed licence key on the standard output.
engine::Exit licence_issue_command(const CommandLine& line, const Console& console);

// With --server: what a running service is asked.
engine::Exit remote_command(const CommandLine& line, const Console& console,
                            const EnvironmentPasswords& passwords);

// status: all pairs of the journal.
engine::Exit status_command(const CommandLine& line, const Console& console);

// log: the log file of a pair, or one run of it.
engine::Exit log_command(const CommandLine& line, const Console& console);

}  // namespace postferry::app
