// The installation's own id: a ULID that licence keys name, made at the first start and kept in the
// catalog for ever.
//
// Called by the command that serves.
#pragma once

#include <string>

#include "base/task.hpp"
#include "service/ulid.hpp"
#include "storage/catalog/catalog.hpp"

namespace postferry::service {

Task<std::string> installation_id(storage::catalog::Catalog& catalog, Ulids& ulids);

}  // namespace postferry::service
