#include "engine/held_doors.hpp"

#include <utility>

namespace postferry::engine {
namespace {

using mail::Checkpoint;
using mail::Folder;
using mail::ItemId;

class HeldSource final : public mail::Source {
 public:
  HeldSource(std::unique_ptr<mail::Source> source, Place::Slot slot)
      : slot_(std::move(slot)), source_(std::move(source)) {}

  const mail::Traits& traits() const override { return source_->traits(); }
  Task<std::vector<Folder>> folders() override { return source_->folders(); }
  Task<std::unique_ptr<mail::ChangeStream>> changes(const Folder& folder,
                                                    const Checkpoint& since) override {
    return source_->changes(folder, since);
  }
  Task<std::vector<ItemId>> ids(const Folder& folder) override { return source_->ids(folder); }
  Task<Checkpoint> mark(const Folder& folder) override { return source_->mark(folder); }
  Task<mail::Arrivals> arrivals(const Folder& folder, const Checkpoint& mark) override {
    return source_->arrivals(folder, mark);
  }
  Task<std::vector<mail::Placement>> look(const Folder& folder,
                                          std::span<const ItemId> ids) override {
    return source_->look(folder, ids);
  }
  Task<std::vector<mail::Description>> describe(const Folder& folder,
                                                std::span<const ItemId> ids) override {
    return source_->describe(folder, ids);
  }
  Task<std::unique_ptr<mail::ContentStream>> read(const Folder& folder,
                                                  std::vector<ItemId> ids) override {
    return source_->read(folder, std::move(ids));
  }
  Task<> close() override { return source_->close(); }

 private:
  Place::Slot slot_;  // goes after the connection
  std::unique_ptr<mail::Source> source_;
};

class HeldTarget final : public mail::Target {
 public:
  HeldTarget(std::unique_ptr<mail::Target> target, Place::Slot slot)
      : slot_(std::move(slot)), target_(std::move(target)) {}

  mail::Source& reading() override { return target_->reading(); }
  const mail::Traits& traits() const override { return target_->traits(); }
  Task<mail::Quota> quota() override { return target_->quota(); }
  Task<Result<Folder>> ensure(const mail::FolderWish& wish) override {
    return target_->ensure(wish);
  }
  Task<mail::Flags> accepted(const Folder& folder, const mail::Flags& wished) override {
    return target_->accepted(folder, wished);
  }
  Task<> append(const Folder& folder, mail::ContentStream& contents,
                mail::OutcomeSink& outcomes) override {
    return target_->append(folder, contents, outcomes);
  }
  Task<> place(const Folder& from, std::vector<ItemId> ids, const Folder& to, mail::PlaceKind kind,
               mail::OutcomeSink& outcomes) override {
    return target_->place(from, std::move(ids), to, kind, outcomes);
  }
  Task<> set_flags(const Folder& folder, std::vector<mail::FlagChange> changes,
                   mail::OutcomeSink& outcomes) override {
    return target_->set_flags(folder, std::move(changes), outcomes);
  }

 private:
  Place::Slot slot_;
  std::unique_ptr<mail::Target> target_;
};

}  // namespace

std::unique_ptr<mail::Source> held(std::unique_ptr<mail::Source> source, Place::Slot slot) {
  return std::make_unique<HeldSource>(std::move(source), std::move(slot));
}

std::unique_ptr<mail::Target> held(std::unique_ptr<mail::Target> target, Place::Slot slot) {
  return std::make_unique<HeldTarget>(std::move(target), std::move(slot));
}

}  // namespace postferry::engine
