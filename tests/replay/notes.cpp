#include "tests/replay/notes.hpp"

#include <array>
#include <fmt/format.h>

#include "base/error_catalog.hpp"

namespace postferry::test {
namespace {

std::string state_text(const mail::Folder& folder) {
  if (!folder.state) return "no state";
  constexpr std::array covers{"nothing", "membership", "flags"};
  return fmt::format("{} covers {}", folder.state->checkpoint.bytes(),
                     covers[static_cast<std::size_t>(folder.state->covers)]);
}

}  // namespace

std::string Notes::text() const { return fmt::format("{}\n", fmt::join(lines_, "\n")); }

void Notes::add(std::string_view what, const Error& error) {
  const auto when = error.retry_after ? fmt::format("after {}", error.retry_after->count())
                                      : std::string("at no time");
  add(fmt::format("{} {} {} {}: {}", what, code_name(error.code), scope_name(error.scope), when,
                  error.text));
}

void Notes::add(const mail::Folder& folder) {
  std::string line = fmt::format("folder {} [{}]", folder.path.text(), folder.store_name);
  if (folder.special_use != mail::SpecialUse::none)
    line += fmt::format(" use {}", static_cast<int>(folder.special_use));
  if (folder.subscribed == mail::Subscribed::yes) line += " subscribed";
  if (folder.selectable == mail::Selectable::no) line += " noselect";
  if (folder.inferiors == mail::Inferiors::refused) line += " noinferiors";
  add(line + " " + state_text(folder));
}

void Notes::add(const mail::Placement& placement) {
  add(fmt::format("item {} ({}) {} {} bytes version {}", placement.id.bytes(),
                  placement.flags.text(), to_rfc3339(placement.received.instant),
                  placement.size_bytes, placement.version));
}

void Notes::add(const mail::Traits& traits) {
  add("vendor " + traits.identity.vendor);
  constexpr std::array modes{"one_by_one", "pipelined", "multi"};
  add(fmt::format("mode {}", modes[static_cast<std::size_t>(traits.append_mode)]));
  add(fmt::format("limit {}", traits.largest_item_bytes.value_or(0)));
  add(fmt::format("connections {}", traits.parallel_connections));
  for (const char c : traits.naming.forbidden)
    if (c > ' ' && c < 0x7f) add(fmt::format("forbidden {}", c));
}

void NotedOutcomes::take(mail::Outcome outcome) noexcept {
  constexpr std::array kinds{"stored", "refused", "batch_refused"};
  const auto what =
      fmt::format("{} {}", kinds[static_cast<std::size_t>(outcome.kind)], outcome.item.bytes());
  if (outcome.error)
    notes_.add(what, *outcome.error);
  else
    notes_.add(what + (outcome.target ? fmt::format(" as {}", outcome.target->bytes()) : ""));
}

}  // namespace postferry::test
