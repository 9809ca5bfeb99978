#include "app/man_page.hpp"

#include <fmt/format.h>

#include "app/command_notes.hpp"
#include "app/help_page.hpp"
#include "engine/verdict.hpp"

namespace postferry::app {
namespace {

// Text as troff takes it literally: no escapes, no requests, hyphens that can be copied.
std::string plain(std::string_view text) {
  std::string result;
  if (text.starts_with('.') || text.starts_with('\'')) result += "\\&";
  for (const char c : text) {
    if (c == '\\')
      result += "\\e";
    else if (c == '-')
      result += "\\-";
    else if (c == '~')
      result += "\\(ti";
    else if (c == '\'')
      result += "\\(aq";
    else
      result += c;
  }
  return result;
}

std::string section(std::string_view name) { return fmt::format(".SH {}\n", name); }

std::string item(std::string_view term, std::string_view meaning) {
  return fmt::format(".TP\n\\fB{}\\fR\n{}\n", plain(term), plain(meaning));
}

std::string notes(std::span<const Note> all) {
  std::string text;
  for (const auto& [term, meaning] : all) text += item(term, meaning);
  return text;
}

std::string option_item(const DescribedOption& option) {
  std::string names;
  for (const auto& name : option.names) {
    if (!names.empty()) names += ", ";
    names += fmt::format("\\fB{}\\fR", plain(name));
    if (!option.value.empty()) names += fmt::format(" \\fI{}\\fR", plain(option.value));
  }
  return fmt::format(".TP\n{}\n{}\n", names, plain(option.description));
}

std::string command_section(const DescribedCommand& command) {
  auto text = fmt::format(".SS {}\n{}\n", plain(synopsis(command)), plain(command.description));
  for (const auto& group : grouped_options(command)) {
    text += fmt::format(".PP\n{}:\n", plain(group.name));
    for (const auto* option : group.options) text += option_item(*option);
  }
  return text;
}

std::string exits() {
  std::string text;
  for (const auto& exit : engine::exit_catalog())
    text += item(fmt::format("{} ({})", static_cast<int>(exit.exit), exit.name), exit.meaning);
  return text;
}

std::string examples_of_all(const CommandTree& tree) {
  std::string text = notes(examples({}));
  for (const auto& command : tree.commands)
    if (command.name == "copy") text += notes(examples(command.name).subspan(1));
  return text;
}

}  // namespace

std::string man_page(const CommandTree& tree) {
  std::string text = ".TH POSTFERRY 1 \"\" \"postferry " POSTFERRY_VERSION "\" \"User Commands\"\n";
  text += section("NAME") + "postferry \\- move mail accounts between IMAP servers\n";
  text += section("SYNOPSIS");
  for (const auto& command : tree.commands) text += plain(synopsis(command)) + "\n.br\n";
  text += section("DESCRIPTION") + plain(tree.program.description) + "\n";
  text +=
      section("ACCOUNTS") +
      plain(
          "An account is imaps://USER@HOST[:PORT] or imap://USER@HOST[:PORT]; a colon "
          "inside the user name is written %3A. Behind the host, after a ? and separated by &:") +
      "\n" + notes(url_parameters());
  text += section("COMMANDS");
  for (const auto& command : tree.commands) text += command_section(command);
  text += section("EXIT STATUS") + exits();
  text += section("ENVIRONMENT") + notes(environment());
  text += section("FILES") + notes(files());
  return text + section("EXAMPLES") + examples_of_all(tree);
}

}  // namespace postferry::app
