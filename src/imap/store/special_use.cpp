#include "imap/store/special_use.hpp"

#include <array>
#include <utility>

namespace postferry::imap {
namespace {

using mail::SpecialUse;

constexpr std::array<std::pair<std::string_view, SpecialUse>, 12> attributes{{
    {"\\Sent", SpecialUse::sent},
    {"\\Drafts", SpecialUse::drafts},
    {"\\Trash", SpecialUse::trash},
    {"\\Junk", SpecialUse::junk},
    {"\\Archive", SpecialUse::archive},
    {"\\All", SpecialUse::all},
    {"\\Flagged", SpecialUse::flagged},
    {"\\Important", SpecialUse::important},
    {"\\Spam", SpecialUse::junk},
    {"\\AllMail", SpecialUse::all},
    {"\\Starred", SpecialUse::flagged},
    {"\\Inbox", SpecialUse::inbox},
}};

}  // namespace

SpecialUse special_use_of(const ListResponse& listed) noexcept {
  for (const auto& [attribute, use] : attributes)
    if (listed.has(attribute)) return use;
  return SpecialUse::none;
}

std::string_view use_attribute(SpecialUse use) noexcept {
  switch (use) {
    case SpecialUse::sent:
      return "\\Sent";
    case SpecialUse::drafts:
      return "\\Drafts";
    case SpecialUse::trash:
      return "\\Trash";
    case SpecialUse::junk:
      return "\\Junk";
    case SpecialUse::archive:
      return "\\Archive";
    case SpecialUse::none:
    case SpecialUse::inbox:
    case SpecialUse::all:
    case SpecialUse::flagged:
    case SpecialUse::important:
      return {};
  }
  return {};
}

}  // namespace postferry::imap
