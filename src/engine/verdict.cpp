#include "engine/verdict.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/error_catalog.hpp"
#include "text/quantities.hpp"

namespace postferry::engine {
namespace {

using text::counted;
using text::grouped;

// " (--max-size 3, --exclude Junk 1)"; nothing where no rule has a name.
std::string by_rule(const std::map<std::string, std::uint64_t>& excluded) {
  std::vector<std::string> rules;
  for (const auto& [rule, count] : excluded)
    if (!rule.empty() && count != 0) rules.push_back(fmt::format("{} {}", rule, grouped(count)));
  if (rules.empty()) return {};
  return fmt::format(" ({})", fmt::join(rules, ", "));
}

std::uint64_t excluded_of(const Verdict& verdict) {
  std::uint64_t sum = 0;
  for (const auto& [rule, count] : verdict.excluded) sum += count;
  return sum;
}

// What no state counts is not there as far as anybody knows.
std::uint64_t absent_of(const Verdict& verdict) {
  const auto accounted = verdict.brought + verdict.was_there + verdict.moved_or_removed +
                         excluded_of(verdict) + verdict.failed + verdict.doubtful + verdict.missing;
  const auto forgotten = verdict.messages > accounted ? verdict.messages - accounted : 0;
  return verdict.failed + verdict.missing + (verdict.stopped_by ? 0 : forgotten);
}

std::string be(std::uint64_t count) { return count == 1 ? "is" : "are"; }
std::string was(std::uint64_t count) { return count == 1 ? "was" : "were"; }

// What is said behind the colon: each count that is not zero, and at least what was brought.
std::string counts(const Verdict& verdict) {
  std::vector<std::string> parts;
  if (verdict.brought != 0 || verdict.was_there == 0)
    parts.push_back(fmt::format("{} brought", grouped(verdict.brought)));
  if (verdict.was_there != 0)
    parts.push_back(fmt::format("{} {} there", grouped(verdict.was_there), was(verdict.was_there)));
  if (verdict.moved_or_removed != 0)
    parts.push_back(
        fmt::format("{} moved or removed there by their owner", grouped(verdict.moved_or_removed)));
  if (const auto excluded = excluded_of(verdict); excluded != 0)
    parts.push_back(
        fmt::format("{} excluded by rule{}", grouped(excluded), by_rule(verdict.excluded)));
  if (verdict.doubtful != 0) parts.push_back(fmt::format("{} doubtful", grouped(verdict.doubtful)));
  if (const auto absent = absent_of(verdict); absent != 0)
    parts.push_back(fmt::format("{} {} NOT there", grouped(absent), be(absent)));
  return fmt::format("{}", fmt::join(parts, ", "));
}

// What stands beside the messages.
std::string remarks(const Verdict& verdict) {
  std::string text;
  if (const auto folders = verdict.folders_not_made.size(); folders != 0)
    text += fmt::format("; {} could NOT be made", counted(folders, "folder"));
  if (verdict.new_since != 0)
    text += fmt::format("; {} arrived meanwhile, for the next run",
                        counted(verdict.new_since, "message"));
  return text;
}

// Every message is either on the target or where its owner or a rule put it.
bool all_accounted_for(const Verdict& verdict) {
  return absent_of(verdict) + verdict.doubtful == 0;
}

// "All 18,204 messages of ... are on ...", for a source that holds messages.
std::string statement(const Verdict& verdict) {
  const auto there = verdict.brought + verdict.was_there;
  const auto wanted = verdict.messages - std::min(verdict.messages, excluded_of(verdict));
  if (all_accounted_for(verdict) && wanted == 0)
    return fmt::format("No message of {} was to go to {}", verdict.source, verdict.target);
  if (!all_accounted_for(verdict))
    return fmt::format("{} of {} of {} {} on {}", grouped(there),
                       counted(verdict.messages, "message"), verdict.source, be(there),
                       verdict.target);
  const auto subject = wanted == 1
                           ? fmt::format("The {} message", verdict.messages == 1 ? "only" : "one")
                           : fmt::format("All {} messages", grouped(wanted));
  const auto chosen = wanted == verdict.messages ? ""
                      : wanted == 1              ? " that is to go"
                                                 : " that are to go";
  const auto verb = verdict.moved_or_removed != 0 ? "reached" : wanted == 1 ? "is on" : "are on";
  return fmt::format("{} of {}{} {} {}", subject, verdict.source, chosen, verb, verdict.target);
}

// How far a run came that ended early; `messages` is 0 where not all folders were listed.
std::string progress_so_far(const Verdict& verdict) {
  const auto there = verdict.brought + verdict.was_there;
  if (there == 0 && verdict.messages == 0)
    return fmt::format("Nothing was brought from {} to {}", verdict.source, verdict.target);
  const auto amount = verdict.messages < there ? counted(there, "message")
                                               : fmt::format("{} of {}", grouped(there),
                                                             counted(verdict.messages, "message"));
  return fmt::format("so far {} of {} reached {}: {}", amount, verdict.source, verdict.target,
                     counts(verdict));
}

std::string without_messages(const Verdict& verdict) {
  return fmt::format("{} holds no messages, so {} lacks none", verdict.source, verdict.target);
}

std::string without_full_stop(std::string_view sentence) {
  if (sentence.ends_with('.')) sentence.remove_suffix(1);
  return std::string(sentence);
}

}  // namespace

void Verdict::add(const Verdict& folder) {
  messages += folder.messages;
  brought += folder.brought;
  was_there += folder.was_there;
  for (const auto& [rule, count] : folder.excluded) excluded[rule] += count;
  moved_or_removed += folder.moved_or_removed;
  failed += folder.failed;
  doubtful += folder.doubtful;
  missing += folder.missing;
  for (const auto& failure : folder.failures)
    if (failures.size() < most_failures) failures.push_back(failure);
}

Exit Verdict::exit() const {
  if (stopped_by) return exit_for(*stopped_by);
  if (!all_accounted_for(*this) || !folders_not_made.empty()) return Exit::incomplete;
  return Exit::complete;
}

std::string Verdict::sentence() const {
  auto text = stopped_by      ? progress_so_far(*this)
              : messages == 0 ? without_messages(*this)
                              : fmt::format("{}: {}", statement(*this), counts(*this));
  text += remarks(*this);
  if (stopped_by)
    text = fmt::format("NOT finished ({}): {}",
                       without_full_stop(catalog_entry(stopped_by->code).sentence), text);
  return text + ".";
}

}  // namespace postferry::engine
