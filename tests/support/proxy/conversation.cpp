#include "tests/support/proxy/conversation.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace postferry::test {
namespace {

bool contains_without_case(std::string_view text, std::string_view part) {
  return std::search(text.begin(), text.end(), part.begin(), part.end(), [](char a, char b) {
           return std::toupper(static_cast<unsigned char>(a)) ==
                  std::toupper(static_cast<unsigned char>(b));
         }) != text.end();
}

// Takes "[APPENDUID ...] " out.
void remove_code(std::string& line, std::string_view name) {
  const std::size_t open = line.find("[" + std::string(name));
  if (open == std::string::npos) return;
  std::size_t end = line.find(']', open);
  if (end == std::string::npos) return;
  ++end;
  if (end < line.size() && line[end] == ' ') ++end;
  line.erase(open, end - open);
}

}  // namespace

std::string poorer(std::string line, const ProxyRules& rules) {
  if (rules.hide_append_uid) {
    remove_code(line, "APPENDUID");
    remove_code(line, "COPYUID");
  }
  std::size_t begin = line.find("CAPABILITY ");
  if (begin == std::string::npos || begin > 64) return line;
  begin += std::string_view("CAPABILITY").size();
  const std::size_t end = line.find_first_of("]\r", begin);
  for (const std::string& hidden : rules.hidden_capabilities) {
    const std::string word = " " + hidden;
    for (std::size_t at = line.find(word, begin); at != std::string::npos && at < end;
         at = line.find(word, at + 1)) {
      const char behind = line[at + word.size()];
      if (behind != ' ' && behind != ']' && behind != '\r') continue;
      line.erase(at, word.size());
      break;
    }
  }
  return line;
}

Conversation::Conversation(Socket client, Socket server, std::shared_ptr<const ProxyRules> rules,
                           ProxyBooks& books)
    : client_(std::move(client)),
      server_(std::move(server)),
      rules_(std::move(rules)),
      books_(books),
      upward_([this] { carry_to_server(); }),
      downward_([this] { carry_to_client(); }) {}

Conversation::~Conversation() { end(); }

void Conversation::carry_to_server() {
  ImapLines lines;
  lines.on_line = [this](std::string line) { take_client_line(std::move(line)); };
  lines.on_literal = [this](std::string_view bytes) {
    if (holding_) {
      held_ += bytes;
    } else {
      pass(Direction::to_server, bytes);
    }
  };
  lines.literal_comes = [this](const AnnouncedLiteral& literal) {
    return literal.kind == LiteralKind::non_synchronizing ||
           continuations_ > continuations_before_literal_;
  };
  std::array<char, 65536> buffer;
  while (!ended_) {
    const std::size_t got = client_.read(buffer.data(), buffer.size());
    if (got == 0) break;
    if (client_listened_.exchange(false)) ++books_.counts.round_trips;
    if (encrypted_) {
      pass(Direction::to_server, {buffer.data(), got});
    } else {
      lines.feed({buffer.data(), got});
    }
  }
  if (!client_is_cut_) end();
  ++threads_done_;
}

void Conversation::carry_to_client() {
  ImapLines lines;
  lines.on_line = [this](std::string line) { take_server_line(std::move(line)); };
  lines.on_literal = [this](std::string_view bytes) { pass(Direction::to_client, bytes); };
  std::array<char, 65536> buffer;
  while (!ended_) {
    const std::size_t got = server_.read(buffer.data(), buffer.size());
    if (got == 0) break;
    if (rules_->delay.count() > 0) std::this_thread::sleep_for(rules_->delay);
    client_listened_ = true;
    if (encrypted_) {
      pass(Direction::to_client, {buffer.data(), got});
    } else {
      lines.feed({buffer.data(), got});
    }
  }
  end();
  ++threads_done_;
}

void Conversation::take_client_line(std::string line) {
  ++books_.counts.lines_to_server;
  if (rules_->before_client_line) rules_->before_client_line(line);
  if (holding_) {
    held_ += line;
    if (!literal_announced_by(line)) deliver_late();
    return;
  }
  continuations_before_literal_ = continuations_;
  if (contains_without_case(line.substr(0, 40), " APPEND ")) {
    ++books_.counts.appends;
    if (books_.appends_until_late > 0) {
      --books_.appends_until_late;
      holding_ = books_.appends_until_late == 0;
    }
  }
  const bool starts_tls = contains_without_case(line, " STARTTLS\r\n");
  pass(Direction::to_server, line);
  if (is_due(Direction::to_server, line)) cut();
  if (starts_tls) encrypted_ = true;
}

void Conversation::take_server_line(std::string line) {
  if (line.starts_with('+')) ++continuations_;
  if (!line.starts_with('*') && !line.starts_with('+') && !line.starts_with(')')) {
    ++books_.counts.tagged_responses;
  }
  line = poorer(std::move(line), *rules_);
  pass(Direction::to_client, line);
  if (is_due(Direction::to_client, line)) cut();
}

// The client's thread: its connection is gone, the server's waits a while and gets the rest.
void Conversation::deliver_late() {
  client_is_cut_ = true;
  ++books_.counts.cuts;
  client_.shutdown();
  std::this_thread::sleep_for(rules_->late_append->late_by);
  server_.write(held_);
  server_.write("late LOGOUT\r\n");
  ++books_.counts.delivered_late;
}

void Conversation::pass(Direction direction, std::string_view bytes) {
  if (ended_) return;
  const auto way = static_cast<std::size_t>(direction);
  const auto& rule = rules_->cut;
  const bool counts_bytes = rule && rule->direction == direction && rule->after_bytes;
  const bool is_last = counts_bytes && passed_bytes_[way] + bytes.size() >= *rule->after_bytes &&
                       books_.cuts_left > 0;
  if (is_last) bytes = bytes.substr(0, *rule->after_bytes - passed_bytes_[way]);
  passed_bytes_[way] += bytes.size();
  if (direction == Direction::to_server) {
    books_.counts.bytes_to_server += bytes.size();
    server_.write(bytes);
  } else {
    books_.counts.bytes_to_client += bytes.size();
    if (!client_is_cut_) client_.write(bytes);
  }
  if (is_last) cut();
}

bool Conversation::is_due(Direction direction, std::string_view line) {
  const auto& rule = rules_->cut;
  if (!rule || rule->direction != direction) return false;
  const std::uint64_t lines = ++passed_lines_[static_cast<std::size_t>(direction)];
  if (rule->after_lines && lines >= *rule->after_lines) return true;
  return !rule->after_line_with.empty() && contains_without_case(line, rule->after_line_with);
}

void Conversation::cut() {
  if (ended_ || books_.cuts_left.fetch_sub(1) <= 0) return;
  ++books_.counts.cuts;
  end();
}

void Conversation::end() {
  ended_ = true;
  client_.shutdown();
  server_.shutdown();
}

}  // namespace postferry::test
