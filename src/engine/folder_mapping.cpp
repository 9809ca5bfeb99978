#include "engine/folder_mapping.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include "engine/folder_rules.hpp"
#include "engine/naming.hpp"
#include "engine/special_use.hpp"
#include "text/unicode.hpp"

namespace postferry::engine {
namespace {

using mail::FolderPath;
using mail::SpecialUse;

// Each use belongs to one folder a side: the server's word first, then the first fitting name.
std::map<SpecialUse, FolderPath> uses_of(std::span<const mail::Folder> folders) {
  std::map<SpecialUse, FolderPath> uses;
  for (const auto& folder : folders)
    if (folder.special_use != SpecialUse::none) uses.emplace(folder.special_use, folder.path);
  for (const auto& folder : folders)
    if (const auto use = special_use_by_name(folder.path);
        use != SpecialUse::none && folder.selectable == mail::Selectable::yes)
      uses.emplace(use, folder.path);
  return uses;
}

class Mapping {
 public:
  Mapping(std::span<const mail::Folder> source, std::span<const mail::Folder> target,
          std::span<const storage::FolderRecord> records, const mail::NamingRules& rules,
          const Options& options)
      : rules_(rules),
        options_(options),
        source_uses_(uses_of(source)),
        target_uses_(uses_of(target)) {
    for (const auto& folder : target) targets_.emplace(folder.path, folder);
    for (const auto& record : records) {
      records_.emplace(record.source_path, record);
      own(record.target_path, record.source_path);
    }
    sources_.assign(source.begin(), source.end());
    std::ranges::sort(sources_, {}, &mail::Folder::path);
  }

  FolderMap run() {
    FolderMap result;
    std::set<FolderPath> seen;
    for (const auto& folder : sources_) {
      if (!seen.insert(folder.path).second) continue;
      result.folders.push_back(map_one(folder));
    }
    for (const auto& [path, record] : records_)
      if (!seen.contains(path)) result.vanished.push_back(record);
    return result;
  }

 private:
  MappedFolder map_one(const mail::Folder& folder) {
    MappedFolder mapped;
    mapped.source = folder;
    mapped.use = use_of(folder.path);
    place(mapped);
    if (auto rule = rule_against(folder.path)) {
      mapped.action = FolderAction::excluded;
      mapped.rule = std::move(*rule);
      return mapped;
    }
    if (const auto there = find_target(mapped.target_path); there != targets_.end()) {
      mapped.target_path = there->first;
      mapped.target = there->second;
      mapped.action = FolderAction::exists;
    } else {
      mapped.action = FolderAction::create;
    }
    if (folder.selectable == mail::Selectable::no) mapped.action = FolderAction::container;
    own(mapped.target_path, folder.path);
    chosen_.emplace(folder.path, mapped.target_path);
    return mapped;
  }

  SpecialUse use_of(const FolderPath& folder) const {
    for (const auto& [use, path] : source_uses_)
      if (path == folder) return use;
    return SpecialUse::none;
  }

  // What lies below a trash is trash; but some servers keep all folders below INBOX.
  std::optional<std::string> rule_against(const FolderPath& folder) const {
    for (auto path = folder; !path.is_root(); path = path.parent()) {
      if (path.is_inbox() && path != folder) continue;
      if (auto rule = excluding_rule(folder, use_of(path), options_)) return rule;
    }
    return std::nullopt;
  }

  // A folder that --map sends somewhere does not keep others away from there.
  void own(const FolderPath& target, const FolderPath& source) {
    const auto wish = wished_path(source, options_);
    if (!wish.by_map || wish.path != target) owners_.emplace(target, source);
  }

  std::map<FolderPath, mail::Folder>::const_iterator find_target(const FolderPath& path) const {
    const auto there = targets_.find(path);
    if (there != targets_.end() || rules_.name_case == mail::NameCase::distinct) return there;
    const auto folded = text::folded(path.text());
    return std::ranges::find_if(
        targets_, [&](const auto& entry) { return text::folded(entry.first.text()) == folded; });
  }

