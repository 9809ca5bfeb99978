#include "connection.hpp"

#include <cstring>
#include <span>
#include <stdexcept>

namespace postferry::bench {
namespace {

constexpr std::size_t read_size_bytes = 256 << 10;
constexpr std::size_t write_size_bytes = 64 << 10;

}  // namespace

Connection::Connection(const Account& account)
    : socket_(account.host, account.port, account.encryption), in_(2 * read_size_bytes) {
  read_line();
  await(send_command("LOGIN \"" + account.user + "\" \"" + account.password + "\""));
}

void Connection::write(std::string_view bytes) {
  if (out_.size() + bytes.size() <= write_size_bytes) {
    out_ += bytes;
    return;
  }
  flush();
  if (bytes.size() <= write_size_bytes) {
    out_ = bytes;
    return;
  }
  socket_.send(bytes);
}

void Connection::flush() {
  socket_.send(out_);
  out_.clear();
}

unsigned Connection::send_command(std::string_view text) {
  const unsigned tag = ++last_tag_;
  write("t" + std::to_string(tag) + " ");
  write(text);
  write("\r\n");
  return tag;
}

void Connection::await(unsigned tag, const std::function<void(std::string_view)>& untagged) {
  flush();
  for (;;) {
    const std::string_view line = read_line();
    if (ends(line, tag)) return;
    if (untagged) untagged(line);
  }
}

bool Connection::ends(std::string_view line, unsigned tag) {
  if (line.empty() || line.front() != 't') return false;
  const std::string wanted = "t" + std::to_string(tag) + " OK";
  if (!line.starts_with(wanted)) throw std::runtime_error("the server says: " + std::string(line));
  return true;
}

std::string_view Connection::read_line() {
  std::size_t searched = 0;
  for (;;) {
    const char* from = in_.data() + begin_;
    const void* found = std::memchr(from + searched, '\n', end_ - begin_ - searched);
    if (found != nullptr) {
      const auto length = static_cast<std::size_t>(static_cast<const char*>(found) - from);
      begin_ += length + 1;
      return {from, length > 0 && from[length - 1] == '\r' ? length - 1 : length};
    }
    searched = end_ - begin_;
    receive(searched + 1);
  }
}

std::string_view Connection::read_literal(std::size_t size) {
  receive(size);
  const std::string_view literal(in_.data() + begin_, size);
  begin_ += size;
  return literal;
}

// Until `wanted` bytes stand in the buffer.
void Connection::receive(std::size_t wanted) {
  if (end_ - begin_ >= wanted) return;
  std::memmove(in_.data(), in_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  if (in_.size() < wanted + read_size_bytes) in_.resize(wanted + read_size_bytes);
  while (end_ < wanted) {
    end_ += socket_.receive(std::span(in_).subspan(end_));
  }
}

}  // namespace postferry::bench
