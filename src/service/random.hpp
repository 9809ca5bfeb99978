// Random bytes that nobody can foresee, from the system through libsodium. Any thread.
#pragma once

#include <cstddef>
#include <string>

namespace postferry::service {

std::string random_bytes(std::size_t count);

}  // namespace postferry::service
