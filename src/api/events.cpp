// GET /events: what changes, as it changes (server-sent events). `migration` and `batch` bring an
// id and the fields that have changed, `check` a credential check, `gone` the id of what was
// removed; `overview` says that it is to be asked for anew.
//
// Each stream asks the news twice a second what is new since its last number. Every half minute the
// door is asked again whether the caller may still come in, and what he may see.
#include <algorithm>
#include <charconv>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "api/batch_json.hpp"
#include "api/caller.hpp"
#include "api/check_json.hpp"
#include "api/door.hpp"
#include "api/migration_json.hpp"
#include "api/people_json.hpp"
#include "api/planning_resources.hpp"
#include "api/problem.hpp"
#include "net/event_stream.hpp"
#include "storage/catalog/batches.hpp"
#include "storage/catalog/migrations.hpp"

namespace postferry::api {
namespace {

namespace asio = boost::asio;
using service::NewsItem;
using service::NewsOf;
using storage::catalog::MigrationRow;

constexpr auto between_looks = std::chrono::milliseconds(500);
constexpr int looks_between_doors = 60;
constexpr int looks_between_overviews = 10;
constexpr std::size_t most_at_once = 200;
constexpr std::size_t reconnect_bytes = 64;
constexpr std::size_t most_of_a_person = 30;
constexpr auto unknown_number = std::numeric_limits<std::uint64_t>::max();

// How many streams each person has open.
using Streams = std::map<std::string, std::size_t>;

// A place among them, given back with the stream.
class StreamPlace {
 public:
  StreamPlace(std::shared_ptr<Streams> streams, std::string person)
      : streams_(std::move(streams)), person_(std::move(person)) {
    if ((*streams_)[person_] >= most_of_a_person)
      throw Declined({.status = 429,
                      .code = "too_many_streams",
                      .detail = "As many event streams as allowed are open.",
                      .hint = "Close some of them.",
                      .retry_after = heartbeat_or_so});
    ++(*streams_)[person_];
  }
  ~StreamPlace() {
    const auto count = streams_->find(person_);
    if (--count->second == 0) streams_->erase(count);
  }
  StreamPlace(const StreamPlace&) = delete;
  StreamPlace& operator=(const StreamPlace&) = delete;

 private:
  static constexpr std::chrono::seconds heartbeat_or_so{15};

  std::shared_ptr<Streams> streams_;
  std::string person_;
};

// One client's stream, from the handler until the client or the service ends it.
struct Listening {
  Planning& planning;
  std::unique_ptr<StreamPlace> place;
  Call call;  // as it came, to be shown at the door again
  std::weak_ptr<net::EventStream> stream;
  std::uint64_t last = 0;
  bool overview_changed = false;

