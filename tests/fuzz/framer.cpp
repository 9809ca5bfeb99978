// Framer: the same events whether the bytes come at once or one by one, and never more memory than
// its bounds. The first byte chooses the mode.
#include "imap/wire/framer.hpp"

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

using namespace postferry::imap;

constexpr FramerBounds bounds{.line_bytes = 1000,
                              .listing_bytes = 2000,
                              .inline_literals_bytes = 500,
                              .streamed_literal_bytes = 700};

std::string events(std::string_view bytes, BodyLiterals mode, std::size_t step) {
  std::string seen;
  Framer framer(bounds);
  framer.set_body_literals(mode);
  while (!bytes.empty()) {
    const std::string_view part = bytes.substr(0, step);
    const auto space = framer.space(part.size());
    if (space.size() > 1'000'000) std::abort();
    std::memcpy(space.data(), part.data(), part.size());
    framer.commit(part.size());
    bytes.remove_prefix(part.size());
    for (;;) {
      const auto event = framer.next();
      if (!event) return seen + "\nERROR";
      if (std::holds_alternative<NeedMore>(*event)) break;
      if (const auto* line = std::get_if<Line>(&*event)) seen.append("\nLINE ").append(line->text);
      if (const auto* start = std::get_if<LiteralStart>(&*event)) {
        seen.append("\nSTART ").append(start->head).append(std::to_string(start->size_bytes));
      }
      if (const auto* chunk = std::get_if<LiteralChunk>(&*event)) {
        if (chunk->bytes.empty()) std::abort();
        seen.append(chunk->bytes);
        if (chunk->remaining_bytes == 0) seen.append("\nEND");
      }
    }
  }
  return seen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto mode = data[0] % 2 == 0 ? BodyLiterals::inlined : BodyLiterals::streamed;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::string whole = events(bytes, mode, bytes.size());
  if (whole != events(bytes, mode, 1)) std::abort();
  if (whole != events(bytes, mode, 5)) std::abort();
  return 0;
}
