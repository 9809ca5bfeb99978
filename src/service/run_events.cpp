#include "service/run_events.hpp"

#include <type_traits>
#include <utility>

#include "engine/event_text.hpp"

namespace postferry::service {
namespace {

constexpr std::chrono::milliseconds between_news{500};

}  // namespace

RunEvents::RunEvents(News& news, LiveBoard& board, std::string customer, std::string migration)
    : news_(news), board_(board), migration_(std::move(migration)) {
  live_.customer = std::move(customer);
}

RunEvents::~RunEvents() { board_.erase(migration_); }

void RunEvents::open_log(const std::filesystem::path& file, std::string section) {
  log_.emplace(file, std::move(section), engine::Work::copying);
}

void RunEvents::take(const engine::Event& event) noexcept {
  if (log_) log_->take(event);
  bool is_new_phase = false;
  std::visit(
      [&](const auto& told) {
        using Told = std::decay_t<decltype(told)>;
        if constexpr (std::is_same_v<Told, engine::PhaseBegan>) {
          is_new_phase = told.phase != live_.phase;
          live_.phase = told.phase;
          live_.doing.clear();
        } else if constexpr (std::is_same_v<Told, engine::Progress>) {
          live_.progress = told;
        } else if constexpr (std::is_same_v<Told, engine::FolderPlanned>) {
          planned_.push_back(told);
        } else if constexpr (std::is_same_v<Told, engine::Listing>) {
          live_.doing = engine::listing_text(told);
        } else if constexpr (std::is_same_v<Told, engine::FolderProgress>) {
          live_.doing = engine::folder_progress_text(told);
        } else if constexpr (std::is_same_v<Told, engine::Notice>) {
          if (told.kind == engine::NoticeKind::throttled) live_.doing = engine::notice_text(told);
        }
      },
      event);
  const auto now = std::chrono::steady_clock::now();
  if (!is_new_phase && now - told_ < between_news) return;
  told_ = now;
  show();
}

void RunEvents::show() {
  if (!planned_.empty() && (!live_.planned || live_.planned->size() != planned_.size()))
    live_.planned = std::make_shared<const std::vector<engine::FolderPlanned>>(planned_);
  board_.set(migration_, live_);
  news_.tell(NewsOf::progress, live_.customer, migration_);
}

}  // namespace postferry::service
