#include <fmt/format.h>

#include "api/draft_json.hpp"
#include "app/passwords.hpp"
#include "app/remote_commands.hpp"
#include "app/remote_json.hpp"
#include "app/remote_wait.hpp"
#include "service/draft.hpp"
#include "text/display.hpp"

namespace postferry::app {
namespace {

service::DraftAccount drafted(const RemoteWork& work, const service::AccountUrl& account,
                              const std::filesystem::path& file, const Secret& environment) {
  auto password = password_of(account, file, environment, [&](std::string_view sentence) {
    if (work.output != Output::quiet) work.console.warn(sentence);
  });
  if (!password) throw Failure(password.error());
  return {.user = account.user,
          .password = *std::move(password),
          .server = account.endpoint,
          .master = account.master,
          .master_separator = account.master_separator,
          .fingerprint = account.policy.fingerprint};
}

}  // namespace

engine::Exit remote_copy(const RemoteWork& work) {
  const auto& line = work.line;
  const service::Draft draft{
      .source = drafted(work, line.source, line.source_password_file, work.passwords.source),
      .target = drafted(work, line.target, line.target_password_file, work.passwords.target),
      .choices = line.choices};
  const auto planned = work.service.post("/migrations", api::draft_json(draft));
  for (const auto& warning : array_in(planned, "warnings"))
    work.console.warn(text_in(warning, "text"));
  const auto id = text_in(planned, "id");
  if (line.waiting == Waiting::to_the_end) return wait_for_migration(work, id);
  work.console.out.line(work.output == Output::json ? text::json::serialize(planned)
                                                    : text::printable(id));
  return engine::Exit::complete;
}

}  // namespace postferry::app
