#include "storage/journal_schema.hpp"

#include <array>
#include <string_view>

#include "storage/connection.hpp"

namespace postferry::storage {
namespace {

constexpr std::string_view accounts_and_runs[] = {
    "CREATE TABLE account_pair (id {new_id}, source {bytes} NOT NULL,"
    " target {bytes} NOT NULL, UNIQUE (source, target))",
    // since and expires by the database's clock; a freed lease keeps its epoch and has no host
    "CREATE TABLE lease (pair_id {number} PRIMARY KEY REFERENCES account_pair (id),"
    " epoch {number} NOT NULL, host TEXT NOT NULL, boot TEXT NOT NULL, pid {number} NOT NULL,"
    " process_start {number} NOT NULL, since {number} NOT NULL, expires {number} NOT NULL)",
    "CREATE TABLE fact (pair_id {number} NOT NULL REFERENCES account_pair (id),"
    " name TEXT NOT NULL, value {bytes} NOT NULL, PRIMARY KEY (pair_id, name)) {kept_by_key}",
    "CREATE TABLE run (id {new_id}, pair_id {number} NOT NULL REFERENCES account_pair (id),"
    " started {number} NOT NULL, ended {number}, options {bytes} NOT NULL,"
    " outcome TEXT NOT NULL, summary {bytes} NOT NULL)",
    "CREATE INDEX run_of_pair ON run (pair_id, id)",
};

constexpr std::string_view folders_and_placements[] = {
    // tallied: the rows of tally are those of the placements as they are now
    "CREATE TABLE folder (id {new_id}, pair_id {number} NOT NULL REFERENCES account_pair (id),"
    " tallied {number} NOT NULL, source_path {bytes} NOT NULL, target_path {bytes} NOT NULL,"
    " source_generation {bytes} NOT NULL, target_generation {bytes} NOT NULL,"
    " renamed_because {bytes} NOT NULL,"
    " source_checkpoint {bytes} NOT NULL, target_checkpoint {bytes} NOT NULL)",
    "CREATE INDEX folder_of_pair ON folder (pair_id)",
    "CREATE TABLE tally (folder_id {number} NOT NULL REFERENCES folder (id),"
    " state {number} NOT NULL, note {bytes} NOT NULL, items {number} NOT NULL,"
    " size_bytes {number} NOT NULL, PRIMARY KEY (folder_id, state, note)) {kept_by_key}",
    // small numbers first: a count reads no further
    "CREATE TABLE placement (folder_id {number} NOT NULL, source_id {bytes} NOT NULL,"
    " state {number} NOT NULL, standing {number} NOT NULL, size_bytes {number} NOT NULL,"
    " note {bytes} NOT NULL, run_id {number} NOT NULL, system_flags {number} NOT NULL,"
    " keywords {bytes} NOT NULL, code TEXT NOT NULL, received {number} NOT NULL,"
    " zone {number} NOT NULL, target_id {bytes}, fingerprint {bytes} NOT NULL, digest {bytes},"
    " PRIMARY KEY (folder_id, source_id)) {kept_by_key}",
};

constexpr std::string_view intents_and_acts[] = {
    // an intent stays as the record of its append; its items go when it is settled
    "CREATE TABLE intent (id {new_id}, pair_id {number} NOT NULL REFERENCES account_pair (id),"
    " run_id {number} NOT NULL REFERENCES run (id),"
    " folder_id {number} NOT NULL REFERENCES folder (id),"
    " intended {number} NOT NULL, items {number} NOT NULL, size_bytes {number} NOT NULL,"
    " target_generation {bytes} NOT NULL, mark {bytes} NOT NULL)",
    "CREATE TABLE open_intent (intent_id {number} PRIMARY KEY REFERENCES intent (id),"
    " pair_id {number} NOT NULL, items {bytes} NOT NULL)",
    "CREATE TABLE act (id {new_id}, pair_id {number} NOT NULL REFERENCES account_pair (id),"
    " run_id {number} NOT NULL REFERENCES run (id), done {number} NOT NULL,"
    " kind {number} NOT NULL, folder_id {number}, item {bytes},"
    " before_act {bytes} NOT NULL, after_act {bytes} NOT NULL)",
};

// What a pair wrote is found, and what refers to it is ruled out, without reading what all others
// wrote.
constexpr std::string_view ways_to_forget[] = {
    "CREATE INDEX intent_of_pair ON intent (pair_id)",
    "CREATE INDEX intent_of_run ON intent (run_id)",
    "CREATE INDEX intent_of_folder ON intent (folder_id)",
    "CREATE INDEX act_of_pair ON act (pair_id)",
    "CREATE INDEX act_of_run ON act (run_id)",
};

void first(Connection& connection) {
  for (const auto statement : accounts_and_runs) connection.define(statement);
  for (const auto statement : folders_and_placements) connection.define(statement);
  for (const auto statement : intents_and_acts) connection.define(statement);
  connection.dialect().make_append_only(connection.session(), "intent");
  connection.dialect().make_append_only(connection.session(), "act");
}

void second(Connection& connection) {
  for (const auto statement : ways_to_forget) connection.define(statement);
}

constexpr std::array<SchemaStep, 2> steps{first, second};

}  // namespace

Schema journal_schema() { return {.name = "journal", .steps = steps}; }

}  // namespace postferry::storage
