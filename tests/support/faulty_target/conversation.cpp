#include "tests/support/faulty_target/conversation.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <utility>

namespace postferry::test {
namespace {

ClientCommand parsed(const std::string& line) {
  std::vector<Word> words = words_of(line);
  ClientCommand command;
  if (words.size() < 2) return command;
  command.tag = words[0].text;
  command.name = in_capitals(words[1].text);
  std::size_t used = 2;
  if (command.name == "UID" && words.size() > 2)
    command.name += " " + in_capitals(words[used++].text);
  command.arguments.assign(words.begin() + static_cast<std::ptrdiff_t>(used), words.end());
  return command;
}

}  // namespace

FaultyConversation::FaultyConversation(Socket socket, FaultyBooks& books)
    : socket_(std::move(socket)), books_(books), thread_([this] { serve(); }) {}

FaultyConversation::~FaultyConversation() { shut_down(); }

void FaultyConversation::serve() {
  try {
    send("* OK FaultyTarget ready\r\n");
    for (;;) serve_line(read_line());
  } catch (const ClientGone&) {
    socket_.shutdown();
  }
  over_ = true;
}

void FaultyConversation::serve_line(std::string line) {
  const std::size_t space = line.find(' ');
  if (space != std::string::npos && in_capitals(line.substr(space + 1, 7)) == "APPEND ") {
    append(std::move(line));
    return;
  }
  while (const auto literal = literal_announced_by(line)) {
    ask_for(*literal);
    line += read_bytes(literal->size_bytes) + read_line();
  }
  while (line.ends_with('\n') || line.ends_with('\r')) line.pop_back();
  const ClientCommand command = parsed(line);
  Garbage garbage = Garbage::none;
  {
    const std::scoped_lock lock(books_.mutex);
    if (command.name == books_.rules.garbage_at) garbage = books_.rules.garbage;
  }
  if (garbage != Garbage::none) send_garbage();
  answer(command);
}

void FaultyConversation::answer(const ClientCommand& command) {
  if (answer_session(command)) return;
  if (user_.empty()) return say(command.tag, "BAD log in first");
  if (answer_folders(command)) return;
  if (selected_name_.empty()) return say(command.tag, "BAD unknown, or no mailbox selected");
  if (!answer_messages(command)) say(command.tag, "BAD unknown command");
}

bool FaultyConversation::answer_session(const ClientCommand& command) {
  if (command.name == "CAPABILITY") {
    std::string words = "* CAPABILITY IMAP4rev1 AUTH=PLAIN";
    {
      const std::scoped_lock lock(books_.mutex);
      for (const std::string& capability : books_.rules.capabilities) words += " " + capability;
    }
    send(words + "\r\n");
    say(command.tag, "OK done");
  } else if (command.name == "LOGIN" || command.name == "AUTHENTICATE") {
    log_in(command);
  } else if (command.name == "LOGOUT") {
    send("* BYE until later\r\n");
    say(command.tag, "OK done");
    throw ClientGone{};
  } else if (command.name == "NAMESPACE") {
    send("* NAMESPACE ((\"\" \"/\")) NIL NIL\r\n");
    say(command.tag, "OK done");
  } else if (command.name == "NOOP" || command.name == "CHECK") {
    if (!selected_name_.empty()) {
      const std::scoped_lock lock(books_.mutex);
      if (const KeptMailbox* mailbox = selected();
          mailbox != nullptr && mailbox->messages.size() != announced_messages_) {
        announced_messages_ = mailbox->messages.size();
        send("* " + std::to_string(announced_messages_) + " EXISTS\r\n");
      }
    }
    say(command.tag, "OK done");
  } else {
    return false;
  }
  return true;
}

std::string FaultyConversation::read_line() {
  for (;;) {
    const std::size_t end = buffer_.find('\n');
    if (end != std::string::npos) {
      std::string line = buffer_.substr(0, end + 1);
      buffer_.erase(0, end + 1);
      return line;
    }
    std::array<char, 65536> piece;
    const std::size_t got = socket_.read(piece.data(), piece.size());
    if (got == 0) throw ClientGone{};
    buffer_.append(piece.data(), got);
  }
}

std::string FaultyConversation::read_bytes(std::uint64_t count) {
  std::string bytes = buffer_.substr(0, count);
  buffer_.erase(0, bytes.size());
  std::array<char, 65536> piece;
  while (bytes.size() < count) {
    const auto wanted = std::min<std::uint64_t>(piece.size(), count - bytes.size());
    const std::size_t got = socket_.read(piece.data(), static_cast<std::size_t>(wanted));
    if (got == 0) throw ClientGone{};
    bytes.append(piece.data(), got);
  }
  return bytes;
}

void FaultyConversation::ask_for(const AnnouncedLiteral& literal) {
  if (literal.kind == LiteralKind::synchronizing) send("+ go on\r\n");
}

void FaultyConversation::send(std::string_view bytes) {
  if (!socket_.write(bytes)) throw ClientGone{};
}

void FaultyConversation::say(const std::string& tag, const std::string& words) {
  bool hangs_up = false;
  if (words.starts_with("OK")) {
    errors_in_a_row_ = 0;
  } else {
    ++errors_in_a_row_;
    const std::scoped_lock lock(books_.mutex);
    books_.counts.longest_row_of_errors =
        std::max(books_.counts.longest_row_of_errors, errors_in_a_row_);
    hangs_up = errors_in_a_row_ >= books_.rules.hangs_up_after_errors.value_or(1'000'000);
    if (hangs_up) ++books_.counts.hang_ups;
  }
  send((tag.empty() ? "*" : tag) + " " + words + "\r\n");
  if (!hangs_up) return;
  send("* BYE too many errors\r\n");
  die();
}

// Bounded, because a client that swallows all of it must come to an end too.
void FaultyConversation::send_garbage() {
  Garbage garbage;
  {
    const std::scoped_lock lock(books_.mutex);
    garbage = books_.rules.garbage;
  }
  if (garbage == Garbage::endless_literal) {
    send("* LIST () \"/\" {9223372036854775808}\r\n");
  } else {
    send("* LIST () \"/\" ");
  }
  const std::string piece(65536, 'x');
  for (int pieces = 0; pieces < 4096; ++pieces) send(piece);
  die();
}

void FaultyConversation::die() {
  socket_.shutdown();
  throw ClientGone{};
}

KeptMailbox* FaultyConversation::selected() {
  KeptAccount& account = books_.account(user_);
  const auto found = account.find(selected_name_);
  return found == account.end() ? nullptr : &found->second;
}

}  // namespace postferry::test
