// Migrations over the REST API of `postferry serve`: planned, watched to their end, read, exported,
// paused, changed, cancelled, deleted.
#include <filesystem>
#include <gmock/gmock.h>

#include "tests/system/served_moves.hpp"

namespace postferry::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class ServeMigrations : public ServedMoves {};

TEST_F(ServeMigrations, one_is_planned_watched_and_read) {
  fill("anna", 9);
  const auto reply = olga->post("/migrations", draft("anna"));
  ASSERT_EQ(reply.status, 201) << reply.body;
  const auto id = reply.text("id");
  EXPECT_EQ(reply.header("location"), "/api/v1/migrations/" + id);
  EXPECT_EQ(reply.header("etag"), reply.text("etag"));
  EXPECT_THAT(reply.body, Not(HasSubstr("\"secret\"")));
  EXPECT_EQ(until(id, "complete"), "complete") << olga->get("/migrations/" + id).body;
  EXPECT_EQ(missing_or_more("anna"), "");
  const auto shown = olga->get("/migrations/" + id).json();
  EXPECT_EQ(shown.at("result").at("brought"), 9);
  EXPECT_EQ(shown.at("progress").at("messages_done"), 9);
  const auto folders = olga->get("/migrations/" + id + "/folders").json().at("items").as_array();
  ASSERT_EQ(folders.size(), 2U);
  EXPECT_EQ(folders[0].at("source"), "INBOX");
  EXPECT_EQ(folders[0].at("done"), 5);
  EXPECT_EQ(folders[0].at("state"), "done");
  const auto runs = olga->get("/migrations/" + id + "/runs").json().at("items").as_array();
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(runs[0].at("state"), "complete");
  EXPECT_EQ(olga->get("/migrations/" + id + "/errors").body, "{\"items\":[]}\n");
}

TEST_F(ServeMigrations, logs_are_read_from_where_the_reader_was_and_downloaded) {
  fill("berta", 2);
  const auto id = planned(draft("berta"));
  until(id, "complete");
  const auto path = "/migrations/" + id + "/runs/1/log";
  const auto log = olga->get(path);
  EXPECT_THAT(log.header("content-type"), HasSubstr("text/plain"));
  EXPECT_THAT(log.body, HasSubstr("[run 1] All 2 messages"));
  EXPECT_EQ(olga->get(path + "?after=10").body, log.body.substr(10));
  EXPECT_EQ(olga->get(path + "?after=" + std::to_string(log.body.size())).body, "");
  EXPECT_THAT(olga->get(path + "?download=1").header("content-disposition"),
              HasSubstr("run-1.log"));
  for (const auto* number : {"2", "0", "01", "x", "-1"})
    EXPECT_EQ(olga->get("/migrations/" + id + "/runs/" + number + "/log").status, 404) << number;
  for (const auto* number : {"..%2f1", "1%00", "%2e%2e"})
    EXPECT_GE(olga->get("/migrations/" + id + "/runs/" + number + "/log").status, 400) << number;
  EXPECT_EQ(olga->get(path + "?after=x").status, 400);
  std::filesystem::remove_all(folder->path() / "state" / "logs" / id);
  EXPECT_EQ(olga->get(path).code(), "log_removed");
}

TEST_F(ServeMigrations, wrong_password_is_told_with_its_side_and_counts_nothing) {
  fill("carl", 1);
  const auto used = olga->get("/credits").json().at("used");
  auto wrong = draft("carl");
  wrong["target"].as_object()["password"] = "wrong";
  const auto reply = olga->post("/migrations", wrong);
  EXPECT_EQ(reply.status, 422) << reply.body;
  EXPECT_EQ(reply.code(), "check_failed");
  EXPECT_EQ(reply.json().at("errors").at(0).at("field"), "target.password");
  EXPECT_EQ(reply.json().at("errors").at(0).at("side"), "target");
  EXPECT_EQ(olga->get("/credits").json().at("used"), used);
}

TEST_F(ServeMigrations, same_key_plans_once) {
  fill("dora", 1);
  HttpReply first;
  HttpReply again;
  const auto one = with_key("k-1", draft("dora"), first, "/migrations");
  const auto two = with_key("k-1", draft("dora"), again, "/migrations");
  ASSERT_EQ(first.status, 201) << first.body;
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.header("location"), first.header("location"));
  HttpReply other;
  with_key("k-1", draft("dora2"), other, "/migrations");
  EXPECT_EQ(other.status, 422);
  EXPECT_EQ(other.code(), "key_used_before");
  with_key(std::string(300, 'k'), draft("dora"), other, "/migrations");
  EXPECT_EQ(other.code(), "bad_key");
}

