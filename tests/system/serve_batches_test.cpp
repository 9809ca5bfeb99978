// Batches over the REST API of `postferry serve`: good rows are planned and bad ones named; a batch
// is acted on as a whole; and nothing of it is there for another customer.
#include <gmock/gmock.h>

#include "tests/system/served_moves.hpp"

namespace postferry::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class ServeBatches : public ServedMoves {};

TEST_F(ServeBatches, batch_takes_the_good_rows_and_names_the_bad) {
  json::Array drafts;
  for (const auto* user : {"b1", "b2", "b3"}) {
    fill(user, 2);
    drafts.push_back(draft(user));
  }
  drafts[1].as_object()["source"].as_object()["password"] = "wrong";
  HttpReply reply;
  const auto answer =
      with_key("b-1", {{"name", "Moving day"}, {"type", "postferry"}, {"drafts", drafts}}, reply,
               "/batches");
  ASSERT_EQ(reply.status, 201) << reply.body;
  ASSERT_EQ(answer.at("accepted").as_array().size(), 2U);
  EXPECT_EQ(answer.at("accepted").at(1).at("index"), 2);
  EXPECT_EQ(answer.at("refused").at(0).at("index"), 1);
  EXPECT_EQ(answer.at("refused").at(0).at("errors").at(0).at("side"), "source");
  const std::string id(answer.at("batch").at("id").as_string());
  drafts.erase(drafts.begin() + 2);
  drafts.erase(drafts.begin());
  drafts[0].as_object()["source"].as_object()["password"] = "secret";
  const auto joined =
      olga->post("/batches", {{"batch_id", id}, {"type", "postferry"}, {"drafts", drafts}});
  // The host is left alone for a while where a password was wrong.
  if (joined.status == 201) {
    EXPECT_EQ(joined.json().at("batch").at("accounts"), 3);
    EXPECT_EQ(joined.json().at("batch").at("id"), json::Value(id));
  }
  for (const auto& each : answer.at("accepted").as_array())
    EXPECT_EQ(until(std::string(each.at("id").as_string()), "complete"), "complete");
  EXPECT_EQ(missing_or_more("b1"), "");
  const auto path = "/batches/" + id;
  const auto batch = olga->get(path);
  EXPECT_EQ(batch.text("name"), "Moving day");
  EXPECT_EQ(olga->get("/batches").json().at("items").at(0).at("id"), json::Value(id));
  olga->also = {{"If-Match", batch.header("etag")}};
  EXPECT_EQ(olga->patch(path, {{"name", "Moved"}}).text("name"), "Moved");
  olga->also.clear();
  EXPECT_EQ(olga->send("POST", path + "/cancel").status, 200);
  EXPECT_EQ(olga->send("DELETE", path).status, 204);
  EXPECT_EQ(olga->get(path).status, 404);
  EXPECT_EQ(olga->get("/migrations?batch=" + id).json().at("total"), 0);
}

TEST_F(ServeBatches, batch_under_way_is_not_deleted) {
  fill("g1", 0);
  auto later = draft("g1");
  later["first_run_at"] = "2030-01-01T00:00:00Z";
  const auto made = olga->post("/batches", {{"type", "postferry"}, {"drafts", json::Array{later}}});
  ASSERT_EQ(made.status, 201) << made.body;
  const auto path = "/batches/" + std::string(made.json().at("batch").at("id").as_string());
  const auto refused = olga->send("DELETE", path);
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.code(), "batch_under_way");
  EXPECT_EQ(olga->send("POST", path + "/pause").json().at("done").as_array().size(), 1U);
  EXPECT_EQ(olga->get(path).text("state"), "paused");
  EXPECT_EQ(olga->send("POST", path + "/cancel").status, 200);
  EXPECT_EQ(olga->send("DELETE", path).status, 204);
}

TEST_F(ServeBatches, another_customer_finds_nothing_by_any_route) {
  fill("h1", 0);
  auto later = draft("h1");
  later["first_run_at"] = "2030-01-01T00:00:00Z";
  const auto made = olga->post("/batches", {{"type", "postferry"}, {"drafts", json::Array{later}}});
  ASSERT_EQ(made.status, 201) << made.body;
  const auto id = std::string(made.json().at("accepted").at(0).at("id").as_string());
  const auto batch = std::string(made.json().at("batch").at("id").as_string());
  const auto customer = olga->post("/customers", {{"name", "Elsewhere"}}).text("id");
  auto eve = join(*service, *olga, "eve@elsewhere.example", "admin", customer);
  for (const auto* part : {"", "/folders", "/runs", "/errors", "/runs/1/log"})
    EXPECT_EQ(eve.get("/migrations/" + id + part).status, 404) << part;
  eve.also = {{"If-Match", "\"0\""}};
  EXPECT_EQ(eve.patch("/migrations/" + id, {{"further_runs", 9}}).status, 404);
  EXPECT_EQ(eve.patch("/batches/" + batch, {{"name", "mine"}}).status, 404);
  for (const auto* action : {"pause", "resume", "cancel", "run"}) {
    EXPECT_EQ(eve.send("POST", "/migrations/" + id + "/" + action).status, 404) << action;
    EXPECT_EQ(eve.send("POST", "/batches/" + batch + "/" + action).status, 404) << action;
  }
  EXPECT_EQ(
      eve.send("PUT", "/migrations/" + id + "/passwords", json::Object{{"source_password", "x"}})
          .status,
      404);
  EXPECT_EQ(eve.send("DELETE", "/migrations/" + id).status, 404);
  EXPECT_EQ(eve.send("DELETE", "/batches/" + batch).status, 404);
  EXPECT_EQ(eve.get("/batches/" + batch).status, 404);
  EXPECT_EQ(eve.get("/batches").json().at("total"), 0);
  EXPECT_EQ(eve.get("/migrations?batch=" + batch).json().at("total"), 0);
  EXPECT_THAT(eve.get("/migrations.csv").body, Not(HasSubstr("h1@")));
  const auto acted =
      eve.post("/migrations/actions", {{"ids", json::Array{id.c_str()}}, {"action", "cancel"}});
  EXPECT_TRUE(acted.json().at("done").as_array().empty());
  EXPECT_EQ(state_of(id), "waiting");
}

}  // namespace
}  // namespace postferry::test
