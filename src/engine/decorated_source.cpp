#include "engine/decorated_source.hpp"

#include <utility>

namespace postferry::engine {
namespace {

using mail::Checkpoint;
using mail::Folder;
using mail::ItemId;

class DecoratedSource final : public mail::Source {
 public:
  DecoratedSource(std::unique_ptr<mail::Source> source, SourceDecoration decoration)
      : decoration_(std::move(decoration)), source_(std::move(source)) {}

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
    auto contents = co_await source_->read(folder, std::move(ids));
    co_return decoration_.contents ? decoration_.contents(std::move(contents))
                                   : std::move(contents);
  }
  Task<> close() override { return source_->close(); }

 private:
  SourceDecoration decoration_;  // goes after the connection
  std::unique_ptr<mail::Source> source_;
};

}  // namespace

std::unique_ptr<mail::Source> decorated(std::unique_ptr<mail::Source> source,
                                        SourceDecoration decoration) {
  return std::make_unique<DecoratedSource>(std::move(source), std::move(decoration));
}

}  // namespace postferry::engine
