#include "storage/connection.hpp"

#include <soci/soci.h>

namespace postferry::storage {

Connection::Connection(const DatabaseAddress& address, const Schema& schema, Access access)
    : schema_(schema),
      access_(access),
      dialect_(make_dialect(address, schema.name)),
      session_(std::make_unique<soci::session>()) {}

Connection::~Connection() { close(); }

void Connection::open() {
  if (open_ && !is_lost()) return;
  close();
  session_ = std::make_unique<soci::session>();
  committing_ = false;
  dialect_->open(*session_, access_);
  if (access_ == Access::write) {
    bring_up_to_date(*this, schema_);
    dialect_->set_sync(*session_, Sync::now);
    sync_ = Sync::now;
  }
  open_ = true;
}

void Connection::close() noexcept {
  states_.clear();
  if (open_ && !is_lost()) dialect_->leave(*session_);
  open_ = false;
  session_.reset();
}

void Connection::define(std::string_view pattern) { *session_ << dialect_->fill(pattern); }

void Connection::begin(Sync sync) {
  committing_ = false;
  ++transaction_;
  if (sync != sync_) dialect_->set_sync(*session_, sync);
  sync_ = sync;
  dialect_->begin(*session_);
}

void Connection::begin_reading() {
  committing_ = false;
  ++transaction_;
  dialect_->begin_reading(*session_);
}

void Connection::commit() {
  committing_ = true;
  *session_ << "COMMIT";
  committing_ = false;
}

// A transaction that changes nothing is not synced, so this one changes something.
void Connection::demand_sync() { *session_ << "UPDATE postferry_schema SET syncs = syncs + 1"; }

void Connection::rollback() noexcept {
  if (!is_lost()) dialect_->rollback(*session_);
}

void Connection::tidy() {
  if (open_ && access_ == Access::write) dialect_->tidy(*session_);
}

bool Connection::is_lost() const { return open_ && dialect_->is_lost(*session_); }

Error Connection::explain(const std::exception& exception) {
  if (const auto* failure = dynamic_cast<const Failure*>(&exception)) return failure->error();
  return dialect_->explain(*session_, exception);
}

}  // namespace postferry::storage
