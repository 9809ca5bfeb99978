// An example file of each format, for download and for docs/examples/ (held together by a test).
// Constant data; read through list_format.hpp.
#pragma once

#include <string_view>

namespace postferry::service {

inline constexpr std::string_view postferry_example =
    "source,source_password,target,target_password,first_run,second_run,exclude,max-size\n"
    "imaps://anna@imap.old.example,her old password,imaps://anna@mail.new.example,her new one,"
    "2035-11-25 22:00,+8h,,\n"
    "imaps://bert@imap.old.example,\"a comma, and a \"\"quote\"\"\","
    "imaps://bert@mail.new.example,his new one,,,\"Lists/*\nOld\",25M\n";

inline constexpr std::string_view twelve_fields_example =
    "source.type;source.email;source.username;source.password;source.server;target.type;"
    "target.email;target.username;target.password;target.server;startdate;resyncdate\n"
    "imap;anna@old.example;anna@old.example;her old password;imap.old.example;imap;"
    "anna@new.example;anna@new.example;her new one;mail.new.example;2035-11-24 22:00;"
    "2035-11-25 18:00\n"
    "imap;bert@old.example;;\"one; with a semicolon\";imap.old.example:993;imap;"
    "bert@new.example;;his new one;mail.new.example;24.11.2035 22:00;+8h\n";

inline constexpr std::string_view local_accounts_example =
    "\"anna@new.example\";\"imap.old.example\";\"anna@old.example\";\"her old password\"\n"
    "\"bert@new.example\";\"imap.old.example\";\"bert@old.example\";\"one; with a \"\"quote\"\"\"\n"
    "\"cora@new.example\";\"imap.old.example\";\"cora@old.example\";\"the master's\";\"admin\"\n";

inline constexpr std::string_view user_list_example =
    "source_username,source_password,local_username\n"
    "anna@old.example,her old password,anna@new.example\n"
    "bert@old.example,\"a comma, inside\"\n";

}  // namespace postferry::service
