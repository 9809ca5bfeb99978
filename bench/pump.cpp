// The raw pump: everything of one IMAP account into another, as fast as the two servers can.
//
//   pump [--lanes 2] [--batch 200] [--range 500] [--tls] [--ask] [--below PREFIX] SOURCE TARGET
//
// SOURCE and TARGET are USER:PORT on 127.0.0.1; the password is in $PUMP_PASSWORD. There is no
// journal and no check but the servers' OK, so nothing that keeps a promise can be much faster:
// this is what Postferry's speed is held against. Each lane reads ranges of uids (RFC 3501, 6.4.8)
// on one connection, asking for the next before the one before has come, and writes them on another
// as MULTIAPPEND (RFC 3502) with LITERAL+ (RFC 7888); for a target that has neither, say --batch 1
// and --ask. --below puts all mailboxes but INBOX below a prefix, such as Courier's "INBOX.".
#include <algorithm>
#include <atomic>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <exception>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "appender.hpp"
#include "connection.hpp"

namespace postferry::bench {
namespace {

constexpr const char* usage =
    "usage: pump [--lanes N] [--batch N] [--range N] [--tls] [--ask] [--below PREFIX] "
    "USER:PORT USER:PORT, and $PUMP_PASSWORD";

struct Options {
  Account source;
  Account target;
  std::size_t lanes = 2;
  std::size_t batch = 200;
  std::size_t range = 500;
  Literals literals = Literals::unasked;
  std::string prefix;
};

// A range of uids, both ends included.
struct Range {
  std::string mailbox;  // as LIST gave it, quotes and all
  std::string copy;     // its name on the target, in the same way
  unsigned long first = 0;
  unsigned long last = 0;
};

unsigned long number_after(std::string_view text, std::string_view word) {
  const std::size_t at = text.find(word);
  if (at == std::string_view::npos) throw std::runtime_error("no " + std::string(word) + " given");
  unsigned long number = 0;
  std::from_chars(text.data() + at + word.size(), text.data() + text.size(), number);
  return number;
}

std::string_view between(std::string_view text, std::string_view opening, char closing) {
  const std::size_t at = text.find(opening);
  if (at == std::string_view::npos) throw std::runtime_error("no " + std::string(opening));
  text.remove_prefix(at + opening.size());
  return text.substr(0, text.find(closing));
}

// All flags but \Recent, which only a server sets.
std::string settable(std::string_view flags) {
  std::string kept(flags);
  const std::size_t at = kept.find("\\Recent");
  if (at == std::string::npos) return kept;
  kept.erase(at, std::string_view("\\Recent ").size());
  if (kept.ends_with(' ')) kept.pop_back();
  return kept;
}

// What LIST (RFC 3501, 7.2.2) says: * LIST (\HasNoChildren) "." "Archive.2023"
std::vector<std::string> mailboxes_of(Connection& connection) {
  std::vector<std::string> names;
  connection.await(connection.send_command("LIST \"\" *"), [&names](std::string_view line) {
    if (!line.starts_with("* LIST (") || line.contains("\\Noselect")) return;
    const std::size_t separator = line.find(") ") + 2;
    names.emplace_back(line.substr(line.find(' ', separator) + 1));
  });
  return names;
}

std::string below(std::string_view prefix, const std::string& mailbox) {
  if (prefix.empty() || mailbox == "INBOX") return mailbox;
  const bool quoted = mailbox.starts_with('"');
  return (quoted ? "\"" : "") + std::string(prefix) + mailbox.substr(quoted ? 1 : 0);
}

std::vector<Range> ranges_of(const Options& options) {
  Connection source(options.source);
  std::vector<Range> ranges;
  const std::vector<std::string> names = mailboxes_of(source);
  std::vector<unsigned> tags;
  for (const std::string& name : names) {
    tags.push_back(source.send_command("STATUS " + name + " (MESSAGES UIDNEXT)"));
  }
  for (std::size_t at = 0; at < names.size(); ++at) {
    source.await(tags[at], [&](std::string_view line) {
      if (!line.starts_with("* STATUS") || number_after(line, "MESSAGES ") == 0) return;
      const unsigned long next = number_after(line, "UIDNEXT ");
      for (unsigned long first = 1; first < next; first += options.range) {
        ranges.push_back({names[at], below(options.prefix, names[at]), first,
                          std::min(first + options.range, next) - 1});
      }
    });
  }
  return ranges;
}

void create_mailboxes(const Options& options, std::span<const Range> ranges) {
  Connection target(options.target);
  const std::vector<std::string> present = mailboxes_of(target);
  std::vector<std::string> wanted;
  for (const Range& range : ranges) {
    const bool known = range.copy == "INBOX" ||
                       std::ranges::find(present, range.copy) != present.end() ||
                       (!wanted.empty() && wanted.back() == range.copy);
    if (!known) wanted.push_back(range.copy);
  }
  unsigned last = 0;
  for (const std::string& name : wanted) last = target.send_command("CREATE " + name);
  for (unsigned tag = last - static_cast<unsigned>(wanted.size()) + 1; tag <= last; ++tag) {
    if (!wanted.empty()) target.await(tag);
  }
}

// The ranges that no lane has taken yet.
class Supply {
 public:
  explicit Supply(std::span<const Range> ranges) : ranges_(ranges) {}
  const Range* take() {
    const std::size_t at = next_++;
    return at < ranges_.size() ? &ranges_[at] : nullptr;
  }

