// The configuration of the service: what its keys mean, what is told of wrong ones, and that the
// example file knows all of them.
#include "app/configuration.hpp"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sstream>

#include "app/command_line.hpp"
#include "app/service_database.hpp"

namespace postferry::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string example() {
  std::ifstream file(std::string(SOURCE_DIR) + "/packaging/postferry.toml");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// The example with each key that is commented out standing there for real.
std::string example_with_all_keys() {
  std::istringstream lines(example());
  std::string text;
  for (std::string line; std::getline(lines, line);) {
    const auto equals = line.find(" = ");
    const bool is_key = line.starts_with("# ") && equals != std::string::npos &&
                        line.find_first_not_of("abcdefghijklmnopqrstuvwxyz_", 2) == equals;
    text += (is_key ? line.substr(2) : line) + "\n";
  }
  return text;
}

std::vector<ConfigurationFault> faults_of(std::string_view text) {
  auto read = parse_configuration(text);
  return read ? std::vector<ConfigurationFault>() : read.error();
}

TEST(Configuration, of_nothing_has_the_defaults) {
  const auto read = parse_configuration("");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->listen.address, "127.0.0.1");
  EXPECT_EQ(read->listen.port, 8080);
  EXPECT_EQ(read->database.kind, DatabaseKind::sqlite);
  EXPECT_TRUE(parse_configuration(example()));
}

TEST(Configuration, means_what_it_says) {
  const auto read = parse_configuration(R"(
listen = "[::1]:8443"
public_url = "https://move.provider.example/"
trusted_proxies = ["10.0.0.0/8", "::1"]
[tls]
certificate = "/a.pem"
key = "/a.key"
[database]
kind = "postgresql"
host = "db"
port = 5433
password_file = "/secret"
)");
  ASSERT_TRUE(read) << read.error().front().text;
  EXPECT_EQ(read->listen.address, "::1");
  EXPECT_EQ(read->listen.port, 8443);
  EXPECT_EQ(read->public_url, "https://move.provider.example");
  EXPECT_EQ(read->trusted_proxies.size(), 2u);
  EXPECT_EQ(read->certificate_key, "/a.key");
  EXPECT_EQ(read->database.kind, DatabaseKind::postgresql);
  EXPECT_EQ(read->database.port, 5433);
  EXPECT_EQ(read->database.password_file, "/secret");
}

TEST(Configuration, tells_every_fault_with_its_line) {
  const auto faults = faults_of("listen = \"here\"\n\ncolour = 1\n[database]\nport = 99999\n");
  ASSERT_EQ(faults.size(), 3u);
  EXPECT_EQ(faults[0].line, 1u);
  EXPECT_EQ(faults[0].key, "listen");
  EXPECT_EQ(faults[1].line, 3u);
  EXPECT_EQ(faults[1].key, "colour");
  EXPECT_THAT(faults[1].text, HasSubstr("no such key"));
  EXPECT_EQ(faults[2].line, 5u);
  EXPECT_EQ(faults[2].key, "database.port");
}

TEST(Configuration, tells_what_is_no_toml) {
  const auto faults = faults_of("listen = \"127.0.0.1:80\"\nstate = \n");
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_EQ(faults[0].line, 2u);
  EXPECT_THAT(faults[0].text, HasSubstr("no TOML"));
}

TEST(Configuration, compares_keys_that_belong_together) {
  EXPECT_THAT(faults_of("[tls]\nkey = \"/a\"\n").at(0).text, HasSubstr("both"));
  EXPECT_THAT(faults_of("[database]\nhost = \"db\"\n").at(0).text, HasSubstr("postgresql"));
  EXPECT_THAT(faults_of("[database]\nkind = \"postgresql\"\nfile = \"/a\"\n").at(0).text,
              HasSubstr("sqlite"));
  EXPECT_THAT(faults_of("[database]\nkind = \"postgresql\"\npassword_file = \"/a\"\n"
                        "password_variable = \"B\"\n")
                  .at(0)
                  .text,
              HasSubstr("one place"));
}

TEST(Configuration, takes_no_value_of_another_type) {
  for (const auto* wrong :
       {"listen = 8080", "state = 1", "state = \"\"", "public_url = \"move.example\"",
        "public_url = \"https://a@b\"", "trusted_proxies = \"::1\"", "trusted_proxies = [\"x\"]",
        "tls = true", "database = 1", "[database]\nkind = \"mysql\"", "[database]\nport = \"1\"",
        "[licences]\npublic_keys = [\"key\"]", "[database.port]\nx = 1"})
    EXPECT_EQ(faults_of(wrong).size(), 1u) << wrong;
}

TEST(Configuration, example_has_every_key_and_no_other) {
  const auto text = example_with_all_keys();
  for (const auto& fault : faults_of(text))
    EXPECT_THAT(fault.text, testing::Not(HasSubstr("no such key"))) << fault.key;
  for (const auto key : configuration_keys()) {
    const auto dot = key.find('.');
    const auto name = dot == std::string_view::npos ? key : key.substr(dot + 1);
    const auto section = dot == std::string_view::npos ? "" : key.substr(0, dot);
    const auto from = section.empty() ? 0 : text.find("\n[" + std::string(section) + "]\n");
    ASSERT_NE(from, std::string::npos) << section;
    const auto end = text.find("\n[", from + 1);
    EXPECT_THAT(text.substr(from, end - from), HasSubstr("\n" + std::string(name) + " = ")) << key;
  }
}

TEST(Configuration, password_of_the_database_is_quoted) {
  DatabaseChoice choice{.kind = DatabaseKind::postgresql, .host = "db"};
  EXPECT_EQ(connection_words(choice, Secret("it's \\ here")).reveal(),
            "host='db' port='5432' dbname='postferry' user='postferry' "
            "password='it\\'s \\\\ here' ");
}

TEST(ListenAddress, is_an_address_and_a_port) {
  EXPECT_EQ(parse_listen_address("0.0.0.0:0").value().port, 0);
  EXPECT_EQ(parse_listen_address("[::]:80").value().address, "::");
  for (const auto* wrong : {"", "8080", ":8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536",
                            "127.0.0.1:x", "::1:80", "[127.0.0.1]:80", "localhost:80"})
    EXPECT_FALSE(parse_listen_address(wrong)) << wrong;
}

TEST(ServeLine, is_read) {
  const std::vector<std::string> words{"serve",       "--listen", "[::1]:81", "--config",
                                       "/etc/p.toml", "--state",  "/s"};
  const auto line = parse_command_line(words, "/default");
  ASSERT_TRUE(line);
  EXPECT_EQ(line->verb, Verb::serve);
  EXPECT_EQ(line->serve.listen.value().port, 81);
  EXPECT_EQ(line->serve.configuration, "/etc/p.toml");
  EXPECT_EQ(line->serve.state, "/s");
  const auto check =
      parse_command_line(std::vector<std::string>{"config", "check", "/etc/p.toml"}, {});
  ASSERT_TRUE(check);
  EXPECT_EQ(check->verb, Verb::config_check);
  EXPECT_EQ(check->serve.configuration, "/etc/p.toml");
}

TEST(ServeLine, is_refused_with_what_to_write) {
  const auto listen =
      parse_command_line(std::vector<std::string>{"serve", "--listen", "8080"}, "/default");
  ASSERT_FALSE(listen);
  EXPECT_EQ(listen.error().where, "--listen");
  const auto check = parse_command_line(std::vector<std::string>{"config", "check"}, "/default");
  ASSERT_FALSE(check);
  EXPECT_THAT(check.error().text, HasSubstr("postferry config check"));
}

}  // namespace
}  // namespace postferry::app
