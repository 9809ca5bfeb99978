// StaticPage: the single-page application that is built into the binary.
//
// The Router's otherwise(): what no route answers is a file of the page, or its index for every
// address that the page itself interprets ("/migrations/01J..."). Files below /assets carry a hash
// in their name and are kept by the browser for a year; all others are asked for anew and answered
// with 304 while they are the same. Constant data; lives as long as the program.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "net/http_message.hpp"

namespace postferry::api {

struct StaticFile {
  std::string_view path;  // "/index.html"
  std::string_view bytes;
  std::string_view gzip = {};  // the same, compressed; may be empty
};

class StaticPage {
 public:
  // Needs "/index.html" among them; without it every answer is a 404 that says so.
  explicit StaticPage(std::span<const StaticFile> files);

  net::HttpResponse answer(const net::HttpRequest& request) const;

 private:
  struct Entry {
    StaticFile file;
    std::string etag;
  };

  std::unordered_map<std::string_view, Entry> entries_;
};

// By the ending of a name: "text/html; charset=utf-8"; "application/octet-stream" for an unknown
// one.
std::string_view content_type(std::string_view path);

}  // namespace postferry::api
