// The journal's tables, step by step.
//
// Given by journal.cpp to its Database. A step is never changed once it was released: another one
// is added.
#pragma once

#include "storage/schema.hpp"

namespace postferry::storage {

Schema journal_schema();

}  // namespace postferry::storage
