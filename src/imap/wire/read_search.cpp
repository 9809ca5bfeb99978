#include <limits>
#include <utility>

#include "imap/wire/response_readers.hpp"
#include "text/ascii.hpp"

namespace postferry::imap {
namespace {

using text::equal_ignoring_case;

constexpr std::size_t most_words = 2000;
constexpr std::size_t most_id_fields = 100;

void append_number(std::vector<UidRange>& ranges, Uid number) {
  if (!ranges.empty() && ranges.back().last != std::numeric_limits<Uid>::max() &&
      number == ranges.back().last + 1) {
    ranges.back().last = number;
  } else {
    ranges.push_back({number, number});
  }
}

// search-return-data
void read_return_data(TokenReader& reader, EsearchResponse& found) {
  const std::string_view name = reader.word();
  if (name.empty()) return reader.fail("an ESEARCH item is missing");
  reader.skip_blanks();
  if (equal_ignoring_case(name, "ALL")) {
    found.all = read_uid_set(reader);
  } else if (equal_ignoring_case(name, "COUNT")) {
    found.count = reader.number32();
  } else if (equal_ignoring_case(name, "MIN")) {
    found.min = reader.number32();
  } else if (equal_ignoring_case(name, "MAX")) {
    found.max = reader.number32();
  } else if (equal_ignoring_case(name, "MODSEQ")) {
    found.modseq = reader.loose_number();
  } else {
    reader.skip_value();
  }
}

}  // namespace

UidSet read_uid_set(TokenReader& reader) {
  reader.skip_blanks();
  auto set = parse_uid_set(reader.word());
  if (!set) reader.fail("a set of UIDs is missing");
  return set.value_or(UidSet{});
}

Words read_words(TokenReader& reader) {
  Words words;
  for (reader.skip_blanks(); reader.ok() && !reader.at_end(); reader.skip_blanks()) {
    words.push_back(reader.astring());
    if (words.size() > most_words) reader.fail("too many words", ErrorCode::bound_exceeded);
  }
  return words;
}

Flags read_flags(TokenReader& reader) {
  Flags flags;
  if (!reader.take('(')) {
    reader.skip_value();  // NIL
    return flags;
  }
  while (reader.more()) {
    if (reader.at_string()) {
      flags.add(reader.string());
    } else {
      const std::string_view flag = reader.word();
      if (flag.empty()) reader.fail("a flag is missing");
      flags.add(flag);
    }
  }
  return flags;
}

SearchResponse read_search(TokenReader& reader) {
  SearchResponse found;
  std::vector<UidRange> ranges;
  for (reader.skip_blanks(); reader.ok() && !reader.at_end(); reader.skip_blanks()) {
    if (!reader.take('(')) {
      append_number(ranges, reader.number32());
      continue;
    }
    reader.skip_blanks();
    if (!equal_ignoring_case(reader.word(), "MODSEQ")) reader.fail("not a MODSEQ");
    found.modseq = reader.loose_number();
    reader.skip_blanks();
    reader.expect(')');
  }
  found.numbers = UidSet::from_unsorted(std::move(ranges));
  return found;
}

EsearchResponse read_esearch(TokenReader& reader) {
  EsearchResponse found;
  reader.skip_blanks();
  if (reader.take('(')) {
    reader.skip_blanks();
    if (!equal_ignoring_case(reader.word(), "TAG")) reader.fail("not a TAG");
    found.tag = reader.astring();
    reader.skip_blanks();
    reader.expect(')');
    reader.skip_blanks();
  }
  int items = 0;
  for (; reader.ok() && !reader.at_end(); reader.skip_blanks()) {
    const std::string_view next = reader.rest().substr(0, reader.rest().find(' '));
    if (equal_ignoring_case(next, "UID")) {
      reader.word();
      found.uid = true;
    } else {
      read_return_data(reader, found);
    }
    if (++items > 100) reader.fail("too many ESEARCH items", ErrorCode::bound_exceeded);
  }
  return found;
}

VanishedResponse read_vanished(TokenReader& reader) {
  VanishedResponse vanished;
  reader.skip_blanks();
  if (reader.take('(')) {
    if (!equal_ignoring_case(text::trimmed(reader.until(')')), "EARLIER")) {
      reader.fail("not an EARLIER");
    }
    vanished.when = Vanished::earlier;
  }
  vanished.uids = read_uid_set(reader);
  reader.skip_blanks();
  if (!reader.at_end()) reader.fail("something stands behind a VANISHED");
  return vanished;
}

IdResponse read_id(TokenReader& reader) {
  IdResponse id;
  reader.skip_blanks();
  if (!reader.take('(')) {
    reader.skip_value();  // NIL
    return id;
  }
  while (reader.more()) {
    std::string field = reader.astring();
    auto value = reader.nstring();
    if (value) id.fields.emplace_back(std::move(field), *std::move(value));
    if (id.fields.size() > most_id_fields) {
      reader.fail("too many ID fields", ErrorCode::bound_exceeded);
    }
  }
  return id;
}

}  // namespace postferry::imap
