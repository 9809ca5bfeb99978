#include "appender.hpp"

#include <algorithm>

namespace postferry::bench {
namespace {

constexpr std::size_t messages_ahead = 800;

}  // namespace

Appender::Appender(const Account& target, std::size_t batch, Literals literals)
    : connection_(target),
      batch_(batch),
      batches_ahead_(std::max<std::size_t>(2, messages_ahead / batch)),
      literals_(literals) {}

void Appender::begin(std::string_view mailbox) {
  end_batch();
  mailbox_ = mailbox;
}

void Appender::add(std::string_view flags, std::string_view date, std::string_view message) {
  if (in_batch_ == 0) {
    connection_.write("t" + std::to_string(++last_tag_) + " APPEND " + mailbox_);
  }
  const bool asks = literals_ == Literals::asked_for;
  connection_.write(" (");
  connection_.write(flags);
  connection_.write(") \"");
  connection_.write(date);
  connection_.write("\" {" + std::to_string(message.size()) + (asks ? "}\r\n" : "+}\r\n"));
  if (asks) await_request();
  connection_.write(message);
  if (++in_batch_ == batch_) end_batch();
}

void Appender::finish() {
  end_batch();
  while (answered_ < last_tag_) connection_.await(++answered_);
}

// Answers are awaited when many are due, and then half of them, so that what is to be sent leaves
// in large pieces also where each message is a command.
void Appender::end_batch() {
  if (in_batch_ == 0) return;
  connection_.write("\r\n");
  in_batch_ = 0;
  if (last_tag_ - answered_ < batches_ahead_) return;
  while (last_tag_ - answered_ > batches_ahead_ / 2) connection_.await(++answered_);
}

// Until the server says "+" (RFC 3501, 7.5); it answers the commands before on the way.
void Appender::await_request() {
  connection_.flush();
  for (;;) {
    const std::string_view line = connection_.read_line();
    if (line.starts_with('+')) return;
    if (line.starts_with('t') && Connection::ends(line, answered_ + 1)) ++answered_;
  }
}

}  // namespace postferry::bench
