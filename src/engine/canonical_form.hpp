// CanonicalForm: a content without what servers are known to change as they store it: the kind of
// its line ends and how many close it, 8-bit bytes in header lines (also of MIME parts), NULs.
//
// Two contents of the same form at the same instant are one message that a server altered. Used by
// ContentDigest where contents are read to be compared; fed piece by piece. One thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/sha256.hpp"

namespace postferry::engine {

class CanonicalForm {
 public:
  void update(std::string_view piece);
  // The digest of the form since the last finish(); starts anew.
  Sha256Digest finish();

 private:
  void take(unsigned char byte);
  void end_line();

  Sha256 hash_;
  std::string buffer_;
  std::size_t newlines_ = 0;  // not yet in the form, because they may close the content
  std::size_t line_bytes_ = 0;
  bool dashes_ = false;  // the line begins with two: a MIME boundary, and a header behind it
  bool in_header_ = true;
};

}  // namespace postferry::engine
