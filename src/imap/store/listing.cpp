#include "imap/store/listing.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "imap/store/special_use.hpp"
#include "imap/store/translate.hpp"

namespace postferry::imap {
namespace {

// Names that mean one mailbox are equal texts.
std::string key_of(std::string_view mailbox) {
  return is_inbox_name(mailbox) ? "INBOX" : std::string(mailbox);
}

std::vector<ListResponse> merged(const std::vector<ListResponse>& lines) {
  std::vector<ListResponse> result;
  std::map<std::string, std::size_t> places;
  for (const auto& line : lines) {
    const auto [place, is_new] = places.try_emplace(key_of(line.mailbox), result.size());
    if (is_new) {
      result.push_back(line);
      continue;
    }
    auto& first = result[place->second];
    for (const auto& attribute : line.attributes)
      if (!first.has(attribute)) first.attributes.push_back(attribute);
    if (!first.delimiter) first.delimiter = line.delimiter;
  }
  return result;
}

mail::Folder folder_of(const ListResponse& line, const FolderNames& names) {
  mail::Folder folder;
  folder.path = path_of(line.mailbox, line.delimiter, names);
  folder.store_name = line.mailbox;
  folder.special_use = folder.path.is_inbox() ? mail::SpecialUse::inbox : special_use_of(line);
  if (line.has("\\Noselect") || line.has("\\NonExistent")) folder.selectable = mail::Selectable::no;
  if (line.has("\\Noinferiors")) folder.inferiors = mail::Inferiors::refused;
  if (line.has("\\Subscribed")) folder.subscribed = mail::Subscribed::yes;
  return folder;
}

// Names that come back as they were sent keep their paths; the others give way.
void part_twins(std::vector<mail::Folder>& folders, const FolderNames& names) {
  std::set<mail::FolderPath> taken;
  std::vector<mail::Folder*> odd;
  for (auto& folder : folders) {
    const auto mailbox = mailbox_of(folder.path, names);
    if (mailbox && key_of(*mailbox) == key_of(folder.store_name))
      taken.insert(folder.path);
    else
      odd.push_back(&folder);
  }
  std::ranges::sort(odd, {}, &mail::Folder::store_name);
  for (auto* folder : odd)
    while (!taken.insert(folder->path).second)
      folder->path = twin_path(folder->path, folder->store_name);
}

}  // namespace

FolderNames names_of(const Listing& listing, NameEncoding encoding) {
  auto names = personal_names(listing.namespaces, encoding);
  if (!listing.namespaces.personal.empty()) return names;
  for (const auto& line : listing.listed)
    if (line.delimiter) return {.prefix = {}, .delimiter = line.delimiter, .encoding = encoding};
  return names;
}

void take_status(mail::Folder& folder, const StatusData& status, ModSeqTrust trust) {
  if (status.uid_validity) folder.generation = generation(*status.uid_validity);
  if (const auto state = state_of(status, trust))
    folder.state = folder_state(*state);
  else if (status.messages)
    folder.state = mail::FolderState{.messages = *status.messages,
                                     .checkpoint = {},
                                     .covers = mail::Covers::nothing,
                                     .last_number = {}};
}

std::vector<mail::Folder> folders_of(const Listing& listing, NameEncoding encoding,
                                     ModSeqTrust trust) {
  const auto names = names_of(listing, encoding);
  std::vector<mail::Folder> folders;
  std::map<std::string, std::size_t> places;
  for (const auto& line : merged(listing.listed)) {
    if (line.mailbox.empty() || !is_personal(line.mailbox, listing.namespaces)) continue;
    places.emplace(key_of(line.mailbox), folders.size());
    folders.push_back(folder_of(line, names));
  }
  const auto find = [&](std::string_view mailbox) -> mail::Folder* {
    const auto place = places.find(key_of(mailbox));
    return place == places.end() ? nullptr : &folders[place->second];
  };
  for (const auto& line : listing.subscribed)
    if (auto* folder = find(line.mailbox); folder && !line.has("\\Noselect"))
      folder->subscribed = mail::Subscribed::yes;
  for (const auto& line : listing.special)
    if (auto* folder = find(line.mailbox); folder && folder->special_use == mail::SpecialUse::none)
      folder->special_use = special_use_of(line);
  for (const auto& status : listing.statuses)
    if (auto* folder = find(status.mailbox)) take_status(*folder, status, trust);
  part_twins(folders, names);
  const auto inbox =
      std::ranges::find_if(folders, [](const auto& folder) { return folder.path.is_inbox(); });
  if (inbox != folders.end()) std::rotate(folders.begin(), inbox, inbox + 1);
  return folders;
}

}  // namespace postferry::imap
