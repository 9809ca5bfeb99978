// Bodies of requests: JSON within bounds, and its fields with what is wrong with them.
#include <gtest/gtest.h>

#include "api/body_fields.hpp"
#include "api/json_body.hpp"

namespace postferry::api {
namespace {

namespace json = text::json;

net::HttpRequest with_body(std::string body, std::string type = "application/json") {
  return {
      .method = "POST", .headers = {{"Content-Type", std::move(type)}}, .body = std::move(body)};
}

template <class Work>
Problem declined(Work work) {
  try {
    work();
  } catch (const Declined& failure) {
    return failure.problem();
  }
  ADD_FAILURE() << "nothing was declined";
  return {};
}

BodyFields fields_of(std::string body) { return BodyFields(json_body(with_body(std::move(body)))); }

std::vector<std::string> codes(const Problem& problem) {
  std::vector<std::string> all;
  for (const auto& error : problem.errors) all.push_back(error.field + " " + error.code);
  return all;
}

TEST(JsonBody, IsAnObjectOfTheRightType) {
  EXPECT_EQ(json_body(with_body(R"({"a":1})")).at("a").as_int64(), 1);
  EXPECT_EQ(json_body(with_body(R"({"a":1})", "Application/JSON; charset=utf-8")).size(), 1u);
  EXPECT_EQ(declined([] { json_body(with_body("{}", "text/plain")); }).status, 415u);
  EXPECT_EQ(declined([] { json_body(with_body("{}", "application/jsonp")); }).status, 415u);
  for (const char* body : {"", "[]", "1", "{", "{}x", "{\"a\":\"\xff\"}", "{'a':1}"})
    EXPECT_EQ(declined([&] { json_body(with_body(body)); }).status, 400u) << body;
}

TEST(JsonBody, AnEndlessArrayAndADeepOneAreRefused) {
  std::string wide = R"({"a":[)";
  for (int i = 0; i < 200'000; ++i) wide += "1,";
  EXPECT_EQ(declined([&] { json_body(with_body(wide)); }).code, "too_much_json");
  const std::string deep = R"({"a":)" + std::string(100'000, '[');
  EXPECT_EQ(declined([&] { json_body(with_body(deep)); }).code, "too_much_json");
  // What stands in a text does not count.
  EXPECT_EQ(json_body(with_body(R"({"a":")" + std::string(200'000, ',') + R"("})")).size(), 1u);
}

TEST(JsonShape, CountsOutsideOfTexts) {
  const auto shape = json_shape(R"({"a":[1,2,{"b":"[[[,,,\"["}],"c":3})");
  EXPECT_EQ(shape.depth, 3u);
  EXPECT_EQ(shape.values, 6u);
}

TEST(BodyFields, AreTakenOneByOne) {
  auto fields = fields_of(
      R"({"name":"Ada","port":993,"tls":true,"password":"s","tags":["a","b"],"empty":null,
          "drafts":[{"host":"x"},{"host":"y"}],"source":{"user":"u"}})");
  EXPECT_EQ(fields.text("name"), "Ada");
  EXPECT_EQ(fields.number("port", 1, 65535), 993);
  EXPECT_EQ(fields.optional_flag("tls"), true);
  EXPECT_EQ(fields.secret("password").reveal(), "s");
  EXPECT_EQ(fields.texts("tags", 2), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(fields.optional_text("empty"), std::nullopt);
  EXPECT_TRUE(fields.has("empty"));
  EXPECT_EQ(fields.optional_text("absent"), std::nullopt);
  auto drafts = fields.objects("drafts", 10);
  ASSERT_EQ(drafts.size(), 2u);
  EXPECT_EQ(drafts[1].text("host"), "y");
  auto source = fields.optional_object("source");
  ASSERT_TRUE(source);
  EXPECT_EQ(source->text("user"), "u");
  fields.done();
}

TEST(BodyFields, SayAllThatIsWrongAtOnce) {
  auto fields = fields_of(
      R"({"name":"","port":70000,"tls":"yes","note":"a\u0000b","line":"a\nb","long":"abcdef",
          "drafts":[{"host":7},3],"surprise":1})");
  fields.text("name");
  fields.number("port", 1, 65535);
  fields.number("count", 1, 2);
  fields.optional_flag("tls");
  fields.text("note", {.one_line = false});
  fields.text("line");
  fields.text("long", {.most_bytes = 5});
  fields.secret("password");
  auto drafts = fields.objects("drafts", 10);
  ASSERT_EQ(drafts.size(), 1u);
  drafts[0].text("host");
  fields.complain("when", "too_soon", "This lies in the past.", "Choose a later time.");
  const Problem problem = declined([&] { fields.done(); });
  EXPECT_EQ(problem.status, 422u);
  EXPECT_EQ(codes(problem),
            (std::vector<std::string>{"name missing", "port out_of_range", "count missing",
                                      "tls not_a_flag", "note control_character",
                                      "line control_character", "long too_long", "password missing",
                                      "drafts[1] not_an_object", "drafts[0].host not_a_text",
                                      "when too_soon", "surprise unknown_field"}));
}

TEST(BodyFields, NumbersAreWhole) {
  for (const char* value : {"1.5", "\"1\"", "1e3", "99999999999999999999", "[]"}) {
    auto fields = fields_of(std::string(R"({"n":)") + value + "}");
    fields.number("n", 0, 10'000);
    EXPECT_EQ(codes(declined([&] { fields.done(); })), std::vector<std::string>{"n not_a_number"})
        << value;
  }
}

TEST(BodyFields, ListsAreBounded) {
  auto fields = fields_of(R"({"tags":["a","b","c"],"drafts":{}})");
  fields.texts("tags", 2);
  fields.objects("drafts", 2);
  EXPECT_EQ(codes(declined([&] { fields.done(); })),
            (std::vector<std::string>{"tags not_a_list", "drafts not_a_list"}));
}

}  // namespace
}  // namespace postferry::api
