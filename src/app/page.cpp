#include "app/page.hpp"

#include <memory>
#include <unordered_map>
#include <vector>

#include "api/static_page.hpp"

namespace postferry::app {
namespace {

constexpr std::string_view packed_ending = ".gz";

std::vector<api::StaticFile> with_packed(std::span<const EmbeddedFile> files) {
  std::unordered_map<std::string_view, std::string_view> packed;
  for (const auto& [path, bytes] : files)
    if (path.ends_with(packed_ending))
      packed.emplace(path.substr(0, path.size() - packed_ending.size()), bytes);
  std::vector<api::StaticFile> all;
  for (const auto& [path, bytes] : files) {
    if (path.ends_with(packed_ending)) continue;
    const auto found = packed.find(path);
    all.push_back({.path = path,
                   .bytes = bytes,
                   .gzip = found == packed.end() ? std::string_view() : found->second});
  }
  return all;
}

Task<net::HttpResponse> answer(std::shared_ptr<const api::StaticPage> page, api::Call call) {
  co_return page->answer(call.request);
}

}  // namespace

api::Handler page_of(std::span<const EmbeddedFile> files) {
  const auto page = std::make_shared<const api::StaticPage>(with_packed(files));
  return [page](api::Call call) { return answer(page, std::move(call)); };
}

}  // namespace postferry::app
