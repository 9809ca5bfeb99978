#include "imap/session/append.hpp"

#include <utility>

namespace postferry::imap {
namespace {

// From here on a piece is worth a write of its own.
constexpr std::size_t large_piece_bytes = std::size_t{16} << 10;

Error misuse(const char* text) {
  return Error{.code = ErrorCode::internal, .text = text, .where = {}, .scope = Scope::run};
}

}  // namespace

Append::Append(Session& session, std::string_view mailbox)
    : session_(session), tag_(session.send(append_start(mailbox, session.literals()))) {}

Append::~Append() {
  if (stage_ == Stage::open) session_.abandon();
}

Task<std::optional<Completion>> Append::begin(const Flags& flags, std::optional<InternalDate> date,
                                              std::uint64_t size_bytes, LiteralType type) {
  if (stage_ == Stage::over || remaining_ > 0)
    session_.fail(misuse("A message was begun inside another one."));
  close_literal();
  session_.queue(tag_, append_message(flags, date, size_bytes, session_.literals(), type));
  auto refusal = co_await session_.await_permission(tag_);
  if (refusal) {
    stage_ = Stage::over;
    co_return refusal;
  }
  session_.connection_.trace_body(size_bytes);
  ++messages_;
  remaining_ = size_bytes;
  type_ = type;
  co_return std::nullopt;
}

Task<> Append::write(std::string_view bytes) {
  if (bytes.size() > remaining_) session_.fail(misuse("More bytes came than were announced."));
  remaining_ -= bytes.size();
  Connection& connection = session_.connection_;
  std::optional<Error> problem;
  try {
    if (bytes.size() >= large_piece_bytes) {
      co_await connection.write_through(bytes);
    } else {
      connection.queue_body(bytes);
      if (connection.wants_flush()) co_await connection.flush();
    }
  } catch (const Failure& failure) {
    problem = failure.error();
  }
  if (problem) co_await session_.write_failed(std::move(*problem));
}

void Append::close_literal() {
  if (messages_ > 0 && std::exchange(type_, LiteralType::literal) == LiteralType::utf8)
    session_.connection_.queue_body(")");
}

Tag Append::finish() {
  if (stage_ == Stage::over || remaining_ > 0 || messages_ == 0)
    session_.fail(misuse("An APPEND was ended before its last byte."));
  close_literal();
  session_.connection_.queue_body("\r\n");
  stage_ = Stage::over;
  return tag_;
}

}  // namespace postferry::imap
