#include "app/help_page.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/command_notes.hpp"
#include "engine/verdict.hpp"

namespace postferry::app {
namespace {

constexpr std::size_t width = 80;
constexpr std::size_t term_width = 30;

// Words of `text` in lines that begin with `indent` blanks; the first line has `used` columns.
std::string wrapped(std::string_view text, std::size_t used, std::size_t indent) {
  std::string result;
  std::size_t column = used;
  while (!text.empty()) {
    const auto word = text.substr(0, text.find(' '));
    if (column + 1 + word.size() > width && column > indent) {
      result += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (column != indent) {
      result += ' ';
      ++column;
    }
    result += word;
    column += word.size();
    text.remove_prefix(std::min(text.size(), word.size() + 1));
  }
  return result + "\n";
}

// "  --state DIR                  The folder of ..."
std::string entry(std::string_view term, std::string_view meaning) {
  auto line = fmt::format("  {}", term);
  if (line.size() + 2 > term_width)
    return line + "\n" + std::string(term_width, ' ') + wrapped(meaning, term_width, term_width);
  line.resize(term_width, ' ');
  return line + wrapped(meaning, term_width, term_width);
}

std::string option_term(const DescribedOption& option) {
  const auto names = fmt::format("{}", fmt::join(option.names, ", "));
  return option.value.empty() ? names : fmt::format("{} {}", names, option.value);
}

std::string example_lines(std::string_view command) {
  std::string text = "\nExamples:\n";
  for (const auto& [term, meaning] : examples(command))
    text += fmt::format("  {}\n      {}", term, wrapped(meaning, 6, 6));
  return text;
}

std::string exit_lines() {
  std::string text = "\nExit codes:\n";
  for (const auto& exit : engine::exit_catalog())
    text += fmt::format("  {:>3}  {:<16}{}", static_cast<int>(exit.exit), exit.name,
                        wrapped(exit.meaning, 23, 23));
  return text;
}

std::string option_lines(const DescribedCommand& command) {
  std::string text;
  for (const auto& group : grouped_options(command)) {
    text += fmt::format("\n{}:\n", group.name);
    for (const auto* option : group.options)
      text += entry(option_term(*option), option->description);
  }
  return text;
}

std::string url_lines() {
  std::string text = "\nBehind the host, after a ? and separated by &:\n";
  for (const auto& [term, meaning] : url_parameters()) text += entry(term, meaning);
  return text;
}

std::string program_page(const CommandTree& tree) {
  auto text = fmt::format("{}\n\nUsage: postferry COMMAND [OPTIONS] ...\n\nCommands:\n",
                          tree.program.description);
  for (const auto& command : tree.commands) {
    auto term = command.name;
    for (const auto& argument : command.arguments) term += " " + argument.name;
    text += entry(term, command.description);
  }
  text += option_lines(tree.program) + example_lines({}) + exit_lines();
  return text +
         "\npostferry COMMAND --help tells all about one command: its options, and how an "
         "account\nis written.\n";
}

std::string command_page(const DescribedCommand& command) {
  auto text = fmt::format("{}\n\nUsage: {}\n", command.description, synopsis(command));
  if (!command.arguments.empty()) text += "\n";
  for (const auto& argument : command.arguments) text += entry(argument.name, argument.description);
  // log only names its accounts.
  const bool connects = command.arguments.size() == 2 && command.name != "log";
  if (connects) text += url_lines();
  text += option_lines(command) + example_lines(command.name);
  const bool works_on_list = !command.arguments.empty() && command.arguments[0].name == "FILE";
  return connects || works_on_list ? text + exit_lines() : text;
}

}  // namespace

std::string help_page(const CommandTree& tree, std::string_view command) {
  const auto found = std::ranges::find(tree.commands, command, &DescribedCommand::name);
  return found == tree.commands.end() ? program_page(tree) : command_page(*found);
}

std::string synopsis(const DescribedCommand& command) {
  auto text = fmt::format("postferry {}", command.name);
  if (command.options.size() > 1) text += " [OPTIONS]";
  for (const auto& argument : command.arguments) text += " " + argument.name;
  return text;
}

std::vector<OptionGroup> grouped_options(const DescribedCommand& command) {
  std::vector<OptionGroup> groups;
  for (const auto& option : command.options) {
    auto group = std::ranges::find(groups, option.group, &OptionGroup::name);
    if (group == groups.end()) group = groups.insert(group, OptionGroup{option.group, {}});
    group->options.push_back(&option);
  }
  return groups;
}

}  // namespace postferry::app
