#include "app/missing_word.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace postferry::app {
namespace {

constexpr std::string_view migration_wanted =
    "Name a migration by its id; postferry --server URL migrations shows them.";

struct MissingWord {
  std::string_view command;
  std::string_view sentence;
};
constexpr std::array missing_words{
    MissingWord{"completion", "Name the shell: bash, zsh or fish."},
    MissingWord{"batch",
                "Say what to do with the list: postferry batch check FILE, postferry batch run "
                "FILE or postferry batch status FILE."},
    MissingWord{"config", "Name the file: postferry config check postferry.toml."},
    MissingWord{"config check", "Name the file: postferry config check postferry.toml."},
    MissingWord{"user",
                "Say what to do: postferry user list, postferry user link or postferry user reset "
                "EMAIL."},
    MissingWord{"user reset", "Name the person: postferry user reset olga@provider.example."},
    MissingWord{"vault", "Say what to do: postferry vault rotate or postferry vault reset."},
    MissingWord{"licence",
                "Say what to do: postferry licence key, or postferry licence issue --migrations "
                "25."},
    MissingWord{"api", "Say what to ask: postferry --server URL api GET /migrations."},
    MissingWord{"show", migration_wanted},
    MissingWord{"pause", migration_wanted},
    MissingWord{"resume", migration_wanted},
    MissingWord{"cancel", migration_wanted},
    MissingWord{"run", migration_wanted},
};

}  // namespace

std::string missing_word(std::string_view command) {
  const auto* missing = std::ranges::find(missing_words, command, &MissingWord::command);
  if (missing != missing_words.end()) return std::string(missing->sentence);
  if (command.contains(' '))
    return fmt::format("Name the list: postferry {} accounts.csv; see docs/lists.md.", command);
  return fmt::format(
      "Two accounts are needed: postferry {} imaps://alice@old.example imaps://alice@new.example",
      command);
}

}  // namespace postferry::app
