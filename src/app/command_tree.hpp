// CommandTree: the definition of the command line as plain values, read from CLI11's own tree.
//
// Made once for help, man page and completions, which are pure functions of it.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace postferry::app {

struct DescribedOption {
  std::vector<std::string> names;  // "--quiet", "-q"
  std::string value;               // "FILE"; empty for a flag
  std::string description;
  std::string group;
};

struct DescribedArgument {
  std::string name;  // "SOURCE"
  std::string description;
  std::vector<std::string> choices;  // where there are only a few
};

struct DescribedCommand {
  std::string name;  // "copy", "batch run"
  std::string description;
  std::vector<DescribedArgument> arguments;
  std::vector<DescribedOption> options;
};

// What several commands of two words begin with: "batch".
struct CommandGroup {
  std::string name;
  std::string description;
  std::vector<std::string> second_words;  // "check", "run"
};

struct CommandTree {
  DescribedCommand program;
  std::vector<DescribedCommand> commands;
  std::vector<CommandGroup> groups;
};

CommandTree describe_commands(const CLI::App& definition);

}  // namespace postferry::app
