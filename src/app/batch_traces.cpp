#include "app/batch_traces.hpp"

#include <fmt/format.h>
#include <system_error>
#include <unistd.h>

#include "base/error_catalog.hpp"
#include "engine/account_log.hpp"

namespace postferry::app {

void BatchTraces::prepare() const {
  if (folder_.empty()) return;
  std::error_code problem;
  const bool is_new = std::filesystem::create_directories(folder_, problem);
  if (is_new) std::filesystem::permissions(folder_, std::filesystem::perms::owner_all, problem);
  if (std::filesystem::is_directory(folder_, problem) &&
      ::access(folder_.c_str(), W_OK | X_OK) == 0)
    return;
  throw Failure(
      Error{.code = ErrorCode::bad_usage,
            .text = fmt::format("{} cannot be written; name a folder of yours.", folder_.string()),
            .where = "--trace"});
}

Trace BatchTraces::open(const engine::Account& source, const engine::Account& target,
                        std::uint64_t run, engine::EventSink& events) const {
  if (folder_.empty()) return nullptr;
  const auto name = log_file({}, source, target).stem().string();
  try {
    return trace_into(folder_ / fmt::format("{}_run_{}.trace", name, run));
  } catch (const Failure& failure) {
    events.take(
        engine::Notice{engine::NoticeKind::other, {}, "No trace: " + describe(failure.error()), 1});
  }
  return nullptr;
}

}  // namespace postferry::app
