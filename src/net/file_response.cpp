#include "net/file_response.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "base/error.hpp"
#include "net/byte_range.hpp"

namespace postferry::net {
namespace {

std::string safe_name(std::string_view name) {
  std::string safe;
  for (const char c : name) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                       c == '.' || c == '-' || c == '_';
    safe += plain ? c : '_';
  }
  return safe;
}

}  // namespace

std::shared_ptr<OpenFile> OpenFile::open(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (descriptor < 0) return nullptr;
  struct stat status{};
  if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
    ::close(descriptor);
    return nullptr;
  }
  return std::shared_ptr<OpenFile>(
      new OpenFile(descriptor, static_cast<std::uint64_t>(status.st_size)));
}

OpenFile::~OpenFile() { ::close(descriptor_); }

std::size_t OpenFile::read(std::uint64_t first, std::span<char> to) const {
  ssize_t count = -1;
  do {
    count = ::pread(descriptor_, to.data(), to.size(), static_cast<off_t>(first));
  } while (count < 0 && errno == EINTR);
  if (count < 0)
    throw Failure(Error{.code = ErrorCode::file_unreadable,
                        .text = std::generic_category().message(errno),
                        .where = {}});
  return static_cast<std::size_t>(count);
}

HttpResponse file_response(const HttpRequest& request, const std::filesystem::path& path,
                           const FileWish& wish) {
  auto file = OpenFile::open(path);
  if (!file) return plain_problem(404, "There is no such file.");
  const auto skipped = std::min(wish.after, file->size());
  const auto size = file->size() - skipped;
  HttpResponse response{.status = 200,
                        .headers = {{"Content-Type", wish.type},
                                    {"Accept-Ranges", "bytes"},
                                    {"Cache-Control", "no-store"}},
                        .body = {}};
  if (!wish.download_name.empty())
    response.headers.add("Content-Disposition",
                         "attachment; filename=\"" + safe_name(wish.download_name) + "\"");
  const auto wished = wished_range(request.headers.find("Range"), size);
  if (wished.wish == RangeWish::unreachable) {
    response = plain_problem(416, "The range lies behind the end.");
    response.headers.add("Content-Range", "bytes */" + std::to_string(size));
    return response;
  }
  ByteRange range{.first = 0, .length = size};
  if (wished.wish == RangeWish::part) {
    range = wished.range;
    response.status = 206;
    response.headers.add("Content-Range", "bytes " + std::to_string(range.first) + "-" +
                                              std::to_string(range.first + range.length - 1) + "/" +
                                              std::to_string(size));
  }
  response.body =
      FileBytes{.file = std::move(file), .first = skipped + range.first, .length = range.length};
  return response;
}

}  // namespace postferry::net
