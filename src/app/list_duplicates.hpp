// Rows of a list that meet: the same pair twice is refused, one target filled from several sources
// is only told. Called by read_list() when all rows are read.
#pragma once

#include "app/list.hpp"

namespace postferry::app {

void refuse_duplicates(List& list);

}  // namespace postferry::app