 private:
  std::span<const Range> ranges_;
  std::atomic<std::size_t> next_ = 0;
};

class Lane {
 public:
  Lane(const Options& options, Supply& supply)
      : source_(options.source),
        appender_(options.target, options.batch, options.literals),
        supply_(supply) {}

  void pump() {
    ask();
    while (!asked_.empty()) {
      ask();
      const Asked asked = asked_.front();
      asked_.pop_front();
      appender_.begin(asked.range->copy);
      read(asked.tag);
    }
    appender_.finish();
  }

  std::size_t messages() const { return messages_; }

 private:
  struct Asked {
    const Range* range;
    unsigned tag;
  };

  void ask() {
    const Range* range = supply_.take();
    if (range == nullptr) return;
    if (examined_ != range->mailbox) source_.send_command("EXAMINE " + range->mailbox);
    examined_ = range->mailbox;
    const unsigned tag =
        source_.send_command("UID FETCH " + std::to_string(range->first) + ":" +
                             std::to_string(range->last) + " (FLAGS INTERNALDATE BODY.PEEK[])");
    asked_.push_back({range, tag});
    source_.flush();
  }

  // One answer is: * 7 FETCH (UID 7 FLAGS (\Seen) INTERNALDATE "..." BODY[] {4021} ... )
  void read(unsigned tag) {
    for (;;) {
      const std::string_view line = source_.read_line();
      if (line.starts_with(expected(tag))) return;
      if (line.starts_with('t') && !line.contains(" OK")) {
        throw std::runtime_error("the source says: " + std::string(line));
      }
      if (!line.ends_with('}') || !line.contains(" FETCH (")) continue;
      const std::string flags = settable(between(line, "FLAGS (", ')'));
      const std::string date(between(line, "INTERNALDATE \"", '"'));
      const unsigned long size = number_after(line, "BODY[] {");
      appender_.add(flags, date, source_.read_literal(size));
      ++messages_;
    }
  }

  static std::string expected(unsigned tag) { return "t" + std::to_string(tag) + " OK"; }

  Connection source_;
  Appender appender_;
  Supply& supply_;
  std::string examined_;
  std::deque<Asked> asked_;
  std::size_t messages_ = 0;
};

std::size_t pump(const Options& options) {
  const std::vector<Range> ranges = ranges_of(options);
  create_mailboxes(options, ranges);
  Supply supply(ranges);
  std::atomic<std::size_t> messages = 0;
  std::vector<std::jthread> lanes;
  for (std::size_t number = 0; number < options.lanes; ++number) {
    lanes.emplace_back([&] {
      try {
        Lane lane(options, supply);
        lane.pump();
        messages += lane.messages();
      } catch (const std::exception& error) {
        std::fprintf(stderr, "pump: %s\n", error.what());
        std::_Exit(1);
      }
    });
  }
  lanes.clear();
  return messages;
}

// USER:PORT on this machine.
Account account_from(const std::string& word) {
  const std::size_t colon = word.rfind(':');
  const char* password = std::getenv("PUMP_PASSWORD");
  if (colon == std::string::npos || password == nullptr) throw std::invalid_argument(usage);
  const unsigned long port = std::stoul(word.substr(colon + 1));
  return {.host = "127.0.0.1",
          .port = static_cast<unsigned>(port),
          .user = word.substr(0, colon),
          .password = password};
}

Options options_from(std::span<char*> words) {
  Options options;
  std::vector<std::string> accounts;
  Encryption encryption = Encryption::none;
  for (std::size_t at = 1; at < words.size(); ++at) {
    const std::string_view word = words[at];
    const auto value = [&] {
      if (++at == words.size()) throw std::invalid_argument(usage);
      return std::string(words[at]);
    };
    const auto number = [&] { return std::max(1UL, std::stoul(value())); };
    if (word == "--lanes")
      options.lanes = number();
    else if (word == "--batch")
      options.batch = number();
    else if (word == "--range")
      options.range = number();
    else if (word == "--below")
      options.prefix = value();
    else if (word == "--ask")
      options.literals = Literals::asked_for;
    else if (word == "--tls")
      encryption = Encryption::tls;
    else
      accounts.emplace_back(word);
  }
  if (accounts.size() != 2) throw std::invalid_argument(usage);
  options.source = account_from(accounts[0]);
  options.target = account_from(accounts[1]);
  options.source.encryption = options.target.encryption = encryption;
  return options;
}

}  // namespace
}  // namespace postferry::bench

int main(int count, char** words) {
  try {
    const auto options = postferry::bench::options_from({words, static_cast<std::size_t>(count)});
    std::printf("%zu messages\n", postferry::bench::pump(options));
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "pump: %s\n", error.what());
    return 1;
  }
}
