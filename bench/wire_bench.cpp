// What reading the servers' answers costs: the framer and parse_response, over what a copy, a look
// at an unchanged account, and a proof of a large one get. Bytes a second are those of the wire.
#include <algorithm>
#include <benchmark/benchmark.h>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <fmt/format.h>
#include <iterator>
#include <string>
#include <string_view>
#include <variant>

#include "imap/wire/framer.hpp"
#include "imap/wire/response.hpp"

namespace postferry::imap {
namespace {

// Flags and dates of a folder, as a proof reads them.
std::string fetch_listing(std::size_t messages) {
  std::string said;
  for (std::size_t number = 1; number <= messages; ++number) {
    fmt::format_to(std::back_inserter(said),
                   "* {0} FETCH (UID {1} FLAGS (\\Seen{2}) INTERNALDATE \"{3:2}-Mar-2024 09:12:33 "
                   "+0100\" RFC822.SIZE {4} MODSEQ ({5}))\r\n",
                   number, number * 2 + 1'000, number % 7 == 0 ? " \\Answered $Forwarded" : "",
                   number % 28 + 1, 3'000 + number % 2'000, 70'000 + number);
  }
  return said + "P7 OK Fetch completed (0.012 + 0.000 + 0.011 secs).\r\n";
}

// Whole messages of about `size_bytes`, as a copy reads them.
std::string fetch_bodies(std::size_t messages, std::size_t size_bytes) {
  constexpr std::string_view prose =
      "The evening ferry waits for nobody at the old stone quay.\r\n";
  std::string body;
  while (body.size() < size_bytes) body += prose;
  std::string said;
  for (std::size_t number = 1; number <= messages; ++number) {
    fmt::format_to(
        std::back_inserter(said),
        "* {0} FETCH (UID {0} FLAGS (\\Seen) INTERNALDATE \"05-Mar-2024 09:12:33 +0100\" "
        "BODY[] {{{1}}}\r\n{2})\r\n",
        number, body.size(), body);
  }
  return said + "P8 OK Fetch completed.\r\n";
}

// The answer to LIST ... RETURN (SUBSCRIBED STATUS (...)), RFC 5819.
std::string list_status(std::size_t folders) {
  std::string said;
  for (std::size_t number = 1; number <= folders; ++number) {
    const std::string name = fmt::format("\"Archive.2023.Customer &AOQ- {}\"", number);
    fmt::format_to(std::back_inserter(said),
                   "* LIST (\\HasNoChildren \\Subscribed) \".\" {0}\r\n"
                   "* STATUS {0} (MESSAGES {1} UIDNEXT {2} UIDVALIDITY 1795366816 HIGHESTMODSEQ "
                   "{3})\r\n",
                   name, number * 3, number * 4, number * 5);
  }
  return said + "P2 OK List completed.\r\n";
}

// What is left of a folder where every third message was removed.
std::string esearch(std::size_t ranges) {
  std::string said = "* ESEARCH (TAG \"P5\") UID ALL ";
  for (std::size_t number = 0; number < ranges; ++number) {
    fmt::format_to(std::back_inserter(said), "{}{}:{}", number == 0 ? "" : ",", number * 3 + 1,
                   number * 3 + 2);
  }
  return said + "\r\nP5 OK Search completed.\r\n";
}

// All of it as a session reads it: into the framer's room, as much as a read of the socket gives.
// Gives the bytes of streamed bodies.
std::size_t read_all(std::string_view said) {
  constexpr std::size_t read_bytes = std::size_t{64} << 10;
  Framer framer;
  framer.set_body_literals(BodyLiterals::streamed);
  std::size_t bodies = 0;
  for (;;) {
    const auto event = framer.next();
    if (!event) std::abort();
    if (std::holds_alternative<NeedMore>(*event)) {
      if (said.empty()) return bodies;
      const auto room = framer.space(read_bytes);
      const std::size_t part = std::min(room.size(), said.size());
      std::memcpy(room.data(), said.data(), part);
      framer.commit(part);
      said.remove_prefix(part);
    } else if (const auto* line = std::get_if<Line>(&*event)) {
      const auto response = parse_response(line->text);
      if (!response) std::abort();
      benchmark::DoNotOptimize(*response);
    } else if (const auto* chunk = std::get_if<LiteralChunk>(&*event)) {
      bodies += chunk->bytes.size();
    }
  }
}

void measure(benchmark::State& state, const std::string& said, std::size_t items) {
  for (auto _ : state) benchmark::DoNotOptimize(read_all(said));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(said.size()));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(items));
}

void listing(benchmark::State& state) { measure(state, fetch_listing(20'000), 20'000); }
BENCHMARK(listing);

void bodies(benchmark::State& state) {
  const auto size_bytes = static_cast<std::size_t>(state.range(0));
  const std::size_t messages = std::max<std::size_t>(2, (std::size_t{8} << 20) / size_bytes);
  measure(state, fetch_bodies(messages, size_bytes), messages);
}
BENCHMARK(bodies)->Arg(4 << 10)->Arg(128 << 10)->Arg(15 << 20);

void folders(benchmark::State& state) { measure(state, list_status(1'000), 1'000); }
BENCHMARK(folders);

void uids(benchmark::State& state) { measure(state, esearch(100'000), 200'000); }
BENCHMARK(uids);

}  // namespace
}  // namespace postferry::imap

BENCHMARK_MAIN();
