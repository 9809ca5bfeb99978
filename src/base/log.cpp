#include "base/log.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "base/error.hpp"

namespace postferry {
namespace {

[[noreturn]] void fail(const std::filesystem::path& file, std::string text) {
  throw Failure(
      Error{.code = ErrorCode::state_broken, .text = std::move(text), .where = file.string()});
}

void make_folder(const std::filesystem::path& folder) {
  if (std::filesystem::is_directory(folder)) return;
  std::error_code wrong;
  std::filesystem::create_directories(folder.parent_path(), wrong);
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) fail(folder, std::strerror(errno));
}

// The file exists with the right mode before anything is written into it.
void make_file(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) fail(file, std::strerror(errno));
  ::fchmod(descriptor, 0600);
  ::close(descriptor);
}

}  // namespace

LogFile::LogFile(const std::filesystem::path& file) {
  make_folder(file.parent_path());
  make_file(file);
  try {
    auto sink = std::make_shared<spdlog::sinks::basic_file_sink_st>(file.string());
    logger_ = std::make_shared<spdlog::logger>("account", std::move(sink));
  } catch (const spdlog::spdlog_ex& error) {
    fail(file, error.what());
  }
  logger_->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
  logger_->flush_on(spdlog::level::info);
  // A full disk must not end a run that can go on without its log.
  logger_->set_error_handler([](const std::string&) {});
}

LogFile::~LogFile() = default;

void LogFile::note(std::string_view line) {
  logger_->log(spdlog::level::info, spdlog::string_view_t(line.data(), line.size()));
}

void LogFile::warning(std::string_view line) {
  logger_->log(spdlog::level::warn, spdlog::string_view_t(line.data(), line.size()));
}

void LogFile::error(std::string_view line) {
  logger_->log(spdlog::level::err, spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace postferry