  const service::Actor& actor() const { return actor_of(call); }
};
using Shared = std::shared_ptr<Listening>;

// Numbers begin anew with each start of the service: those of another one say nothing here.
//   event-id = start "." number
const std::string& this_start() {
  static const auto start = std::to_string(std::chrono::system_clock::now().time_since_epoch() /
                                           std::chrono::milliseconds(1));
  return start;
}

std::string event_id(std::uint64_t number) { return this_start() + "." + std::to_string(number); }

// Of another start: one that is not known any more.
std::optional<std::uint64_t> last_event_id(const net::HttpRequest& request) {
  const auto field = request.headers.find("Last-Event-ID");
  if (!field || field->empty() || field->size() > reconnect_bytes) return std::nullopt;
  const auto dot = field->find('.');
  if (field->substr(0, dot) != this_start() || dot == field->npos) return unknown_number;
  std::uint64_t number = 0;
  const auto* end = field->data() + field->size();
  const auto read = std::from_chars(field->data() + dot + 1, end, number);
  return read.ptr == end && read.ec == std::errc() ? number : unknown_number;
}

void send(net::EventStream& stream, std::string name, const text::json::Object& data,
          std::uint64_t number, const std::string& key) {
  stream.send({.name = name,
               .data = text::json::serialize(data),
               .id = event_id(number),
               .key = name + " " + key});
}

// The rows of a kind of news that the caller reaches, by id.
struct Found {
  std::map<std::string, MigrationRow> migrations;
  std::map<std::string, BatchLook> batches;
};

Task<Found> rows_of(const Listening& listening, const std::vector<NewsItem>& news) {
  std::vector<std::string> migrations;
  std::vector<std::string> batches;
  for (const auto& item : news) {
    if (item.of == NewsOf::migration || item.of == NewsOf::progress) migrations.push_back(item.id);
    if (item.of == NewsOf::batch) batches.push_back(item.id);
  }
  co_return co_await listening.planning.service.people.catalog.look(
      [reach = service::reach_of(listening.actor()), migrations = std::move(migrations),
       batches = std::move(batches),
       own_host = showing(listening.planning).own_host](soci::session& session) {
        Found found;
        for (const auto& id : migrations)
          if (auto row = find_migration(session, reach, id))
            found.migrations.emplace(id, *std::move(row));
        std::vector<storage::catalog::BatchRow> rows;
        for (const auto& id : batches)
          if (auto row = find_batch(session, reach, id)) rows.push_back(*std::move(row));
        for (auto& look : batch_looks(session, reach, std::move(rows), own_host)) {
          auto id = look.row.id;
          found.batches.emplace(std::move(id), std::move(look));
        }
        return found;
      });
}

void tell_check(const Listening& listening, const NewsItem& item, net::EventStream& stream) {
  const auto shown = listening.planning.checks.find(item.customer, item.id);
  if (!shown || item.customer != listening.actor().customer) return;
  send(stream, "check",
       {{"id", item.id},
        {"total", shown->results.size()},
        {"done", shown->done},
        {"ok", shown->good},
        {"bad", shown->done - shown->good}},
       item.number, item.id);
}

// Without what DNS would have to be asked for.
text::json::Object changed_batch(const BatchLook& look, const Names& names) {
  auto body = batch_json(look, names, {});
  body.erase("mx");
  return body;
}

void tell(const Listening& listening, const NewsItem& item, const Found& found, const Names& names,
          net::EventStream& stream) {
  const auto migration = found.migrations.find(item.id);
  const auto batch = found.batches.find(item.id);
  const auto shown = showing(listening.planning);
  switch (item.of) {
    case NewsOf::progress:
      if (migration != found.migrations.end())
        send(stream, "migration",
             {{"id", item.id}, {"progress", progress_json(shown, migration->second)}}, item.number,
             item.id + " progress");
      break;
    case NewsOf::migration:
      if (migration != found.migrations.end())
        send(stream, "migration", migration_json(shown, migration->second, names), item.number,
             item.id);
      break;
    case NewsOf::batch:
      if (batch != found.batches.end())
        send(stream, "batch", changed_batch(batch->second, names), item.number, item.id);
      break;
    case NewsOf::check:
      tell_check(listening, item, stream);
      break;
    case NewsOf::gone:
      send(stream, "gone", {{"id", item.id}}, item.number, item.id);
      break;
  }
}

// Whoever has missed more than is kept looks at everything anew.
void begin_anew(Listening& listening, net::EventStream& stream) {
  listening.last = listening.planning.news.last();
  send(stream, "hello", {{"anew", true}}, listening.last, "");
}

Task<> look(Listening& listening, const Names& names) {
  // The operator's own pages show all customers; "" reaches them all.
  const auto reach = service::reach_of(listening.actor());
  const auto newest = listening.planning.news.last();
  const auto news = listening.planning.news.since(
      listening.last, reach.is_everything() ? "" : listening.actor().customer, most_at_once);
  Found found;
  if (news && !news->empty()) found = co_await rows_of(listening, *news);
  const auto stream = listening.stream.lock();
  if (!stream) co_return;
  if (!news) {
    begin_anew(listening, *stream);
    co_return;
  }
  for (const auto& item : *news) {
    tell(listening, item, found, names, *stream);
    listening.last = item.number;
    if (item.of != NewsOf::progress) listening.overview_changed = true;
  }
  // All up to there was looked through: what is others' is not looked through again, and does not
  // push this one among those who have missed something.
  if (news->size() < most_at_once) listening.last = std::max(listening.last, newest);
}

bool is_over(const Listening& listening) {
  const auto stream = listening.stream.lock();
  return !stream || stream->ended();
}

Task<> show_at_the_door(Listening& listening) {
  auto call = listening.call;
  co_await door_to(listening.planning.service.people)(call);
  // A role or domains that were taken away are gone here, too.
  listening.call.caller = std::move(call.caller);
}

Task<> wait() {
  asio::steady_timer timer(co_await asio::this_coro::executor, between_looks);
  co_await timer.async_wait(asio::use_awaitable);
}

Task<> listen(Shared listening) {
  auto names = co_await names_of(listening->planning.service.people, listening->actor());
  for (int looks = 1;; ++looks) {
    co_await wait();
    if (is_over(*listening)) co_return;
    if (looks % looks_between_doors == 0) {
      co_await show_at_the_door(*listening);
      names = co_await names_of(listening->planning.service.people, listening->actor());
    }
    co_await look(*listening, names);
    if (looks % looks_between_overviews != 0 || !listening->overview_changed) continue;
    listening->overview_changed = false;
    if (const auto stream = listening->stream.lock())
      send(*stream, "overview", {}, listening->last, "");
  }
}

Task<net::HttpResponse> begin(Planning& planning, std::shared_ptr<Streams> streams, Call call) {
  const auto executor = co_await asio::this_coro::executor;
  auto place = std::make_unique<StreamPlace>(std::move(streams), actor_of(call).person);
  auto stream = std::make_shared<net::EventStream>(executor);
  const auto last = last_event_id(call.request);
  auto listening =
      std::make_shared<Listening>(Listening{.planning = planning,
                                            .place = std::move(place),
                                            .call = std::move(call),
                                            .stream = stream,
                                            .last = last.value_or(planning.news.last())});
  // Nothing is known to be missed by one who begins here.
  send(*stream, "hello", {{"anew", false}}, listening->last, "");
  asio::co_spawn(executor, listen(listening), [listening](const std::exception_ptr& thrown) {
    const auto open = listening->stream.lock();
    // The session is over, or the database is: the client connects again and learns which.
    if (thrown && open) open->end();
  });
  net::HttpResponse response{.body = std::move(stream)};
  response.headers.add("Content-Type", "text/event-stream");
  response.headers.add("Cache-Control", "no-store");
  co_return response;
}

}  // namespace

void add_events(Router& router, Planning& planning) {
  const auto streams = std::make_shared<Streams>();
  router.below("/api/v1/events")
      .get("", needs(service::Permission::see),
           [&planning, streams](Call call) { return begin(planning, streams, std::move(call)); });
}

}  // namespace postferry::api
