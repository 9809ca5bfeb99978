// The Framer: cutting, streaming, bounds.
#include <cstring>
#include <gtest/gtest.h>

#include "imap/wire/framer.hpp"

namespace postferry::imap {
namespace {

// What came out, as text: "L:" lines, "S:" starts, "C:" all chunks of a literal, "E:" the error.
struct Seen {
  std::vector<std::string> events;
  void add(const FrameEvent& event) {
    if (const auto* line = std::get_if<Line>(&event))
      events.push_back("L:" + std::string(line->text));
    if (const auto* start = std::get_if<LiteralStart>(&event)) {
      events.push_back("S:" + std::to_string(start->size_bytes) + ":" + std::string(start->head));
      if (start->size_bytes > 0) events.emplace_back("C:");
    }
    if (const auto* chunk = std::get_if<LiteralChunk>(&event)) events.back().append(chunk->bytes);
  }
};

void feed(Framer& framer, std::string_view bytes, std::size_t step, Seen& seen) {
  while (!bytes.empty()) {
    const std::string_view part = bytes.substr(0, step);
    const auto space = framer.space(part.size());
    std::memcpy(space.data(), part.data(), part.size());
    framer.commit(part.size());
    bytes.remove_prefix(part.size());
    for (;;) {
      const auto event = framer.next();
      if (!event) {
        seen.events.push_back("E:" + std::to_string(static_cast<int>(event.error().code)));
        return;
      }
      if (std::holds_alternative<NeedMore>(*event)) break;
      seen.add(*event);
    }
  }
}

std::vector<std::string> cut(std::string_view bytes, BodyLiterals mode, FramerBounds bounds = {}) {
  std::vector<std::string> first;
  for (std::size_t step : {std::size_t{1}, std::size_t{2}, std::size_t{7}, bytes.size()}) {
    Framer framer(bounds);
    framer.set_body_literals(mode);
    Seen seen;
    feed(framer, bytes, std::max<std::size_t>(step, 1), seen);
    if (first.empty()) first = seen.events;
    EXPECT_EQ(seen.events, first) << "step " << step;
  }
  return first;
}

using Events = std::vector<std::string>;
using enum BodyLiterals;

const std::string too_much = "E:" + std::to_string(static_cast<int>(ErrorCode::bound_exceeded));

TEST(Framer, CutsLinesAtAnyLineEnd) {
  EXPECT_EQ(cut("* OK hi\r\n* 1 EXISTS\nA1 OK done \r\n\r\n* x\ry\r\n", inlined),
            (Events{"L:* OK hi", "L:* 1 EXISTS", "L:A1 OK done ", "L:", "L:* x\ry"}));
}

TEST(Framer, InlinesLiterals) {
  EXPECT_EQ(
      cut("* LIST () \"/\" {5}\r\na\r\nb{\r\n* 2 FETCH (BODY[HEADER] {3+}\r\n{9} X {0}\r\n)\r\n",
          streamed),
      (Events{"L:* LIST () \"/\" {5}\r\na\r\nb{",
              "L:* 2 FETCH (BODY[HEADER] {3+}\r\n{9} X {0}\r\n)"}));
}

TEST(Framer, TextForPeopleHasNoLiterals) {
  EXPECT_EQ(
      cut("* OK see {5}\r\nA1 NO [ALERT] see {5}\r\n+ go on {5}\r\n* bye {3}\r\nx{5}\r\n", inlined),
      (Events{"L:* OK see {5}", "L:A1 NO [ALERT] see {5}", "L:+ go on {5}", "L:* bye {3}",
              "L:x{5}"}));
  EXPECT_EQ(cut("* LIST () \"/\" foo{5}\r\n* 1 EXISTS\r\n", inlined),
            (Events{"L:* LIST () \"/\" foo{5}", "L:* 1 EXISTS"}));
}

TEST(Framer, StreamsBodies) {
  EXPECT_EQ(cut("* 12 FETCH (UID 9 BODY[] {6}\r\na\r\nb\r\n FLAGS ())\r\n* 1 EXISTS\r\n", streamed),
            (Events{"S:6:* 12 FETCH (UID 9 BODY[] ", "C:a\r\nb\r\n",
                    "L:* 12 FETCH (UID 9 BODY[] {0}\r\n FLAGS ())", "L:* 1 EXISTS"}));
  for (std::string item : {"body[]<0>", "BINARY[]", "RFC822", "BODY[]<128>"}) {
    const std::string head = "* 1 fetch (" + item + " ";
    EXPECT_EQ(cut(head + "{1}\r\nx)\r\n", streamed),
              (Events{"S:1:" + head, "C:x", "L:" + head + "{0}\r\n)"}));
  }
}

TEST(Framer, StreamsSeveralAndEmptyBodies) {
  EXPECT_EQ(
      cut("* 1 FETCH (BODY[HEADER] {2}\r\nhi BODY[] {0}\r\n BINARY[] ~{2}\r\nxy)\r\n", streamed),
      (Events{"S:0:* 1 FETCH (BODY[HEADER] {2}\r\nhi BODY[] ",
              "S:2:* 1 FETCH (BODY[HEADER] {2}\r\nhi BODY[] {0}\r\n BINARY[] ~", "C:xy",
              "L:* 1 FETCH (BODY[HEADER] {2}\r\nhi BODY[] {0}\r\n BINARY[] ~{0}\r\n)"}));
}

TEST(Framer, HeaderSectionsAreNeverStreamed) {
  EXPECT_EQ(
      cut("* 1 FETCH (BODY[HEADER.FIELDS (DATE)] {1}\r\nx RFC822.HEADER {1}\r\ny)\r\n", streamed),
      (Events{"L:* 1 FETCH (BODY[HEADER.FIELDS (DATE)] {1}\r\nx RFC822.HEADER {1}\r\ny)"}));
}

TEST(Framer, RefusesEndlessLines) {
  const FramerBounds bounds{.line_bytes = 100, .listing_bytes = 300};
  EXPECT_EQ(cut("* OK " + std::string(100, 'x'), inlined, bounds), Events{too_much});
  EXPECT_EQ(cut("* OK " + std::string(100, 'x') + "\r\n", inlined, bounds), Events{too_much});
  EXPECT_EQ(cut("* SEARCH" + std::string(200, '1') + "\r\n", inlined, bounds), Events{too_much});
  EXPECT_EQ(cut("* SEARCH " + std::string(200, '1') + "\r\n", inlined, bounds).size(), 1u);
  EXPECT_EQ(cut("* SEARCH " + std::string(300, '1'), inlined, bounds), Events{too_much});
}

TEST(Framer, RefusesHugeLiterals) {
  for (const char* size :
       {"9223372036854775808", "18446744073709551616", "99999999999999999999999", "4294967297"}) {
    const std::string line = "* 1 FETCH (BODY[] {" + std::string(size) + "}\r\n";
    EXPECT_EQ(cut(line, streamed), Events{too_much}) << size;
    EXPECT_EQ(cut(line, inlined), Events{too_much}) << size;
  }
  const FramerBounds bounds{.inline_literals_bytes = 10};
  EXPECT_EQ(cut("* LIST () {6}\r\n123456 {5}\r\n", inlined, bounds), Events{too_much});
}

TEST(Framer, AnEndlessServerCostsBoundedMemory) {
  Framer framer;
  std::size_t fed = 0;
  for (;;) {
    const auto space = framer.space();
    ASSERT_LE(space.size(), std::size_t{4} << 20);
    std::memset(space.data(), 'A', space.size());
    framer.commit(space.size());
    fed += space.size();
    if (!framer.next()) break;
    ASSERT_LT(fed, std::size_t{8} << 20);
  }
  EXPECT_FALSE(framer.next()) << "the error stays";
  EXPECT_EQ(framer.pending_bytes(), 0u);
}

TEST(Framer, ALongStreamKeepsItsBufferSmall) {
  Framer framer;
  framer.set_body_literals(streamed);
  Seen seen;
  feed(framer, "* 1 FETCH (BODY[] {100000000}\r\n", 100, seen);
  std::uint64_t left = 100'000'000;
  while (left > 0) {
    const auto space = framer.space();
    ASSERT_LE(space.size(), std::size_t{64} << 10);
    const std::size_t size = std::min<std::uint64_t>(left, space.size());
    std::memset(space.data(), 'x', size);
    framer.commit(size);
    const auto event = framer.next();
    ASSERT_TRUE(event);
    const auto& chunk = std::get<LiteralChunk>(*event);
    left -= chunk.bytes.size();
    ASSERT_EQ(chunk.remaining_bytes, left);
  }
}

TEST(Framer, TellsWhatIsPending) {
  Framer framer;
  Seen seen;
  feed(framer, "A1 OK go\r\n", 100, seen);
  EXPECT_EQ(framer.pending_bytes(), 0u);
  feed(framer, "* slip", 100, seen);
  EXPECT_EQ(framer.pending_bytes(), 6u);
}

}  // namespace
}  // namespace postferry::imap
