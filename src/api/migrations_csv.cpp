// GET /migrations.csv: the migrations that the same query of GET /migrations shows, for
// spreadsheets. Made page by page while the client reads, however many there are.
#include <memory>
#include <utility>

#include "api/caller.hpp"
#include "api/door.hpp"
#include "api/migrations.hpp"
#include "service/lists/csv_export.hpp"

namespace postferry::api {
namespace {

using service::CsvExport;
using storage::catalog::MigrationQuery;
using storage::catalog::MigrationRow;

constexpr std::size_t rows_of_a_piece = 500;

std::string written_time(Instant instant) {
  return instant == Instant{} ? std::string() : to_rfc3339(instant);
}

void add_row(CsvExport& table, const MigrationRow& row) {
  const auto created = written_time(row.created);
  const auto first = written_time(row.first_at);
  const auto next = written_time(row.due);
  const auto ended = written_time(row.ended);
  table.add({text_of(row.state),
             row.source.email,
             row.source.user,
             row.source.host,
             row.target.email,
             row.target.user,
             row.target.host,
             row.line,
             created,
             first,
             next,
             ended,
             row.runs,
             row.messages_done,
             row.messages_total,
             row.bytes_done,
             row.bytes_total,
             row.brought,
             row.was_there,
             row.excluded,
             row.failed,
             row.missing,
             row.worked_seconds,
             row.outcome,
             row.sentence,
             row.reason,
             row.id,
             row.batch});
}

// What is still to be written of one download.
class Download {
 public:
  Download(storage::catalog::Catalog& catalog, storage::catalog::Reach reach, MigrationQuery query)
      : catalog_(catalog), reach_(std::move(reach)), query_(std::move(query)) {
    query_.limit = rows_of_a_piece;
  }

  Task<std::string> next() {
    if (at_end_) co_return std::string();
    const auto rows =
        co_await catalog_.look([reach = reach_, query = query_](soci::session& session) {
          return page(session, reach, query);
        });
    for (const auto& row : rows.rows) add_row(table_, row);
    at_end_ = rows.next_id.empty();
    query_.after_value = rows.next_value;
    query_.after_id = rows.next_id;
    co_return table_.take_so_far();
  }

 private:
  storage::catalog::Catalog& catalog_;
  storage::catalog::Reach reach_;
  MigrationQuery query_;
  bool at_end_ = false;
  CsvExport table_{"state",
                   "source_email",
                   "source_user",
                   "source_host",
                   "target_email",
                   "target_user",
                   "target_host",
                   "line",
                   "created_at",
                   "first_run_at",
                   "next_run_at",
                   "ended_at",
                   "runs",
                   "messages_done",
                   "messages_total",
                   "bytes_done",
                   "bytes_total",
                   "brought",
                   "was_there",
                   "excluded",
                   "failed",
                   "missing",
                   "duration_seconds",
                   "outcome",
                   "sentence",
                   "reason",
                   "id",
                   "batch_id"};
};

Task<net::HttpResponse> export_migrations(Planning& planning, Call call) {
  const auto download = std::make_shared<Download>(
      planning.desk.catalog(), service::reach_of(actor_of(call)), migration_query(call.request));
  co_return net::HttpResponse{
      .headers = {{"Content-Type", "text/csv; charset=utf-8; header=present"},
                  {"Content-Disposition", "attachment; filename=\"migrations.csv\""}},
      .body = net::BodyPieces([download] { return download->next(); })};
}

}  // namespace

void add_migrations_csv(Router& router, Planning& planning) {
  router.below("/api/v1").get("/migrations.csv", needs(service::Permission::see), [&](Call call) {
    return export_migrations(planning, std::move(call));
  });
}

}  // namespace postferry::api
