// APPEND and MULTIAPPEND (RFC 3502) of a FaultyTarget: where its troubles are.
#include <algorithm>
#include <chrono>
#include <utility>

#include "tests/support/faulty_target/conversation.hpp"

namespace postferry::test {

struct FaultyConversation::Sent {
  KeptMessage message;
  std::optional<Trouble> trouble;
};

namespace {

std::optional<Trouble> trouble_of_next(FaultyBooks& books) {
  const std::scoped_lock lock(books.mutex);
  const int message = ++books.counts.messages_sent_to_it;
  for (const TroubleAt& at : books.rules.troubles) {
    if (at.message == message) return at.trouble;
  }
  return std::nullopt;
}

bool is_disliked(const std::string& body, const ContentRefusal& refusal) {
  switch (refusal.what) {
    case Dislikes::nul:
      return body.contains('\0');
    case Dislikes::no_bytes:
      return body.empty();
    case Dislikes::size:
      return body.size() > refusal.size_bytes;
    case Dislikes::text:
      return body.contains(refusal.text);
    case Dislikes::headless:
      return body.substr(0, body.find("\r\n")).find(':') == std::string::npos;
  }
  return false;
}

}  // namespace

// append = "APPEND" SP mailbox 1*append-message; append-message = [SP flag-list] [SP date-time] SP
// literal
void FaultyConversation::append(std::string line) {
  const std::string tag = line.substr(0, line.find(' '));
  std::string mailbox;
  std::vector<Sent> batch;
  while (const auto literal = literal_announced_by(line)) {
    std::vector<Word> words = words_of(line.substr(0, line.rfind('{')));
    std::size_t used = 0;
    if (batch.empty()) {
      mailbox = words.at(2).text;
      used = 3;
    }
    Word flags;
    std::string date;
    if (used < words.size() && words[used].is_list) flags = words[used++];
    if (used < words.size()) date = words[used].text;
    batch.push_back(receive(*literal, std::move(flags), std::move(date)));
    line = read_line();
  }
  if (batch.empty()) return say(tag, "BAD no literal");
  const auto has = [&](Trouble trouble) {
    return std::ranges::any_of(batch, [&](const Sent& sent) { return sent.trouble == trouble; });
  };
  if (has(Trouble::stalls)) {
    for (;;) read_line();
  }
  if (has(Trouble::stores_late)) {
    keep_late(mailbox, std::move(batch));
    die();
  }
  std::optional<std::string> refusal = refusal_of(batch);
  if (!refusal && has(Trouble::throttles)) {
    const std::scoped_lock lock(books_.mutex);
    refusal = "NO " + books_.rules.throttle_words;
  }
  if (refusal) return say(tag, *refusal);
  const bool dies = has(Trouble::dies_after_storing);
  const bool lies = has(Trouble::says_no_after_storing);
  const std::string answer = keep(mailbox, std::move(batch));
  if (dies) die();
  say(tag, lies ? "NO Internal error occurred" : answer);
}

FaultyConversation::Sent FaultyConversation::receive(const AnnouncedLiteral& literal, Word flags,
                                                     std::string date) {
  Sent sent;
  sent.trouble = trouble_of_next(books_);
  if (sent.trouble == Trouble::dies_before_literal) die();
  ask_for(literal);
  if (sent.trouble == Trouble::dies_inside_literal) {
    read_bytes(literal.size_bytes / 2);
    die();
  }
  sent.message.body = read_bytes(literal.size_bytes);
  if (sent.trouble == Trouble::dies_after_literal) die();
  for (const Word& flag : flags.list) sent.message.flags.insert(flag.text);
  sent.message.internal_date = std::move(date);
  return sent;
}

std::optional<std::string> FaultyConversation::refusal_of(const std::vector<Sent>& batch) {
  const std::scoped_lock lock(books_.mutex);
  const FaultyRules& rules = books_.rules;
  for (const Sent& sent : batch) {
    for (const ContentRefusal& refusal : rules.refusals) {
      if (!is_disliked(sent.message.body, refusal)) continue;
      ++books_.counts.refused;
      return "NO " + refusal.words;
    }
  }
  if (rules.full_after_messages &&
      books_.messages_kept() + batch.size() > *rules.full_after_messages) {
    return "NO [OVERQUOTA] Quota exceeded (mailbox for user is full)";
  }
  return std::nullopt;
}

std::string FaultyConversation::keep(const std::string& mailbox, std::vector<Sent> batch) {
  const std::scoped_lock lock(books_.mutex);
  KeptAccount& account = books_.account(user_);
  const auto found = account.find(books_.spelled(account, mailbox));
  if (found == account.end()) return "NO [TRYCREATE] no such mailbox";
  const std::uint32_t first = found->second.uid_next;
  std::uint32_t last = first;
  for (Sent& sent : batch) last = books_.keep(found->second, std::move(sent.message));
  if (std::ranges::count(books_.rules.capabilities, "UIDPLUS") == 0) return "OK stored";
  const std::string uids =
      std::to_string(first) + (first == last ? "" : ":" + std::to_string(last));
  return "OK [APPENDUID " + std::to_string(found->second.uid_validity) + " " + uids + "] stored";
}

void FaultyConversation::keep_late(const std::string& mailbox, std::vector<Sent> batch) {
  const std::scoped_lock lock(books_.mutex);
  books_.late_stores.emplace_back([&books = books_, user = user_, mailbox,
                                   late_by = books_.rules.late_by,
                                   batch = std::move(batch)]() mutable {
    std::this_thread::sleep_for(late_by);
    const std::scoped_lock later(books.mutex);
    KeptAccount& account = books.account(user);
    const auto found = account.find(books.spelled(account, mailbox));
    if (found == account.end()) return;
    for (Sent& sent : batch) books.keep(found->second, std::move(sent.message));
  });
}

}  // namespace postferry::test
