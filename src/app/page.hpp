// The page of the service, as it was built into the program (cmake option POSTFERRY_PAGE).
//
// Given to the Router by add_routes(). Constant data; any thread.
#pragma once

#include <span>

#include "api/route.hpp"
#include "base/embedded.hpp"

namespace postferry::app {

// What tools/page built, "/index.html" among it, each file that compresses with a ".gz" beside
// it. Empty in a program without the page. Defined by embed().
std::span<const EmbeddedFile> page_files();

// For Router::otherwise(): answers with these files.
api::Handler page_of(std::span<const EmbeddedFile> files);

}  // namespace postferry::app
