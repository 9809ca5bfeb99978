// The statement that reads whole placements of a folder by their source ids.
//
// Kept prepared by placements.cpp and many_placements_*.cpp, on the writer's thread.
#pragma once

#include <soci/soci.h>
#include <string>
#include <string_view>
#include <vector>

#include "storage/placement_row.hpp"

namespace postferry::storage {

class Connection;

class PlacementSelect {
 public:
  // The condition on source_id names :source once.
  PlacementSelect(Connection& connection, std::string_view condition);

  // Up to `most`, in the order of the ids' bytes, added to `records`. `source` as in its column.
  void read(FolderId folder, std::string source, std::size_t most,
            std::vector<PlacementRecord>& records);

 private:
  long long folder_ = 0;
  long long limit_ = 0;
  std::string source_;
  PlacementRow row_;
  soci::statement statement_;
};

// Makes a statement ready whose values are bound already.
void prepare(soci::statement& statement, const std::string& text);

}  // namespace postferry::storage
