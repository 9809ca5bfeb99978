#include "app/completion.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <set>

namespace postferry::app {
namespace {

constexpr std::string_view uses = "sent drafts trash junk archive all flagged important";

// Text between single quotes of any shell.
std::string shell_quoted(std::string_view text) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'')
      result += "'\\''";
    else
      result += c;
  }
  return result + "'";
}

// The first words of all commands, each once.
std::string command_names(const CommandTree& tree) {
  std::vector<std::string> names;
  for (const auto& command : tree.commands)
    if (!command.name.contains(' ')) names.push_back(command.name);
  for (const auto& group : tree.groups) names.push_back(group.name);
  return fmt::format("{}", fmt::join(names, " "));
}

std::string option_names(const DescribedCommand& command) {
  std::vector<std::string> names;
  for (const auto& option : command.options)
    names.insert(names.end(), option.names.begin(), option.names.end());
  return fmt::format("{}", fmt::join(names, " "));
}

// What may stand where no option does: choices, or the two ways to begin an account.
std::string argument_words(const DescribedCommand& command) {
  // The shell knows its files itself, and nobody the ids and addresses.
  if (command.arguments.empty()) return {};
  const auto& [name, description, choices] = command.arguments.front();
  if (name == "SOURCE") return "imaps:// imap://";
  return fmt::format("{}", fmt::join(choices, " "));
}

std::string bash_values(const CommandTree& tree) {
  std::vector<std::string> files;
  std::vector<std::string> folders;
  std::vector<std::string> others;
  std::set<std::string> seen;
  for (const auto& command : tree.commands)
    for (const auto& option : command.options) {
      auto& kind = option.value == "FILE" ? files : option.value == "DIR" ? folders : others;
      const bool takes_words = !option.value.empty() && option.value != "USES";
      if (takes_words && seen.insert(option.names.front()).second)
        kind.insert(kind.end(), option.names.begin(), option.names.end());
    }
  return fmt::format(
      "    {}) COMPREPLY=($(compgen -f -- \"$current\")); return ;;\n"
      "    {}) COMPREPLY=($(compgen -d -- \"$current\")); return ;;\n"
      "    --exclude-special) COMPREPLY=($(compgen -W '{}' -- \"$current\")); return ;;\n"
      "    {}) return ;;\n",
      fmt::join(files, "|"), fmt::join(folders, "|"), uses, fmt::join(others, "|"));
}

std::string bash_script(const CommandTree& tree) {
  std::string cases;
  for (const auto& command : tree.commands)
    cases +=
        fmt::format("    {}) options={}; words={} ;;\n", shell_quoted(command.name),
                    shell_quoted(option_names(command)), shell_quoted(argument_words(command)));
  std::string groups;
  for (const auto& [name, description, second_words] : tree.groups)
    groups += fmt::format(
        "  if [ \"$command\" = {0} ]; then\n"
        "    if [ \"$COMP_CWORD\" -eq $((first + 1)) ]; then\n"
        "      COMPREPLY=($(compgen -W '{1}' -- \"$current\"))\n"
        "      return\n"
        "    fi\n"
        "    command=\"$command ${{COMP_WORDS[first + 1]}}\"\n"
        "  fi\n",
        name, fmt::join(second_words, " "));
  return fmt::format(
      "# Completions of postferry for bash, made by: postferry completion bash\n"
      "_postferry() {{\n"
      "  local current=\"${{COMP_WORDS[COMP_CWORD]}}\" previous=\"${{COMP_WORDS[COMP_CWORD-1]}}\"\n"
      "  local first=1 command options words\n"
      "  COMPREPLY=()\n"
      "  if [ \"${{COMP_WORDS[1]}}\" = --server ]; then\n"
      // A colon begins a word of its own.
      "    first=3\n"
      "    while [[ \"${{COMP_WORDS[first]}}\" == :* ]]; do first=$((first + 2)); done\n"
      "    if [ \"$COMP_CWORD\" -lt \"$first\" ]; then return; fi\n"
      "  fi\n"
      "  command=\"${{COMP_WORDS[first]}}\"\n"
      "  if [ \"$COMP_CWORD\" -eq \"$first\" ]; then\n"
      "    COMPREPLY=($(compgen -W '{} {}' -- \"$current\"))\n"
      "    return\n"
      "  fi\n"
      "{}"
      "  case \"$previous\" in\n{}  esac\n"
      "  case \"$command\" in\n{}"
      "    *) return ;;\n"
      "  esac\n"
      "  case \"$current\" in\n"
      "    -*) COMPREPLY=($(compgen -W \"$options\" -- \"$current\")) ;;\n"
      "    *) COMPREPLY=($(compgen -W \"$words\" -- \"$current\")) ;;\n"
      "  esac\n"
      "}}\n"
      "complete -o default -F _postferry postferry\n",
      command_names(tree), option_names(tree.program), groups, bash_values(tree), cases);
}

// A description inside _arguments: no brackets, no colons.
std::string zsh_text(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') result += '\\';
    result += c;
  }
  return result;
}

std::string zsh_action(const DescribedOption& option) {
  if (option.value.empty()) return {};
  if (option.value == "FILE") return ":file:_files";
  if (option.value == "DIR") return ":folder:_files -/";
  if (option.value == "USES") return fmt::format(":uses:({})", uses);
  return fmt::format(":{}: ", zsh_text(option.value));
}

