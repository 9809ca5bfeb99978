// A range of bytes as a client asks for it (RFC 9110 section 14): "bytes=500-999".
//
// Used where a log is downloaded piece by piece. One range only; of several the header is passed
// over, as the RFC allows. Pure functions, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace postferry::net {

struct ByteRange {
  std::uint64_t first = 0;
  std::uint64_t length = 0;
  friend bool operator==(const ByteRange&, const ByteRange&) = default;
};

enum class RangeWish : std::uint8_t {
  whole,        // nothing asked, or nothing that we serve
  part,         // `range` says which
  unreachable,  // 416
};

struct WishedRange {
  RangeWish wish = RangeWish::whole;
  ByteRange range = {};
  friend bool operator==(const WishedRange&, const WishedRange&) = default;
};

//   Range = "bytes=" ( first-pos "-" [ last-pos ] / "-" suffix-length )
// `size` is that of the whole, in bytes; `header` the field's value, or nothing when there is none.
WishedRange wished_range(std::optional<std::string_view> header, std::uint64_t size);

}  // namespace postferry::net
