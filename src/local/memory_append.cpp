#include "local/memory_append.hpp"

#include <memory>
#include <string>
#include <utility>

namespace postferry::local {

Task<> MemoryAppend::receive(const mail::ContentHead& head, mail::ContentStream& contents) {
  co_await conversation_.pause();
  conversation_.step(MemoryMoment::content, received_);
  std::string bytes;
  bytes.reserve(head.size_bytes);
  for (auto piece = co_await contents.piece(); !piece.empty(); piece = co_await contents.piece())
    bytes.append(piece);
  if (bytes.size() != head.size_bytes)
    throw Failure(Error{.code = ErrorCode::internal,
                        .text = "A content was not as long as its head said.",
                        .where = folder_.path.text()});
  Item item;
  item.source = head.id;
  item.message.flags = head.flags;
  item.message.received = head.received;
  item.message.bytes = std::make_shared<const std::string>(std::move(bytes));
  batch_.push_back(std::move(item));
  if (conversation_.account().traits().told.append_mode != mail::AppendMode::multi) {
    commit(batch_);
    batch_.clear();
  }
  ++received_;
}

void MemoryAppend::finish() {
  if (!batch_.empty()) commit(batch_);
  for (; !due_.empty(); due_.pop_front()) give(std::move(due_.front()));
}

void MemoryAppend::commit(std::span<Item> batch) {
  std::vector<mail::Outcome> answers;
  const auto fault = conversation_.step(MemoryMoment::before_store, received_);
  const Error said_no{.code = ErrorCode::server_refused,
                      .text = "NO, says the server.",
                      .where = folder_.path.text(),
                      .scope = Scope::item};
  if (const auto error = refusal_of(batch)) {
    refuse(batch, *error, answers);
  } else if (fault == MemoryFault::refuse) {
    refuse(batch, said_no, answers);
  } else if (fault == MemoryFault::store_late) {
    break_and_store_late(batch);
  } else if (fault == MemoryFault::claim_stored) {
    claim(batch, answers);
  } else {
    store(batch, answers);
    if (conversation_.step(MemoryMoment::before_answer, received_) == MemoryFault::refuse) {
      answers.clear();
      refuse(batch, said_no, answers);
    }
  }
  answer(std::move(answers));
}

std::optional<Error> MemoryAppend::refusal_of(std::span<const Item> batch) const {
  const auto& account = conversation_.account();
  const auto& traits = account.traits();
  std::uint64_t bytes = account.used_bytes();
  for (const auto& item : batch) {
    if (auto error = refusal_of(item)) return error;
    bytes += item.message.bytes->size();
  }
  const bool too_many =
      traits.quota_items && account.used_items() + batch.size() > *traits.quota_items;
  if (too_many || (traits.quota_bytes && bytes > *traits.quota_bytes))
    return Error{.code = ErrorCode::target_full,
                 .text = "Quota exceeded.",
                 .where = folder_.path.text(),
                 .scope = Scope::account,
                 .retry = Retry::later};
  return std::nullopt;
}

std::optional<Error> MemoryAppend::refusal_of(const Item& item) const {
  const auto& traits = conversation_.account().traits();
  const auto error = [this](ErrorCode code, std::string text) {
    return Error{
        .code = code, .text = std::move(text), .where = folder_.path.text(), .scope = Scope::item};
  };
  const auto& largest = traits.told.largest_item_bytes;
  if (largest && item.message.bytes->size() > *largest)
    return error(ErrorCode::item_too_large, "The message is too large.");
  if (mail::difference(item.message.flags, traits.refuses) != item.message.flags)
    return error(ErrorCode::server_refused, "A flag is not allowed.");
  return traits.refuses_content ? traits.refuses_content(*item.message.bytes) : std::nullopt;
}

void MemoryAppend::store(std::span<Item> batch, std::vector<mail::Outcome>& answers) {
  auto& account = conversation_.account();
  auto& folder = conversation_.open(folder_);
  for (auto& item : batch) {
    const auto number = account.store(folder, item.message);
    mail::Outcome outcome;
    outcome.item = item.source;
    if (account.traits().told.returns_ids == mail::Keeps::yes) outcome.target = item_id(number);
    answers.push_back(std::move(outcome));
  }
}

void MemoryAppend::claim(std::span<Item> batch, std::vector<mail::Outcome>& answers) {
  auto next = conversation_.open(folder_).next_number();
  for (auto& item : batch) {
    mail::Outcome outcome;
    outcome.item = item.source;
    if (conversation_.account().traits().told.returns_ids == mail::Keeps::yes)
      outcome.target = item_id(next++);
    answers.push_back(std::move(outcome));
  }
}

void MemoryAppend::refuse(std::span<Item> batch, const Error& error,
                          std::vector<mail::Outcome>& answers) {
  for (auto& item : batch) {
    mail::Outcome outcome;
    outcome.item = item.source;
    outcome.kind = batch.size() > 1 ? mail::OutcomeKind::batch_refused : mail::OutcomeKind::refused;
    outcome.error = error;
    answers.push_back(std::move(outcome));
  }
}

void MemoryAppend::break_and_store_late(std::span<Item> batch) {
  std::vector<MemoryMessage> messages;
  for (auto& item : batch) messages.push_back(std::move(item.message));
  conversation_.account().store_late(folder_.path, std::move(messages));
  conversation_.fail_lost();
}

void MemoryAppend::answer(std::vector<mail::Outcome> answers) {
  const auto& traits = conversation_.account().traits();
  const bool refused = answers.front().kind != mail::OutcomeKind::stored;
  for (auto& outcome : answers) due_.push_back(std::move(outcome));
  const std::size_t late =
      traits.told.append_mode == mail::AppendMode::pipelined ? traits.pipeline_items : 0;
  for (; due_.size() > late; due_.pop_front()) give(std::move(due_.front()));
  refusals_in_a_row_ = refused ? refusals_in_a_row_ + 1 : 0;
  if (traits.hangs_up_after_refusals && refusals_in_a_row_ >= *traits.hangs_up_after_refusals)
    conversation_.fail_lost();
}

void MemoryAppend::give(mail::Outcome outcome) { outcomes_.take(std::move(outcome)); }

}  // namespace postferry::local