  void place(MappedFolder& mapped) {
    const auto& path = mapped.source.path;
    const auto wish = wished_path(path, options_);
    if (const auto known = records_.find(path); known != records_.end()) {
      mapped.record = known->second;
      mapped.target_path = known->second.target_path;
      mapped.renamed_because = known->second.renamed_because;
      if (wish.by_map && wish.path != mapped.target_path)
        mapped.kept_because = fmt::format(
            "{} stays {} on the target, as in the first run; the --map for it is not followed, "
            "because messages of it are there already.",
            path.text(), mapped.target_path.text());
      return;
    }
    if (wish.by_map) {
      mapped.target_path = fitted(wish.path, {}, mapped);
      return;
    }
    if (const auto same_use = target_of_use(mapped)) {
      mapped.target_path = *same_use;
      return;
    }
    const auto parent = chosen_.find(path.parent());
    const auto parent_path = parent != chosen_.end() ? parent->second : wish.path.parent();
    mapped.target_path = fitted(parent_path.child(wish.path.name()), path, mapped);
  }

  std::optional<FolderPath> target_of_use(const MappedFolder& mapped) const {
    if (!options_.into.is_root() || mapped.use == SpecialUse::none) return std::nullopt;
    const auto found = target_uses_.find(mapped.use);
    if (found == target_uses_.end() || owners_.contains(found->second)) return std::nullopt;
    return found->second;
  }

  // `wish` with every segment as the target can hold it; `owner` is empty when --map asks for it,
  // because then sharing is the wish.
  FolderPath fitted(const FolderPath& wish, const FolderPath& owner, MappedFolder& mapped) const {
    FolderPath result;
    const auto segments = wish.segments();
    for (std::size_t i = 0; i < segments.size(); ++i) {
      const bool last = i + 1 == segments.size();
      result = step_below(result, segments[i], last ? owner : FolderPath(), mapped);
    }
    return result;
  }

  FolderPath step_below(FolderPath parent, std::string name, const FolderPath& owner,
                        MappedFolder& mapped) const {
    if (const auto there = targets_.find(parent);
        there != targets_.end() && there->second.inferiors == mail::Inferiors::refused) {
      const auto beside = beside_parent(parent.child(name));
      name = beside.name();
      parent = beside.parent();
      mapped.renamed_because = "the target allows no folders below its parent";
    }
    if (parent.is_root() && FolderPath().child(name).is_inbox()) return parent.child(name);
    auto fit = fit_name(parent, name, rules_, [&](const std::string& candidate) {
      return is_taken(parent.child(candidate), owner);
    });
    if (!fit.because.empty()) mapped.renamed_because = fit.because;
    return parent.child(fit.name);
  }

  bool is_taken(const FolderPath& path, const FolderPath& owner) const {
    if (owner.is_root()) return false;
    if (const auto other = owners_.find(path); other != owners_.end())
      return other->second != owner;
    // A folder of a special use on the target belongs to the source's folder of that use.
    for (const auto& [use, special] : target_uses_)
      if (special == path && source_uses_.contains(use) && source_uses_.at(use) != owner &&
          options_.into.is_root() && use != SpecialUse::inbox)
        return true;
    if (rules_.name_case == mail::NameCase::distinct) return false;
    const auto folded = text::folded(path.text());
    return std::ranges::any_of(owners_, [&](const auto& entry) {
      return entry.second != owner && text::folded(entry.first.text()) == folded;
    });
  }

  const mail::NamingRules& rules_;
  const Options& options_;
  std::map<SpecialUse, FolderPath> source_uses_;
  std::map<SpecialUse, FolderPath> target_uses_;
  std::map<FolderPath, mail::Folder> targets_;
  std::map<FolderPath, storage::FolderRecord> records_;
  std::map<FolderPath, FolderPath> owners_;  // target path -> the first source path that has it
  std::map<FolderPath, FolderPath> chosen_;  // source path -> target path
  std::vector<mail::Folder> sources_;
};

}  // namespace

FolderMap map_folders(std::span<const mail::Folder> source, std::span<const mail::Folder> target,
                      std::span<const storage::FolderRecord> records,
                      const mail::NamingRules& rules, const Options& options) {
  return Mapping(source, target, records, rules, options).run();
}

}  // namespace postferry::engine
