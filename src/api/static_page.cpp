#include "api/static_page.hpp"

#include <array>
#include <fmt/format.h>
#include <utility>

#include "api/preconditions.hpp"
#include "api/problem.hpp"
#include "base/sha256.hpp"

namespace postferry::api {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 12> types{
    {{".html", "text/html; charset=utf-8"},
     {".js", "text/javascript; charset=utf-8"},
     {".css", "text/css; charset=utf-8"},
     {".json", "application/json"},
     {".svg", "image/svg+xml"},
     {".png", "image/png"},
     {".ico", "image/x-icon"},
     {".woff2", "font/woff2"},
     {".webmanifest", "application/manifest+json"},
     {".txt", "text/plain; charset=utf-8"},
     {".csv", "text/csv; charset=utf-8"},
     {".map", "application/json"}}};

std::string hash_of(std::string_view bytes) {
  constexpr std::size_t enough = 16;
  std::string hash;
  const Sha256Digest digest = sha256(bytes);
  for (const unsigned char byte : std::span(digest).first(enough))
    hash += fmt::format("{:02x}", byte);
  return hash;
}

bool has_ending(std::string_view path) {
  return path.substr(path.rfind('/') + 1).find('.') != std::string_view::npos;
}

Problem no_page() {
  return not_found("This program was built without the page; all it does is in the REST API.");
}

bool takes_gzip(const net::HttpRequest& request) {
  return request.headers.list("Accept-Encoding").find("gzip") != std::string::npos;
}

}  // namespace

std::string_view content_type(std::string_view path) {
  for (const auto& [ending, type] : types)
    if (path.ends_with(ending)) return type;
  return "application/octet-stream";
}

StaticPage::StaticPage(std::span<const StaticFile> files) {
  for (const auto& file : files)
    entries_.emplace(file.path, Entry{.file = file, .etag = etag_of(hash_of(file.bytes))});
}

net::HttpResponse StaticPage::answer(const net::HttpRequest& request) const {
  auto found = entries_.find(std::string_view(request.path));
  const bool a_view = !has_ending(request.path) && !request.path.starts_with("/api/");
  if (found == entries_.end() && a_view) found = entries_.find("/index.html");
  if (found == entries_.end()) return problem_response(a_view ? no_page() : not_found());
  const auto& [file, etag] = found->second;
  const bool hashed = file.path.starts_with("/assets/");
  net::HttpResponse response{
      .status = 200,
      .headers = {{"Content-Type", std::string(content_type(file.path))},
                  {"ETag", etag},
                  {"Vary", "Accept-Encoding"},
                  {"Cache-Control", hashed ? "public, max-age=31536000, immutable" : "no-cache"}},
      .body = {}};
  if (is_known(request, etag)) {
    response.status = 304;
    return response;
  }
  const bool packed = !file.gzip.empty() && takes_gzip(request);
  if (packed) response.headers.add("Content-Encoding", "gzip");
  response.body = net::LastingBytes{packed ? file.gzip : file.bytes};
  return response;
}

}  // namespace postferry::api
