#include "app/command_notes.hpp"

#include <array>

namespace postferry::app {
namespace {

constexpr std::array all_examples{
    Note{"postferry plan imaps://alice@old.example imaps://alice@new.example",
         "Show what would be copied."},
    Note{"postferry copy imaps://alice@old.example imaps://alice@new.example",
         "Copy it. Run the same command again at any time: it goes on, or brings what is new."},
    Note{"postferry verify --deep imaps://alice@old.example imaps://alice@new.example",
         "Compare every byte on both sides."},
    Note{"postferry batch run accounts.csv", "Copy a whole list of accounts, many at a time."},
    Note{"postferry status", "Show all accounts and how their last runs ended."},
};

constexpr std::array batch_check_examples{
    Note{"postferry batch check accounts.csv",
         "Tell every bad row; the columns are source, source_password, target, target_password."},
    Note{"postferry batch check --login accounts.csv", "Try every password on both sides, too."},
};

constexpr std::array batch_run_examples{
    Note{"postferry batch run accounts.csv",
         "Copy them. Run the same command again at any time: it goes on, tries again what failed, "
         "and brings what is new."},
    Note{"postferry batch run --source-server 'imaps://old.example?master=admin' "
         "--source-password-file admin.secret --target-server imaps://new.example accounts.csv",
         "Read as a master user; the rows are user names with the targets' passwords."},
    Note{"postferry batch run --defaults list.conf --parallel 40 accounts.csv",
         "Take what holds for all rows from a file."},
};

constexpr std::array batch_status_examples{
    Note{"postferry batch status accounts.csv", "Show how it stands with each account."},
};

constexpr std::array copy_examples{
    Note{"postferry copy imaps://alice@old.example imaps://alice@new.example",
         "Copy one account; both passwords are asked for."},
    Note{"postferry copy --exclude-special junk,trash --max-size 50M SOURCE TARGET",
         "Leave out junk, trash and very large messages."},
    Note{"postferry copy --map 'Sent Mail=Sent' --into 'Old account' SOURCE TARGET",
         "Give folders other names on the target."},
    Note{"postferry copy 'imaps://alice@old.example?master=admin' TARGET",
         "Read with a master user's password instead of Alice's."},
    Note{"postferry copy 'imaps://alice@mail.example?connect=192.0.2.7' "
         "imaps://alice@mail.example",
         "Read from the old server after DNS has moved to the new one."},
    Note{"postferry --server https://move.provider.example copy --wait SOURCE TARGET",
         "Let a running service do it, and wait."},
};

constexpr std::array plan_examples{
    Note{"postferry plan imaps://alice@old.example imaps://alice@new.example",
         "Show what copy would do, with the same options as copy."},
};

constexpr std::array verify_examples{
    Note{"postferry verify imaps://alice@old.example imaps://alice@new.example",
         "Compare by headers."},
    Note{"postferry verify --deep SOURCE TARGET", "Compare every byte."},
};

constexpr std::array api_examples{
    Note{"postferry --server https://move.provider.example api GET '/migrations?state=failed'",
         "Any route of the API, as docs/openapi/openapi.json describes it."},
    Note{"postferry --server https://move.provider.example api POST /migrations plan.json",
         "Send a file; - is the standard input, where no password is left behind in a file."},
};

constexpr std::array migrations_examples{
    Note{"POSTFERRY_TOKEN=$(cat token) postferry --server https://move.provider.example "
         "migrations --state failed,incomplete",
         "What wants a person, with a token from a file."},
};

constexpr std::array show_examples{
    Note{"postferry --server https://move.provider.example show 01JAB3QK5WZ8V6T9R2M4N7PXYC",
         "One migration with its folders and errors."},
};

constexpr std::array act_examples{
    Note{"postferry --server https://move.provider.example pause 01JAB3QK5WZ8V6T9R2M4N7PXYC",
         "In the same way: resume, cancel and run, each with one id or several."},
};

constexpr std::array run_examples{
    Note{"postferry --server https://move.provider.example run --wait 01JAB3QK5WZ8V6T9R2M4N7PXYC",
         "Run it again and wait until it has ended."},
};

constexpr std::array serve_examples{
    Note{"postferry serve", "Serve at http://127.0.0.1:8080; the first start prints a link."},
    Note{"postferry serve --config /etc/postferry/postferry.toml",
         "Serve as the configuration file says."},
};

constexpr std::array config_check_examples{
    Note{"postferry config check /etc/postferry/postferry.toml", "Tell every fault with its line."},
};

constexpr std::array user_list_examples{
    Note{"postferry user list --config /etc/postferry/postferry.toml",
         "Show who may sign in to the service, whether it runs or not."},
};

constexpr std::array user_link_examples{
    Note{"postferry user link --config /etc/postferry/postferry.toml",
         "Let the operator in again, whether the service runs or not."},
};

constexpr std::array user_reset_examples{
    Note{"postferry user reset olga@provider.example",
         "Print a link with which Olga sets a new password."},
};

constexpr std::array vault_rotate_examples{
    Note{"systemctl stop postferry; postferry vault rotate --config "
         "/etc/postferry/postferry.toml; systemctl start postferry",
         "Change the key, as the user to whom the key file belongs."},
};

constexpr std::array vault_reset_examples{
    Note{"postferry vault reset --yes --config /etc/postferry/postferry.toml",
         "Start over without the stored passwords, when no copy of their key is left."},
};

constexpr std::array licence_key_examples{
    Note{"postferry licence key --key licence.key",
         "Make a signing key and print what the configuration needs."},
};

constexpr std::array licence_issue_examples{
    Note{"postferry licence issue --migrations 25 --customer Nordlicht",
         "A key for 25 migrations of one customer of the installation here."},
    Note{"postferry licence issue --migrations 100 --installation 01JAB3QK5WZ8V6T9R2M4N7PXYC --key "
         "licence.key",
         "A key for another installation."},
};

constexpr std::array status_examples{
    Note{"postferry status", "Show all accounts and how their last runs ended."},
};

constexpr std::array log_examples{
    Note{"postferry log imaps://alice@old.example imaps://alice@new.example",
         "Print what happened, with times; each line names its run."},
    Note{"postferry log --run last SOURCE TARGET", "Print what the last copy did."},
};

constexpr std::array completion_examples{
    Note{"postferry completion bash > ~/.local/share/bash-completion/completions/postferry",
         "Install the completions for one user."},
};

constexpr std::array man_examples{
    Note{"postferry man | man -l -", "Read the man page."},
};

constexpr std::array parameters{
    Note{"tls=none",
         "Speak in the clear, only with imap://. Without it, imaps:// is TLS and "
         "imap:// demands STARTTLS."},
    Note{"ca=FILE", "Trust the certificate authorities in this PEM file instead of the system's."},
    Note{"fingerprint=SHA256", "Trust exactly the certificate with this SHA-256 fingerprint."},
    Note{"connect=ADDRESS[:PORT]",
         "Connect there; the certificate is still checked against the "
         "URL's host."},
    Note{"master=NAME",
         "Log in as this master user, who acts for the user; the password is the "
         "master's."},
    Note{"master-separator=TEXT",
         "Log in as USER TEXT NAME in one word, such as alice*admin, "
         "instead of SASL PLAIN with an authorisation identity."},
};

constexpr std::array variables{
    Note{"POSTFERRY_SOURCE_PASSWORD",
         "The source's password, unless --source-password-file is given."},
    Note{"POSTFERRY_TARGET_PASSWORD",
         "The target's password, unless --target-password-file is given."},
    Note{"POSTFERRY_TOKEN", "The API token with which --server is asked."},
    Note{"XDG_STATE_HOME",
         "Where the folder postferry of the journal lies; default "
         "~/.local/state."},
    Note{"NO_COLOR", "No colours, whatever its value."},
};

constexpr std::array state_files{
    Note{"journal.db", "In the state folder: what was copied, so that nothing is copied twice."},
    Note{"results/", "In the state folder: what became of each account of a list, as CSV."},
    Note{"logs/", "In the state folder: one log for each pair of accounts."},
};

}  // namespace

std::span<const Note> examples(std::string_view command) {
  if (command == "copy") return copy_examples;
  if (command == "plan") return plan_examples;
  if (command == "verify") return verify_examples;
  if (command == "status") return status_examples;
  if (command == "log") return log_examples;
  if (command == "batch check") return batch_check_examples;
  if (command == "batch run") return batch_run_examples;
  if (command == "batch status") return batch_status_examples;
  if (command == "api") return api_examples;
  if (command == "migrations") return migrations_examples;
  if (command == "show") return show_examples;
  if (command == "pause" || command == "resume" || command == "cancel") return act_examples;
  if (command == "run") return run_examples;
  if (command == "serve") return serve_examples;
  if (command == "config check") return config_check_examples;
  if (command == "user list") return user_list_examples;
  if (command == "user link") return user_link_examples;
  if (command == "user reset") return user_reset_examples;
  if (command == "vault rotate") return vault_rotate_examples;
  if (command == "vault reset") return vault_reset_examples;
  if (command == "licence key") return licence_key_examples;
  if (command == "licence issue") return licence_issue_examples;
  if (command == "completion") return completion_examples;
  if (command == "man") return man_examples;
  return all_examples;
}

std::span<const Note> url_parameters() { return parameters; }
std::span<const Note> environment() { return variables; }
std::span<const Note> files() { return state_files; }

}  // namespace postferry::app
