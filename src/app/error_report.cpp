#include "app/error_report.hpp"

#include <fmt/format.h>

#include "base/error_catalog.hpp"
#include "text/display.hpp"

namespace postferry::app {
namespace {

// "source imap.old.example: ".
std::string place(const Error& error) {
  std::string text(side_name(error.side));
  // Of arguments, the name alone tells the side.
  if (error.code == ErrorCode::bad_usage || error.code == ErrorCode::file_unreadable) text.clear();
  if (!error.where.empty()) text += (text.empty() ? "" : " ") + text::printable(error.where);
  return text.empty() ? text : text + ": ";
}

}  // namespace

std::string error_report(const Error& error) {
  const auto& entry = catalog_entry(error.code);
  const auto words = text::printable(error.text);
  if (error.code == ErrorCode::bad_usage && !words.empty())
    return fmt::format("postferry: {}{}\n", place(error), words);
  auto report = fmt::format("postferry: {}{} [{}]\n", place(error), entry.sentence, entry.name);
  if (!words.empty()) report += fmt::format("  {}\n", words);
  if (error.retry_after)
    report += fmt::format(fmt::runtime(error.code == ErrorCode::lease_held
                                           ? "  Its claim ends in {} seconds unless it goes on.\n"
                                           : "  It asks to wait {} seconds.\n"),
                          error.retry_after->count());
  return report + fmt::format("  Next: {}\n", entry.hint);
}

}  // namespace postferry::app
