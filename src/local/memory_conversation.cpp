#include "local/memory_conversation.hpp"

#include <string>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace postferry::local {

Task<> MemoryConversation::begin(MemoryCall call, mail::FolderPath folder) {
  if (lost_) fail_lost();
  if (stream_open_)
    throw Failure(Error{.code = ErrorCode::internal,
                        .text = "A door was used while its stream was not drained.",
                        .where = folder.text()});
  call_ = call;
  folder_ = std::move(folder);
  co_await pause();
  step(MemoryMoment::call);
}

MemoryFault MemoryConversation::step(MemoryMoment moment, std::size_t item) {
  if (lost_) fail_lost();
  lost_ = true;  // until the hook has returned without a Failure
  const auto fault =
      account_.step({.call = call_, .moment = moment, .folder = folder_, .item = item});
  if (fault == MemoryFault::lose_connection) fail_lost();
  lost_ = false;
  return fault;
}

Task<> MemoryConversation::pause() {
  const auto executor = co_await boost::asio::this_coro::executor;
  co_await boost::asio::post(executor, boost::asio::use_awaitable);
}

MemoryFolder& MemoryConversation::open(const mail::Folder& folder) {
  auto* found = account_.find(folder.path);
  if (!found || found->listed.selectable == mail::Selectable::no)
    throw Failure(Error{.code = ErrorCode::folder_missing,
                        .text = "",
                        .where = folder.path.text(),
                        .scope = Scope::folder});
  return *found;
}

MemoryFolder& MemoryConversation::open_in_generation(const mail::Folder& folder) {
  auto& found = open(folder);
  if (!folder.generation.empty() && folder.generation.bytes() != std::to_string(found.generation()))
    throw Failure(Error{.code = ErrorCode::generation_changed,
                        .text = "",
                        .where = folder.path.text(),
                        .scope = Scope::folder});
  return found;
}

void MemoryConversation::fail_lost() {
  lost_ = true;
  throw Failure(Error{.code = ErrorCode::connection_lost,
                      .text = "",
                      .where = "memory",
                      .scope = Scope::host,
                      .retry = Retry::now});
}

}  // namespace postferry::local
