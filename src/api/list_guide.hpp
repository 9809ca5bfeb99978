// A page of plain text that explains one format of lists: what it is for, its columns, an example.
//
// Linked from the page where lists are uploaded. Made of the same data as the formal check. Pure
// function.
#pragma once

#include <string>

#include "service/lists/list_format.hpp"

namespace postferry::api {

std::string list_guide(const service::ListFormat& format);

}  // namespace postferry::api
