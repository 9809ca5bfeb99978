#include "app/list.hpp"

#include <errno.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "app/list_duplicates.hpp"
#include "app/list_row.hpp"
#include "text/csv.hpp"
#include "text/encodings.hpp"

namespace postferry::app {
namespace {

constexpr std::size_t piece_bytes = 65536;
constexpr std::size_t most_rows = 1'000'000;

std::string_view problem_text(text::CsvProblem problem) {
  switch (problem) {
    case text::CsvProblem::none:
      break;
    case text::CsvProblem::text_behind_quotes:
      return "Something stands behind closing quotes; a quote inside a field in quotes is doubled.";
    case text::CsvProblem::quotes_not_closed:
      return "The quotes that open in this row are never closed.";
    case text::CsvProblem::row_too_long:
      return "The row is longer than 64 KB; perhaps quotes are not closed.";
    case text::CsvProblem::too_many_fields:
      return "The row has more than 256 fields.";
  }
  return "";
}

// From the file's rows to the list's.
class ListBuilder {
 public:
  explicit ListBuilder(const ListDefaults& defaults) : defaults_(defaults) {
    // What is wrong with the defaults is told even where the list is empty.
    const RowReader checked(defaults, {});
  }

  void take(text::CsvRow row) {
    if (!list_.usable) return;
    if (!reader_) return begin(row);
    if (++list_.rows_seen > most_rows) return stop(row.line, "The list has over a million rows.");
    if (row.problem != text::CsvProblem::none) {
      refuse(row.line, std::string(problem_text(row.problem)));
      for (auto& field : row.fields) wipe(field);
      return;
    }
    if (auto good = reader_->read(row.line, row.fields, list_.secrets, list_.problems))
      list_.rows.push_back(std::move(*good));
  }

  List finish() {
    if (!reader_ && list_.usable)
      stop(1,
           "The list is empty; its first line names the columns: "
           "source,source_password,target,target_password.");
    else if (list_.rows_seen == 0 && list_.usable)
      stop(1, "The list holds no accounts below its first line.");
    refuse_duplicates(list_);
    return std::move(list_);
  }

 private:
  void begin(text::CsvRow& row) {
    if (row.problem != text::CsvProblem::none)
      return stop(row.line, std::string(problem_text(row.problem)));
    auto header = read_header(row.fields, row.line, defaults_, list_.problems);
    if (!list_.problems.empty())
      list_.usable = false;
    else
      reader_.emplace(defaults_, std::move(header));
    for (auto& field : row.fields) wipe(field);
  }
  void refuse(std::size_t line, std::string text) {
    list_.problems.push_back({line, {}, std::move(text)});
  }
  void stop(std::size_t line, std::string text) {
    refuse(line, std::move(text));
    list_.usable = false;
    list_.rows.clear();
  }

  const ListDefaults& defaults_;
  std::optional<RowReader> reader_;
  List list_;
};

class OpenFile {
 public:
  explicit OpenFile(const std::filesystem::path& file)
      : number_(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY)) {}
  ~OpenFile() {
    if (number_ >= 0) ::close(number_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  int number() const { return number_; }

  bool is_open_to_others() const {
    struct stat status{};
    return ::fstat(number_, &status) == 0 && S_ISREG(status.st_mode) &&
           (status.st_mode & (S_IRGRP | S_IROTH)) != 0;
  }
  // Nothing at the end; Error with the reason.
  std::expected<std::size_t, int> read(std::string& into) const {
    for (;;) {
      const auto got = ::read(number_, into.data(), into.size());
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno != EINTR) return std::unexpected(errno);
    }
  }

 private:
  int number_;
};

std::unexpected<Error> unreadable(const std::filesystem::path& file, int reason) {
  return std::unexpected(Error{
      .code = ErrorCode::file_unreadable, .text = ::strerror(reason), .where = file.string()});
}

}  // namespace

SecretId Secrets::add(Secret secret) {
  const auto digest = sha256(secret.reveal());
  const auto [place, is_new] = ids_.try_emplace(digest, static_cast<SecretId>(all_.size()));
  if (is_new) all_.push_back(std::move(secret));
  return place->second;
}

Result<List> read_list(const std::filesystem::path& file, const ListDefaults& defaults,
                       const Warn& warn) {
  const OpenFile opened(file);
  if (opened.number() < 0) return unreadable(file, errno);
  try {
    ListBuilder builder(defaults);
    text::CsvReader rows([&builder](text::CsvRow row) { builder.take(std::move(row)); });
    text::TextDecoder decoder;
    std::string piece(piece_bytes, '\0');
    for (;;) {
      const auto got = opened.read(piece);
      if (!got) return unreadable(file, got.error());
      if (*got == 0) break;
      auto decoded = decoder.decode(std::string_view(piece).substr(0, *got));
      rows.feed(decoded);
      wipe(decoded);
    }
    wipe(piece);
    auto rest = decoder.finish();
    rows.feed(rest);
    wipe(rest);
    rows.finish();
    auto list = builder.finish();
    if (opened.is_open_to_others())
      warn(
          fmt::format("Others on this machine may read {}; chmod 600 keeps its passwords to "
                      "yourself.",
                      file.string()));
    return list;
  } catch (const Failure& failure) {
    return std::unexpected(failure.error());
  }
}

}  // namespace postferry::app
