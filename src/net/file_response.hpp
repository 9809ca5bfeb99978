// file_response(): a file of this machine as a response, whole or the part that was asked for.
//
// Used for the logs of runs. The file may grow meanwhile: what is sent ends where the file ended
// when it was opened. Symbolic links and what is no regular file are refused. The path is the
// caller's: nothing of a request may be in it unchecked. Reading blocks for as long as the local
// disk does, 64 KB at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "net/http_message.hpp"

namespace postferry::net {

class OpenFile {
 public:
  // Nothing where there is no such regular file that can be read.
  static std::shared_ptr<OpenFile> open(const std::filesystem::path& path);
  ~OpenFile();
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  std::uint64_t size() const noexcept { return size_; }
  // Bytes read from `first` on; 0 at the end. Failure{file_unreadable}.
  std::size_t read(std::uint64_t first, std::span<char> to) const;

 private:
  OpenFile(int descriptor, std::uint64_t size) : descriptor_(descriptor), size_(size) {}

  int descriptor_;
  std::uint64_t size_;
};

struct FileWish {
  std::string type = "text/plain; charset=utf-8";
  std::uint64_t after = 0;  // bytes the client has already; a file that is not longer: 200, ""
  std::string download_name = {};  // not empty: to be saved under this name (letters, digits, .-_)
};

// 200, 206 (Range), 416, or 404 as a plain problem.
HttpResponse file_response(const HttpRequest& request, const std::filesystem::path& path,
                           const FileWish& wish);

}  // namespace postferry::net
