#include "app/registry.hpp"

#include <fmt/format.h>
#include <utility>

#include "engine/paced_source.hpp"
#include "imap/session/trace.hpp"
#include "imap/store/open.hpp"

namespace postferry::app {
namespace {

imap::AccountSettings settings_of(AccountAccess access, Trace trace) {
  return {.side = access.url.side,
          .endpoint = std::move(access.url.endpoint),
          .policy = std::move(access.url.policy),
          .user = std::move(access.url.user),
          .master = std::move(access.url.master),
          .master_separator = std::move(access.url.master_separator),
          .password = std::move(access.password),
          .trace = std::move(trace)};
}

Task<std::unique_ptr<mail::Source>> open_paced(imap::AccountSettings settings,
                                               std::shared_ptr<engine::RateLimit> limit) {
  auto source = co_await imap::open_source(std::move(settings));
  co_return engine::paced(std::move(source), std::move(limit));
}

}  // namespace

Trace trace_into(const std::filesystem::path& file) {
  if (file.empty()) return nullptr;
  try {
    return std::make_shared<imap::FileTrace>(file.string());
  } catch (const Failure&) {
    throw Failure(Error{.code = ErrorCode::bad_usage,
                        .text = fmt::format("{} cannot be written; name a file in a folder of "
                                            "yours.",
                                            file.string()),
                        .where = "--trace"});
  }
}

Opener<mail::Source> source_opener(AccountAccess access, const engine::Options& options,
                                   Trace trace) {
  auto settings = settings_of(std::move(access), std::move(trace));
  if (!options.rate_bytes)
    return [settings = std::move(settings)] { return imap::open_source(settings); };
  auto limit = std::make_shared<engine::RateLimit>(*options.rate_bytes);
  return [settings = std::move(settings), limit = std::move(limit)] {
    return open_paced(settings, limit);
  };
}

Opener<mail::Target> target_opener(AccountAccess access, Trace trace) {
  return [settings = settings_of(std::move(access), std::move(trace))] {
    return imap::open_target(settings);
  };
}

service::Stores stores(Trace trace) {
  return {.source =
              [trace](const service::Login& login, const engine::Options& options) {
                return source_opener({login.account, login.password}, options, trace);
              },
          .target =
              [trace](const service::Login& login) {
                return target_opener({login.account, login.password}, trace);
              }};
}

}  // namespace postferry::app
