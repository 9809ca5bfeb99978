// Names that a target can hold. A name that it cannot hold gets a replacement that people still
// recognise and that can be read back: a forbidden ASCII character becomes its full-width form
// (U+FF01 and on), a control character its picture (U+2400 and on), a name that is too long is cut
// and ends in a tilde and six hex digits of its SHA-256; a twin gets a number.
//
// Used by the folder mapping; the journal remembers what was chosen. Pure functions.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "mail/folder_path.hpp"
#include "mail/traits.hpp"

namespace postferry::engine {

struct FittedName {
  std::string name;
  std::string because;  // empty when nothing had to change
};

// The last segment of `parent`/`name` as this store can hold it. `is_taken` says whether a sibling
// of that name belongs to another folder already.
FittedName fit_name(const mail::FolderPath& parent, const std::string& name,
                    const mail::NamingRules& rules,
                    const std::function<bool(const std::string&)>& is_taken);

// Names to try, one after another, when a target refuses this one for reasons that only it knows:
// with a mark, plain and short, and outside its parents, one by one.
std::vector<mail::FolderPath> other_names(const mail::FolderPath& refused);
// `path` beside its parent: "A - B" for A/B.
mail::FolderPath beside_parent(const mail::FolderPath& path);

// Bytes of this segment on the wire.
std::size_t encoded_bytes(const std::string& segment, mail::NameEncoding encoding);

}  // namespace postferry::engine
