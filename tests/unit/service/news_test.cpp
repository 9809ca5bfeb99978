#include "service/news.hpp"

#include <gtest/gtest.h>

namespace postferry::service {
namespace {

TEST(News, tells_the_latest_of_each_thing_in_order) {
  News news;
  news.tell(NewsOf::migration, "a", "1");
  news.tell(NewsOf::migration, "a", "2");
  news.tell(NewsOf::migration, "a", "1");
  news.tell(NewsOf::progress, "a", "1");
  const auto all = news.since(0, "a", 10);
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 3U);
  EXPECT_EQ((*all)[0].id, "2");
  EXPECT_EQ((*all)[1].id, "1");
  EXPECT_EQ((*all)[2].of, NewsOf::progress);
  EXPECT_EQ(all->back().number, news.last());
  EXPECT_TRUE(news.since(news.last(), "a", 10)->empty());
}

TEST(News, are_a_customers_own) {
  News news;
  news.tell(NewsOf::migration, "a", "1");
  news.tell(NewsOf::migration, "b", "2");
  EXPECT_EQ(news.since(0, "a", 10)->size(), 1U);
  EXPECT_EQ(news.since(0, "a", 10)->front().id, "1");
  EXPECT_EQ(news.since(0, "", 10)->size(), 2U);
}

TEST(News, say_so_when_they_are_forgotten) {
  News news(2);
  for (const auto* id : {"1", "2", "3"}) news.tell(NewsOf::batch, "a", id);
  EXPECT_FALSE(news.since(0, "a", 10));
  EXPECT_EQ(news.since(1, "a", 10)->size(), 2U);
  // Of a service that was started anew since.
  EXPECT_FALSE(news.since(99, "a", 10));
}

TEST(News, are_given_in_portions) {
  News news;
  for (const auto* id : {"1", "2", "3"}) news.tell(NewsOf::batch, "a", id);
  const auto first = news.since(0, "a", 2);
  ASSERT_EQ(first->size(), 2U);
  EXPECT_EQ(news.since(first->back().number, "a", 2)->front().id, "3");
}

}  // namespace
}  // namespace postferry::service
