// The catalog's tables as numbered steps. A step that has been released never changes: what is new
// is a further step.
//
// Given to the Database that Catalog owns; each group of tables has its statements in its own file.
#pragma once

#include "storage/schema.hpp"

namespace postferry::storage::catalog {

// Named "catalog".
Schema catalog_schema();

}  // namespace postferry::storage::catalog
