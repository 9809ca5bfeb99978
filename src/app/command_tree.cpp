#include "app/command_tree.hpp"

#include <algorithm>
#include <iterator>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace postferry::app {
namespace {

DescribedOption described_option(const CLI::Option& option) {
  DescribedOption described{.names = {},
                            .value = {},
                            .description = option.get_description(),
                            .group = option.get_group()};
  for (const auto& name : option.get_lnames()) described.names.push_back("--" + name);
  for (const auto& name : option.get_snames()) described.names.push_back("-" + name);
  // Flags expect no value.
  if (option.get_expected_max() > 0) described.value = option.get_type_name();
  return described;
}

DescribedArgument described_argument(const CLI::Option& option) {
  DescribedArgument described{
      .name = option.get_name(), .description = option.get_description(), .choices = {}};
  const auto type = option.get_type_name();
  if (type.find('|') != std::string::npos) described.choices = CLI::detail::split(type, '|');
  return described;
}

DescribedCommand described_command(const CLI::App& app) {
  DescribedCommand command{
      .name = app.get_name(), .description = app.get_description(), .arguments = {}, .options = {}};
  for (const auto* option : app.get_options()) {
    if (option->get_positional())
      command.arguments.push_back(described_argument(*option));
    else
      command.options.push_back(described_option(*option));
  }
  // CLI11 has them first; people look for the others.
  const auto is_common = [](const DescribedOption& option) {
    return option.names.front() == "--help" || option.names.front() == "--version";
  };
  std::vector<DescribedOption> ordered;
  std::ranges::remove_copy_if(command.options, std::back_inserter(ordered), is_common);
  std::ranges::copy_if(command.options, std::back_inserter(ordered), is_common);
  command.options = std::move(ordered);
  return command;
}

}  // namespace

CommandTree describe_commands(const CLI::App& definition) {
  CommandTree tree{.program = described_command(definition), .commands = {}, .groups = {}};
  const auto all = [](const CLI::App*) { return true; };
  for (const auto* command : definition.get_subcommands(all)) {
    const auto below = command->get_subcommands(all);
    if (below.empty()) tree.commands.push_back(described_command(*command));
    if (!below.empty())
      tree.groups.push_back({command->get_name(), command->get_description(), {}});
    for (const auto* each : below) {
      tree.groups.back().second_words.push_back(each->get_name());
      tree.commands.push_back(described_command(*each));
      tree.commands.back().name = command->get_name() + " " + each->get_name();
    }
  }
  return tree;
}

}  // namespace postferry::app