TEST_F(ServeMigrations, is_paused_changed_resumed_and_cancelled) {
  fill("emil", 2);
  auto later = draft("emil");
  later["first_run_at"] = "2030-01-01T00:00:00Z";
  const auto id = planned(later);
  const auto path = "/migrations/" + id;
  EXPECT_EQ(olga->post(path + "/pause", json::Object{}).text("state"), "paused");
  EXPECT_EQ(olga->post(path + "/pause", json::Object{}).code(), "is_paused");
  EXPECT_EQ(olga->send("DELETE", path).status, 409);
  const auto etag = olga->get(path).header("etag");
  EXPECT_EQ(olga->patch(path, {{"further_runs", 1}}).status, 428);
  olga->also = {{"If-Match", etag}};
  const auto changed = olga->patch(
      path,
      {{"first_run_at", "2030-02-01T00:00:00Z"},
       {"second_run", {{"after_hours", 1}}},
       {"further_runs", 2},
       {"options", {{"leave_out", json::Array{"trash"}}, {"skip_folders", json::Array{"Work"}}}}});
  EXPECT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(changed.text("first_run_at"), "2030-02-01T00:00:00Z");
  EXPECT_EQ(changed.json().at("further_runs"), 2);
  EXPECT_EQ(changed.json().at("options").at("skip_folders").at(0), "Work");
  EXPECT_EQ(changed.json().at("warnings").at(0).at("code"), "runs_too_close");
  const auto stale = olga->patch(path, {{"further_runs", 1}});
  EXPECT_EQ(stale.status, 412);
  EXPECT_EQ(stale.code(), "changed_meanwhile");
  olga->also.clear();
  EXPECT_EQ(olga->post(path + "/resume", json::Object{}).text("state"), "waiting");
  EXPECT_EQ(olga->post(path + "/run", json::Object{}).status, 200);
  EXPECT_EQ(until(id, "waiting_for_next"), "waiting_for_next");
  EXPECT_EQ(olga->get(path).json().at("result").is_null(), true);
  EXPECT_EQ(olga->post(path + "/cancel", json::Object{}).text("state"), "cancelled");
  EXPECT_EQ(olga->send("DELETE", path).status, 204);
  EXPECT_EQ(olga->get(path).status, 404);
}

TEST_F(ServeMigrations, are_listed_filtered_paged_acted_on_and_exported) {
  std::vector<std::string> ids;
  for (const auto* user : {"f1", "f2", "f3"}) {
    fill(user, 0);
    auto later = draft(user);
    later["source"].as_object()["email"] = std::string("=") + user + "@list.example";
    later["first_run_at"] = "2030-01-01T00:00:00Z";
    ids.push_back(planned(later));
  }
  const auto first = olga->get("/migrations?q=list.example&sort=-name&limit=2").json();
  EXPECT_EQ(first.at("total"), 3);
  EXPECT_EQ(first.at("counts").at("waiting"), 3);
  ASSERT_EQ(first.at("items").as_array().size(), 2U);
  EXPECT_EQ(first.at("items").at(0).at("source").at("email"), "=f3@list.example");
  const std::string cursor(first.at("next_cursor").as_string());
  const auto second =
      olga->get("/migrations?q=list.example&sort=-name&limit=2&cursor=" + cursor).json();
  ASSERT_EQ(second.at("items").as_array().size(), 1U);
  EXPECT_TRUE(second.at("next_cursor").is_null());
  for (const auto* sort : {"state", "next", "progress", "-progress", "ended", "target", "created"})
    EXPECT_EQ(olga->get(std::string("/migrations?limit=1&sort=") + sort).status, 200) << sort;
  for (const auto* bad : {"view=new", "state=new", "sort=new", "q=%00", "q=%ff", "cursor=x"})
    EXPECT_EQ(olga->get(std::string("/migrations?") + bad).status, 400) << bad;
  const auto acted = olga->post("/migrations/actions",
                                {{"ids", json::Array{ids[0].c_str(), "01ARZ3NDEKTSV4RRFFQ69G5FAV"}},
                                 {"action", "cancel"}})
                         .json();
  EXPECT_EQ(acted.at("done").at(0), json::Value(ids[0]));
  EXPECT_EQ(acted.at("refused").at(0).at("problem").at("code"), "not_found");
  const auto table = olga->get("/migrations.csv?q=list.example&view=finished");
  EXPECT_THAT(table.header("content-type"), HasSubstr("text/csv"));
  EXPECT_THAT(table.body, HasSubstr("'=f1@list.example"));
  EXPECT_THAT(table.body, Not(HasSubstr("f2@")));
}

}  // namespace
}  // namespace postferry::test
