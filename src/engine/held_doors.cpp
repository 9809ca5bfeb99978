#include "engine/held_doors.hpp"

#include <utility>

#include "engine/decorated_source.hpp"

namespace postferry::engine {
namespace {

using mail::Folder;
using mail::ItemId;

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
  Task<std::vector<mail::Placement>> look_to_change(const Folder& folder,
                                                    std::span<const ItemId> ids) override {
    return target_->look_to_change(folder, ids);
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
  return decorated(std::move(source), {.held = std::make_shared<Place::Slot>(std::move(slot))});
}

std::unique_ptr<mail::Target> held(std::unique_ptr<mail::Target> target, Place::Slot slot) {
  return std::make_unique<HeldTarget>(std::move(target), std::move(slot));
}

}  // namespace postferry::engine
