#include "storage/folders.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <soci/soci.h>
#include <string>
#include <utility>

namespace postferry::storage {
namespace {

struct FolderColumns {
  FolderColumns(const Dialect& dialect, const FolderRecord& folder)
      : source_path(dialect.to_column(folder.source_path.text())),
        target_path(dialect.to_column(folder.target_path.text())),
        source_generation(dialect.to_column(folder.source_generation.bytes())),
        target_generation(dialect.to_column(folder.target_generation.bytes())),
        source_checkpoint(dialect.to_column(folder.source_checkpoint.bytes())),
        target_checkpoint(dialect.to_column(folder.target_checkpoint.bytes())),
        renamed_because(dialect.to_column(folder.renamed_because)) {}
  FolderColumns() = default;

  std::string source_path, target_path, source_generation, target_generation, source_checkpoint,
      target_checkpoint, renamed_because;
};

mail::FolderPath path_of(const std::string& text) {
  if (text.empty()) return {};
  auto path = mail::FolderPath::parse(text);
  if (path) return *std::move(path);
  throw Failure(Error{.code = ErrorCode::state_broken,
                      .text = "The journal holds a folder name that is none.",
                      .where = text,
                      .scope = Scope::account});
}

FolderRecord record_of(const Dialect& dialect, long long id, const FolderColumns& columns) {
  return {.id = FolderId(id),
          .source_path = path_of(dialect.from_column(columns.source_path)),
          .target_path = path_of(dialect.from_column(columns.target_path)),
          .source_generation = mail::Generation(dialect.from_column(columns.source_generation)),
          .target_generation = mail::Generation(dialect.from_column(columns.target_generation)),
          .source_checkpoint = mail::Checkpoint(dialect.from_column(columns.source_checkpoint)),
          .target_checkpoint = mail::Checkpoint(dialect.from_column(columns.target_checkpoint)),
          .renamed_because = dialect.from_column(columns.renamed_because)};
}

}  // namespace

std::vector<FolderRecord> folders_of(Connection& connection, PairId pair) {
  const auto pair_id = static_cast<long long>(pair);
  long long id = 0;
  FolderColumns row;
  soci::statement rows =
      (connection.session().prepare
           << "SELECT id, source_path, target_path, source_generation, target_generation, "
              "source_checkpoint, target_checkpoint, renamed_because FROM folder "
              "WHERE pair_id = :pair ORDER BY id",
       soci::use(pair_id), soci::into(id), soci::into(row.source_path), soci::into(row.target_path),
       soci::into(row.source_generation), soci::into(row.target_generation),
       soci::into(row.source_checkpoint), soci::into(row.target_checkpoint),
       soci::into(row.renamed_because));
  std::vector<FolderRecord> folders;
  for (bool more = rows.execute(true); more; more = rows.fetch())
    folders.push_back(record_of(connection.dialect(), id, row));
  return folders;
}

FolderId write_folder(Connection& connection, PairId pair, const FolderRecord& folder) {
  auto& session = connection.session();
  const auto pair_id = static_cast<long long>(pair);
  const auto id = static_cast<long long>(folder.id);
  const FolderColumns row(connection.dialect(), folder);
  if (id == 0) {
    session << "INSERT INTO folder (pair_id, tallied, source_path, target_path, source_generation, "
               "target_generation, renamed_because, source_checkpoint, target_checkpoint) "
               "VALUES (:pair, 1, :source_path, :target_path, :source_generation, "
               ":target_generation, :because, :source_checkpoint, :target_checkpoint)",
        soci::use(pair_id), soci::use(row.source_path), soci::use(row.target_path),
        soci::use(row.source_generation), soci::use(row.target_generation),
        soci::use(row.renamed_because), soci::use(row.source_checkpoint),
        soci::use(row.target_checkpoint);
    return FolderId(connection.dialect().last_id(session, "folder"));
  }
  session << "UPDATE folder SET source_path = :source_path, target_path = :target_path, "
             "source_generation = :source_generation, target_generation = :target_generation, "
             "renamed_because = :because, source_checkpoint = :source_checkpoint, "
             "target_checkpoint = :target_checkpoint WHERE id = :id AND pair_id = :pair",
      soci::use(row.source_path), soci::use(row.target_path), soci::use(row.source_generation),
      soci::use(row.target_generation), soci::use(row.renamed_because),
      soci::use(row.source_checkpoint), soci::use(row.target_checkpoint), soci::use(id),
      soci::use(pair_id);
  return folder.id;
}

FolderRecord folder_of(Connection& connection, PairId pair, FolderId id) {
  auto folders = folders_of(connection, pair);
  const auto found = std::ranges::find(folders, id, &FolderRecord::id);
  if (found != folders.end()) return *std::move(found);
  throw Failure(Error{.code = ErrorCode::state_broken,
                      .text = fmt::format("The journal holds no folder {} of this account.",
                                          static_cast<long long>(id)),
                      .where = {},
                      .scope = Scope::account});
}

}  // namespace postferry::storage
