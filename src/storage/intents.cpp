#include "storage/intents.hpp"

#include <fmt/format.h>
#include <soci/soci.h>
#include <string>
#include <utility>

#include "storage/connection.hpp"
#include "storage/intended_items.hpp"

namespace postferry::storage {

struct Intents::Insert {
  explicit Insert(Connection& connection)
      : statement((connection.session().prepare
                       << fmt::format("INSERT INTO intent (pair_id, run_id, folder_id, intended, "
                                      "items, size_bytes, target_generation, mark) VALUES (:pair, "
                                      ":run, :folder, {}, :items, :size, :generation, :mark)",
                                      connection.dialect().words().now),
                   soci::use(pair), soci::use(run), soci::use(folder), soci::use(items),
                   soci::use(size), soci::use(generation), soci::use(mark))) {}

  long long pair = 0, run = 0, folder = 0, items = 0, size = 0;
  std::string generation, mark;
  soci::statement statement;
};

struct Intents::Keep {
  explicit Keep(soci::session& session)
      : statement((session.prepare << "INSERT INTO open_intent (intent_id, pair_id, items) "
                                      "VALUES (:intent, :pair, :items)",
                   soci::use(intent), soci::use(pair), soci::use(items))) {}

  long long intent = 0, pair = 0;
  std::string items;
  soci::statement statement;
};

struct Intents::Settle {
  explicit Settle(soci::session& session)
      : statement((session.prepare << "DELETE FROM open_intent WHERE intent_id = :intent "
                                      "AND pair_id = :pair",
                   soci::use(intent), soci::use(pair))) {}

  long long intent = 0, pair = 0;
  soci::statement statement;
};

Intents::Intents(Connection& connection)
    : session_(connection.session()),
      dialect_(connection.dialect()),
      insert_(std::make_unique<Insert>(connection)),
      keep_(std::make_unique<Keep>(session_)),
      settle_(std::make_unique<Settle>(session_)) {}

Intents::~Intents() = default;

IntentId Intents::add(PairId pair, RunId run, const Intent& intent) {
  insert_->pair = static_cast<long long>(pair);
  insert_->run = static_cast<long long>(run);
  insert_->folder = static_cast<long long>(intent.folder);
  insert_->items = static_cast<long long>(intent.items.size());
  insert_->size = 0;
  for (const auto& item : intent.items) insert_->size += static_cast<long long>(item.size_bytes);
  dialect_.to_column(insert_->generation, intent.target_generation.bytes());
  dialect_.to_column(insert_->mark, intent.mark.bytes());
  insert_->statement.execute(true);
  keep_->intent = dialect_.last_id(session_, "intent");
  keep_->pair = insert_->pair;
  dialect_.to_column(keep_->items, pack(intent.items));
  keep_->statement.execute(true);
  return IntentId(keep_->intent);
}

void Intents::settle(PairId pair, IntentId intent) {
  settle_->intent = static_cast<long long>(intent);
  settle_->pair = static_cast<long long>(pair);
  settle_->statement.execute(true);
}

std::vector<Intent> Intents::open(PairId pair) {
  const auto pair_id = static_cast<long long>(pair);
  long long id = 0;
  long long folder = 0;
  std::string generation;
  std::string mark;
  std::string items;
  soci::statement rows =
      (session_.prepare << "SELECT intent.id, intent.folder_id, intent.target_generation, "
                           "intent.mark, open_intent.items FROM open_intent "
                           "JOIN intent ON intent.id = open_intent.intent_id "
                           "WHERE open_intent.pair_id = :pair ORDER BY intent.id",
       soci::use(pair_id), soci::into(id), soci::into(folder), soci::into(generation),
       soci::into(mark), soci::into(items));
  std::vector<Intent> intents;
  for (bool more = rows.execute(true); more; more = rows.fetch()) {
    auto unpacked = unpack(dialect_.from_column(items));
    if (!unpacked) throw Failure(unpacked.error());
    intents.push_back({.id = IntentId(id),
                       .folder = FolderId(folder),
                       .target_generation = mail::Generation(dialect_.from_column(generation)),
                       .mark = mail::Checkpoint(dialect_.from_column(mark)),
                       .items = *std::move(unpacked)});
  }
  return intents;
}

void Intents::record(PairId pair, RunId run, const Act& act) {
  const auto pair_id = static_cast<long long>(pair);
  const auto run_id = static_cast<long long>(run);
  const auto kind = static_cast<long long>(act.kind);
  const auto folder = static_cast<long long>(act.folder);
  const auto item = dialect_.to_column(act.item ? act.item->bytes() : std::string_view());
  auto has_item = act.item ? soci::i_ok : soci::i_null;
  const auto before = dialect_.to_column(act.before);
  const auto after = dialect_.to_column(act.after);
  session_ << fmt::format(
      "INSERT INTO act (pair_id, run_id, done, kind, folder_id, item, before_act, after_act) "
      "VALUES (:pair, :run, {}, :kind, :folder, :item, :before, :after)",
      dialect_.words().now),
      soci::use(pair_id), soci::use(run_id), soci::use(kind), soci::use(folder),
      soci::use(item, has_item), soci::use(before), soci::use(after);
}

}  // namespace postferry::storage
