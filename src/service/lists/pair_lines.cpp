#include "service/lists/pair_lines.hpp"

namespace postferry::service {

PairLines::Earlier PairLines::add(std::string_view source, std::string_view target,
                                  std::size_t line) {
  std::string both(source);
  both += '\n';
  both += target;
  const auto [pair, is_new] = pairs_.try_emplace(std::move(both), line);
  if (!is_new) return {.pair = pair->second, .target = {}};
  const auto [first, alone] = targets_.try_emplace(std::string(target), line);
  if (!alone) return {.pair = {}, .target = first->second};
  return {};
}

}  // namespace postferry::service
