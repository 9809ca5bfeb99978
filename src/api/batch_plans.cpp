// POST /batches: the rows of a credential check that were let in become migrations, the others are
// named with what is wrong with them. A later request may add corrected rows to the same batch.
#include "api/batch_plans.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "api/batch_json.hpp"
#include "api/body_fields.hpp"
#include "api/caller.hpp"
#include "api/check_json.hpp"
#include "api/checked_drafts.hpp"
#include "api/door.hpp"
#include "api/draft_json.hpp"
#include "api/idempotency.hpp"
#include "api/json_body.hpp"
#include "api/preconditions.hpp"
#include "api/refusals.hpp"
#include "api/responses.hpp"
#include "api/timing_json.hpp"
#include "service/lists/list_format.hpp"
#include "service/ulid.hpp"

namespace postferry::api {
namespace {

// More take longer than a request should: they are checked first, with POST /checks, which reads
// them beside the loop that serves everybody.
constexpr std::size_t most_checked_at_once = 50;
constexpr std::size_t most_drafts = 20'000;
constexpr std::size_t bytes_of_drafts = 2UL * 1024 * 1024;
constexpr JsonBounds draft_bounds{.depth = 16, .values = 200'000};

struct AskedBatch {
  service::NewBatch batch;
  std::string check_id;
  std::vector<service::Draft> drafts;
};

void read_drafts(BodyFields& fields, const DraftRules& rules, AskedBatch& asked) {
  std::size_t index = 0;
  for (auto& each : fields.objects("drafts", most_drafts)) {
    auto read = draft_in(each, rules);
    each.no_others();
    ++index;
    if (read.draft.line == 0) read.draft.line = index;
    asked.drafts.push_back(std::move(read.draft));
  }
}

AskedBatch batch_in(const Planning& planning, const Call& call) {
  BodyFields fields(json_body(call.request, draft_bounds));
  AskedBatch asked;
  asked.batch.name =
      fields.optional_text("name", {.most_bytes = most_batch_name_bytes, .may_be_empty = true})
          .value_or("");
  asked.batch.format = fields.optional_text("type", {.most_bytes = 50}).value_or("postferry");
  asked.batch.join = fields.optional_text("batch_id").value_or("");
  if (!asked.batch.join.empty() && !service::is_ulid(asked.batch.join))
    fields.complain("batch_id", "bad_option", "This is no id of a batch.");
  asked.check_id = fields.optional_text("check_id").value_or("");
  read_drafts(fields,
              {.timing = timing_limits(planning.settings), .now = planning.desk.people.clock()},
              asked);
  if (asked.check_id.empty() == asked.drafts.empty())
    fields.complain("check_id", "one_of_two", "Name a check, or write the drafts.");
  if (asked.drafts.size() > most_checked_at_once)
    fields.complain("drafts", "check_first",
                    "These are many: check them first with POST /checks, then name the check.");
  fields.done();
  return asked;
}

// What the whole list is warned about, each once.
std::vector<FieldProblem> doubts_about_all(const Planning& planning,
                                           const std::vector<service::Draft>& drafts) {
  std::vector<FieldProblem> all;
  const auto now = planning.desk.people.clock();
  for (const auto& draft : drafts)
    for (auto& doubt : doubts_of(draft.timing, timing_limits(planning.settings), now)) {
      const auto is_known = [&doubt](const FieldProblem& other) {
        return other.field == doubt.field && other.code == doubt.code;
      };
      if (std::ranges::none_of(all, is_known)) all.push_back(std::move(doubt));
    }
  return all;
}

text::json::Array refused_json(const CheckedDrafts& checked) {
  text::json::Array refused;
  for (std::size_t index = 0; index < checked.results().size(); ++index) {
    const auto& result = checked.results()[index];
    if (result.state == service::CheckState::good) continue;
    refused.push_back({{"index", index}, {"errors", check_errors_json(result.errors)}});
  }
  return refused;
}

// What a request for a batch is answered: made in the transaction that plans it.
struct BatchAnswer {
  std::vector<std::size_t> places;
  text::json::Array refused;
  text::json::Array warnings;
  Names names;

  KeptAnswer of(soci::session& session, const service::Planned& planned) const {
    const auto& batch = *planned.batch;
    const auto reach = storage::catalog::Reach::customer(batch.customer);
    text::json::Array accepted;
    for (std::size_t at = 0; at < planned.rows.size(); ++at)
      accepted.push_back({{"index", places[at]}, {"id", planned.rows[at].id}});
    auto looks = batch_looks(session, reach, {batch}, {});
    return {.status = 201,
            .location = "/api/v1/batches/" + batch.id,
            .etag = etag_of(std::to_string(batch.version)),
            .body = text::json::serialize({{"batch", batch_json(looks.front(), names, {})},
                                           {"accepted", std::move(accepted)},
                                           {"refused", refused},
                                           {"warnings", warnings}})};
  }
};

Task<net::HttpResponse> plan_good(Planning& planning, service::Actor actor, service::NewBatch batch,
                                  CheckedDrafts checked, KeepAnswer keep) {
  if (checked.drafts().empty()) require_good(checked);
  for (std::size_t at = 0; at < checked.drafts().size(); ++at)
    if (auto& line = checked.drafts()[at].line; line == 0) line = checked.places()[at] + 1;
  BatchAnswer wanted{.places = checked.places(),
                     .refused = refused_json(checked),
                     .warnings = warnings_json(doubts_about_all(planning, checked.drafts())),
                     .names = {{actor.person, actor.name}}};
  const auto answer = std::make_shared<KeptAnswer>();
  granted(co_await service::plan(planning.desk, std::move(actor), checked.drafts(),
                                 std::move(batch), service::plan_rules(planning.settings),
                                 [wanted = std::move(wanted), keep = std::move(keep), answer](
                                     soci::session& session, const service::Planned& planned) {
                                   *answer = wanted.of(session, planned);
                                   keep(session, *answer);
                                 }));
  checked.accepted();
  co_return response_of(*answer);
}

Task<net::HttpResponse> plan_batch(Planning& planning, Call call, KeepAnswer keep) {
  auto asked = batch_in(planning, call);
  const auto actor = actor_of(call);
  if (!asked.check_id.empty())
    co_return co_await plan_good(planning, actor, std::move(asked.batch),
                                 take_checked(planning, actor, asked.check_id), std::move(keep));
  auto checked = co_await check_now(planning, actor, std::move(asked.drafts));
  co_return co_await plan_good(planning, actor, std::move(asked.batch), std::move(checked),
                               std::move(keep));
}

}  // namespace

void add_batch_plans(Router& router, Planning& planning) {
  const auto once = std::make_shared<AnsweredOnce>(planning);
  router.below("/api/v1/batches")
      .post("", needs(service::Permission::plan).body(bytes_of_drafts),
            [&planning, once](Call call) {
              return once->answer(std::move(call), [&planning](Call inner, KeepAnswer keep) {
                return plan_batch(planning, std::move(inner), std::move(keep));
              });
            });
}

}  // namespace postferry::api
