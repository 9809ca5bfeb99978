#include "service/random.hpp"

#include <sodium.h>

#include "base/error.hpp"

namespace postferry::service {

std::string random_bytes(std::size_t count) {
  if (sodium_init() < 0)
    throw Failure(Error{.code = ErrorCode::internal, .text = "There is no source of randomness."});
  std::string bytes(count, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

}  // namespace postferry::service
