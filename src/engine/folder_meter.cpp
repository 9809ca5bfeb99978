#include "engine/folder_meter.hpp"

namespace postferry::engine {
namespace {

constexpr std::chrono::milliseconds between_folder_tellings{250};

}  // namespace

void FolderMeter::begin(const mail::FolderPath& folder) {
  const auto done = begun_++;
  const auto now = std::chrono::steady_clock::now();
  if (now - told_ < between_folder_tellings) return;
  told_ = now;
  scope_.tell(FolderProgress{folder, done, total_});
}

}  // namespace postferry::engine