std::string zsh_arguments(const DescribedCommand& command) {
  std::string text = "      _arguments";
  for (const auto& option : command.options)
    for (const auto& name : option.names)
      text += " \\\n        " +
              shell_quoted(
                  fmt::format("*{}[{}]{}", name, zsh_text(option.description), zsh_action(option)));
  for (const auto& argument : command.arguments)
    text += " \\\n        " +
            shell_quoted(argument.name == "FILE"
                             ? std::string(":FILE:_files")
                             : fmt::format(":{}:({})", argument.name, argument_words(command)));
  return text + " ;;\n";
}

std::string zsh_script(const CommandTree& tree) {
  std::string described;
  std::string cases;
  for (const auto& command : tree.commands) {
    if (!command.name.contains(' '))
      described += "    " + shell_quoted(command.name + ":" + zsh_text(command.description)) + "\n";
    cases += fmt::format("    {})\n{}", shell_quoted(command.name), zsh_arguments(command));
  }
  std::string groups;
  for (const auto& [name, description, second_words] : tree.groups) {
    described += "    " + shell_quoted(name + ":" + zsh_text(description)) + "\n";
    groups += fmt::format(
        "  if [ \"$command\" = {0} ]; then\n"
        "    if (( CURRENT == 2 )); then\n"
        "      compadd {1}\n"
        "      return\n"
        "    fi\n"
        "    command=\"$command $words[2]\"\n"
        "    shift words\n"
        "    (( CURRENT-- ))\n"
        "  fi\n",
        name, fmt::join(second_words, " "));
  }
  return fmt::format(
      "#compdef postferry\n"
      "# Completions of postferry for zsh, made by: postferry completion zsh\n"
      "_postferry() {{\n"
      "  local -a commands\n"
      "  commands=(\n{}  )\n"
      "  if [[ $words[2] == --server ]]; then\n"
      "    (( CURRENT < 4 )) && return\n"
      "    shift 2 words\n"
      "    (( CURRENT -= 2 ))\n"
      "  fi\n"
      "  if (( CURRENT == 2 )); then\n"
      "    _describe 'command' commands\n"
      "    return\n"
      "  fi\n"
      "  local command=\"$words[2]\"\n"
      "  shift words\n"
      "  (( CURRENT-- ))\n"
      "{}"
      "  case \"$command\" in\n{}"
      "  esac\n"
      "}}\n"
      "if [ \"$funcstack[1]\" = \"_postferry\" ]; then _postferry \"$@\"; "
      "else compdef _postferry postferry; fi\n",
      described, groups, cases);
}

// When fish is at this command: "batch check" is two words, and no "status" of its own.
std::string fish_condition(const CommandTree& tree, const std::string& name) {
  const std::string seen = "__fish_seen_subcommand_from ";
  if (const auto blank = name.find(' '); blank != std::string::npos)
    return seen + name.substr(0, blank) + "; and " + seen + name.substr(blank + 1);
  auto condition = seen + name;
  for (const auto& group : tree.groups) condition += "; and not " + seen + group.name;
  return condition;
}

std::string fish_option(std::string_view condition, const DescribedOption& option) {
  auto line = fmt::format("complete -c postferry -n {}", shell_quoted(condition));
  for (const auto& name : option.names)
    line += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  if (option.value == "FILE") line += " -r -F";
  if (option.value == "DIR") line += " -x -a '(__fish_complete_directories)'";
  if (option.value == "USES") line += fmt::format(" -x -a {}", shell_quoted(uses));
  if (!option.value.empty() && line.find(" -r") == std::string::npos &&
      line.find(" -x") == std::string::npos)
    line += " -x";
  return fmt::format("{} -d {}\n", line, shell_quoted(option.description));
}

std::string fish_word(std::string_view condition, std::string_view word,
                      std::string_view description) {
  return fmt::format("complete -c postferry -n {} -a {} -d {}\n", shell_quoted(condition), word,
                     shell_quoted(description));
}

std::string fish_script(const CommandTree& tree) {
  std::string text =
      "# Completions of postferry for fish, made by: postferry completion fish\n"
      "complete -c postferry -f\n";
  for (const auto& option : tree.program.options)
    text += fish_option("__fish_use_subcommand", option);
  for (const auto& command : tree.commands) {
    const auto condition = fish_condition(tree, command.name);
    const auto blank = command.name.find(' ');
    if (blank == std::string::npos)
      text += fish_word("__fish_use_subcommand", command.name, command.description);
    else
      text +=
          fish_word(fmt::format("__fish_seen_subcommand_from {}", command.name.substr(0, blank)),
                    command.name.substr(blank + 1), command.description);
    for (const auto& option : command.options) text += fish_option(condition, option);
    if (const auto words = argument_words(command); !words.empty())
      text += fmt::format("complete -c postferry -n {} -a {}\n", shell_quoted(condition),
                          shell_quoted(words));
    if (!command.arguments.empty() && command.arguments.front().name == "FILE")
      text += fmt::format("complete -c postferry -n {} -F\n", shell_quoted(condition));
  }
  for (const auto& group : tree.groups)
    text += fish_word("__fish_use_subcommand", group.name, group.description);
  return text;
}

}  // namespace

std::string completion_script(const CommandTree& tree, std::string_view shell) {
  if (shell == "bash") return bash_script(tree);
  if (shell == "zsh") return zsh_script(tree);
  if (shell == "fish") return fish_script(tree);
  return {};
}

}  // namespace postferry::app
