#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/plain_lines.hpp"
#include "app/status_line.hpp"
#include "engine/event_text.hpp"
#include "text/display.hpp"

namespace postferry::app {
namespace {

using namespace std::chrono_literals;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

mail::FolderPath folder(std::string_view text) { return *mail::FolderPath::parse(text); }

// A screen whose time and width the test turns.
class Progress : public testing::Test {
 protected:
  Screen screen(ScreenKind kind, Colour colour = Colour::none) {
    Screen made;
    made.kind = kind;
    made.colour = colour;
    made.write = [this](std::string_view text) {
      written_ += text;
      ++writes_;
    };
    made.columns = [this] { return columns_; };
    made.now = [this] { return now_; };
    return made;
  }

  engine::Progress progress(std::uint64_t done, std::string_view in = "INBOX") const {
    return {.folder = folder(in),
            .messages_done = done,
            .messages_total = 18204,
            .bytes_done = done << 10,
            .bytes_total = 18204 << 10,
            .bytes_per_second = 12 << 20,
            .eta = 83s};
  }

  // What stands on the line that is drawn anew.
  std::string line() const {
    const auto at = written_.rfind("\x1b[K");
    return at == std::string::npos ? written_ : written_.substr(at + 3);
  }

  std::string written_;
  int writes_ = 0;
  std::size_t columns_ = 100;
  Deadline now_ = Deadline{} + 1h;
};

TEST_F(Progress, a_status_line_tells_all) {
  StatusLine status(screen(ScreenKind::terminal), Detail::normal, engine::Work::copying);
  status.take(progress(1204, "Archive/2019"));
  EXPECT_EQ(line(),
            "1,204 of 18,204 messages, 1.2 MB of 17.8 MB, 12.0 MB/s, 1:23 left  Archive/2019");
}

TEST_F(Progress, it_is_drawn_at_most_ten_times_a_second) {
  StatusLine status(screen(ScreenKind::terminal), Detail::normal, engine::Work::copying);
  for (int at = 0; at < 1000; ++at) {
    status.take(progress(static_cast<std::uint64_t>(at)));
    now_ += 1ms;
  }
  EXPECT_EQ(writes_, 10);
  status.take(progress(18204));
  EXPECT_THAT(line(), StartsWith("18,204 of 18,204"));
}

TEST_F(Progress, it_never_fills_the_width) {
  for (columns_ = 0; columns_ < 120; ++columns_) {
    written_.clear();
    StatusLine status(screen(ScreenKind::terminal), Detail::normal, engine::Work::copying);
    status.take(progress(1204, "受信箱/プロジェクト/とても長いフォルダ名の例/もっと長い名前"));
    EXPECT_LT(text::display_width(line()), std::max<std::size_t>(columns_, 2)) << columns_;
  }
}

TEST_F(Progress, what_stays_scrolls_above_it) {
  StatusLine status(screen(ScreenKind::terminal), Detail::normal, engine::Work::copying);
  status.take(progress(1));
  const auto shown = line();
  status.take(engine::Notice{engine::NoticeKind::throttled, {}, "The source asks us to wait.", 1});
  EXPECT_THAT(written_, EndsWith("\r\x1b[KThe source asks us to wait.\n" + shown));
  status.finish();
  EXPECT_THAT(written_, EndsWith("\r\x1b[K"));
}

TEST_F(Progress, listing_counts_over_all_folders) {
  StatusLine status(screen(ScreenKind::terminal), Detail::normal, engine::Work::copying);
  status.take(engine::PhaseBegan{engine::Phase::listing});
  status.take(engine::Listing{folder("A"), 500});
  status.take(engine::Listing{folder("A"), 1000});
  now_ += 1s;
  status.take(engine::Listing{folder("B"), 20});
  EXPECT_EQ(line(), "Listing, 1,020 messages seen  B");
  now_ += 1s;
  status.take(engine::Listing{folder("A"), 1200});
  EXPECT_EQ(line(), "Listing, 1,220 messages seen  A");
}

TEST_F(Progress, colours_only_where_they_are_wanted) {
  const engine::Notice notice{engine::NoticeKind::other, {}, "Look.", 1};
  StatusLine coloured(screen(ScreenKind::terminal, Colour::ansi), Detail::normal,
                      engine::Work::copying);
  coloured.take(notice);
  EXPECT_THAT(written_, HasSubstr("\x1b[33mLook.\x1b[0m"));
  written_.clear();
  StatusLine plain(screen(ScreenKind::terminal), Detail::normal, engine::Work::copying);
  plain.take(notice);
  EXPECT_EQ(written_, "Look.\n");
}

TEST_F(Progress, folders_are_told_only_when_verbose) {
  const engine::FolderPlanned planned{.source = folder("A/B"),
                                      .target = folder("C"),
                                      .to_copy = 3,
                                      .to_copy_bytes = 2048,
                                      .was_there = 1,
                                      .excluded = 2,
                                      .renamed_because = "the name is reserved"};
  StatusLine normal(screen(ScreenKind::terminal), Detail::normal, engine::Work::copying);
  normal.take(planned);
  EXPECT_EQ(written_, "");
  StatusLine verbose(screen(ScreenKind::terminal), Detail::verbose, engine::Work::copying);
  verbose.take(planned);
  EXPECT_EQ(written_,
            "A/B -> C: 3 messages to copy (2.0 KB), 1 there, 2 excluded; renamed: the name is "
            "reserved\n");
}

TEST_F(Progress, a_servers_words_move_no_cursor) {
  StatusLine status(screen(ScreenKind::terminal), Detail::normal, engine::Work::copying);
  status.take(engine::MessageFailed{
      .folder = folder("A\x1b[2J"),
      .item = mail::ItemId("7"),
      .received = {},
      .size_bytes = 10,
      .error = {.code = ErrorCode::content_refused, .text = "NO \x1b]0;x\a\r\n", .where = {}}});
  EXPECT_THAT(written_, HasSubstr("NOT copied: the message of 1970-01-01T00:00:00Z in A?[2J"));
  EXPECT_THAT(written_, Not(HasSubstr("\x1b")));
  EXPECT_EQ(std::count(written_.begin(), written_.end(), '\n'), 1);
}

TEST_F(Progress, plain_lines_come_every_few_seconds) {
  PlainLines lines(screen(ScreenKind::plain), Detail::normal, engine::Work::copying);
  for (int at = 0; at < 100; ++at) {
    lines.take(progress(static_cast<std::uint64_t>(at)));
    now_ += 250ms;
  }
  EXPECT_EQ(writes_, 5);
  EXPECT_THAT(written_, Not(HasSubstr("\r")));
}

TEST_F(Progress, the_last_progress_is_told_at_the_end) {
  PlainLines lines(screen(ScreenKind::plain), Detail::normal, engine::Work::copying);
  lines.take(progress(1, "A"));
  lines.take(progress(51, "B"));
  written_.clear();
  lines.finish();
  EXPECT_THAT(written_, StartsWith("B: 51 of 18,204 messages"));
}

TEST_F(Progress, lanes_in_several_folders_do_not_flood_a_pipe) {
  PlainLines lines(screen(ScreenKind::plain), Detail::normal, engine::Work::copying);
  for (int at = 0; at < 40; ++at) {
    lines.take(progress(static_cast<std::uint64_t>(at), at % 2 == 0 ? "A" : "B"));
    now_ += 250ms;
  }
  EXPECT_LE(writes_, 2);
}

TEST_F(Progress, phases_and_interruption_in_a_pipe) {
  PlainLines lines(screen(ScreenKind::plain), Detail::normal, engine::Work::copying);
  lines.take(engine::PhaseBegan{engine::Phase::copying});
  lines.take(engine::Interrupting{});
  lines.take(engine::PhaseBegan{engine::Phase::done});
  EXPECT_EQ(written_, "Copying messages ...\n" + interrupting_text(engine::Work::copying) + "\n");
  EXPECT_THAT(interrupting_text(engine::Work::copying), HasSubstr("The same command goes on"));
}

TEST_F(Progress, a_stopped_look_promises_no_going_on) {
  PlainLines lines(screen(ScreenKind::plain), Detail::normal, engine::Work::looking);
  lines.take(engine::Interrupting{});
  StatusLine status(screen(ScreenKind::terminal), Detail::normal, engine::Work::looking);
  status.take(engine::Interrupting{});
  EXPECT_EQ(written_, interrupting_text(engine::Work::looking) + "\n" +
                          interrupting_text(engine::Work::looking) + "\n");
  for (const auto& text :
       {interrupting_text(engine::Work::looking), stopped_at_once_text(engine::Work::looking)}) {
    EXPECT_THAT(text, HasSubstr("othing was written"));
    EXPECT_THAT(text, Not(HasSubstr("batches")));
    EXPECT_THAT(text, Not(HasSubstr("goes on")));
  }
}

TEST_F(Progress, settling_is_worth_a_word_only_when_it_lasts) {
  PlainLines lines(screen(ScreenKind::plain), Detail::normal, engine::Work::copying);
  StatusLine status(screen(ScreenKind::terminal), Detail::normal, engine::Work::copying);
  const auto take = [&](const engine::Event& event) {
    lines.take(event);
    status.take(event);
  };
  const auto beat = [&] {
    lines.beat();
    status.beat();
  };
  take(engine::PhaseBegan{engine::Phase::settling});
  beat();
  now_ += 200ms;
  take(engine::PhaseBegan{engine::Phase::listing});
  EXPECT_THAT(written_, Not(HasSubstr("Settling")));
  take(engine::PhaseBegan{engine::Phase::settling});
  now_ += 1s;
  beat();
  EXPECT_THAT(written_, HasSubstr("Settling what an earlier run left open ...\n"));
  EXPECT_THAT(line(), StartsWith("Settling what an earlier run left open ..."));
}

TEST_F(Progress, a_pipe_is_never_silent_for_long) {
  PlainLines lines(screen(ScreenKind::plain), Detail::normal, engine::Work::looking);
  lines.take(engine::PhaseBegan{engine::Phase::verifying});
  for (int at = 0; at < 50; ++at) {
    now_ += 500ms;
    lines.beat();
  }
  EXPECT_EQ(written_,
            "Verifying every folder ...\n"
            "Verifying every folder ... 0:10 so far\n"
            "Verifying every folder ... 0:20 so far\n");
  written_.clear();
  lines.take(engine::PhaseBegan{engine::Phase::done});
  now_ += 1min;
  lines.beat();
  EXPECT_EQ(written_, "");
}

TEST_F(Progress, a_copy_that_stalls_tells_how_far_it_is) {
  PlainLines lines(screen(ScreenKind::plain), Detail::normal, engine::Work::copying);
  lines.take(engine::PhaseBegan{engine::Phase::copying});
  lines.take(progress(7));
  written_.clear();
  now_ += 6s;
  lines.beat();
  EXPECT_THAT(written_, StartsWith("INBOX: 7 of 18,204 messages"));
}

TEST_F(Progress, a_silent_phase_shows_its_time_on_a_terminal) {
  StatusLine status(screen(ScreenKind::terminal), Detail::normal, engine::Work::looking);
  status.take(engine::PhaseBegan{engine::Phase::listing});
  now_ += 2s;
  status.beat();
  EXPECT_EQ(line(), "Listing folders and messages ...");
  now_ += 10s;
  status.beat();
  EXPECT_EQ(line(), "Listing folders and messages ... 0:12");
  status.take(engine::Listing{folder("A"), 500});
  now_ += 10s;
  status.beat();
  EXPECT_EQ(line(), "Listing, 500 messages seen  A");
}

TEST_F(Progress, lanes_that_lose_one_server_tell_it_once) {
  PlainLines lines(screen(ScreenKind::plain), Detail::normal, engine::Work::copying);
  StatusLine status(screen(ScreenKind::terminal), Detail::normal, engine::Work::copying);
  const auto lose = [&](std::string_view in, std::string text) {
    const engine::Notice notice{engine::NoticeKind::reconnected, folder(in), std::move(text), 1};
    lines.take(notice);
    status.take(notice);
  };
  const std::string first = "target: It broke. (h, folder A) Broken pipe";
  lose("A", first);
  lose("B", first);
  lose("A", "target: It broke. (h, folder C) Reset by peer");
  EXPECT_EQ(written_, first + ". Trying again.\n" + first + ". Trying again.\n");
  lose("A", "Nobody answers.");
  EXPECT_THAT(written_, HasSubstr("\nNobody answers. Trying again.\n"));
  now_ += 11s;
  written_.clear();
  lose("B", first);
  EXPECT_EQ(written_, first + ". Trying again.\n" + first + ". Trying again.\n");
}

TEST_F(Progress, notices_about_messages_are_all_told) {
  PlainLines lines(screen(ScreenKind::plain), Detail::normal, engine::Work::copying);
  for (int at = 0; at < 3; ++at)
    lines.take(engine::Notice{engine::NoticeKind::message_gone, folder("A"), "It is gone.", 1});
  EXPECT_EQ(std::count(written_.begin(), written_.end(), '\n'), 3);
}

}  // namespace
}  // namespace postferry::app
