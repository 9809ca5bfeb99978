// The columns of each format, in the order in which they stand (of the format with a header: in
// the order of the documentation). Constant data; read through list_format.hpp.
#pragma once

#include <array>

#include "service/lists/list_format.hpp"

namespace postferry::service {

inline constexpr std::array postferry_columns{
    ListColumn{"source", "Source account", Field::source, Secrecy::open, Need::required,
               "the account to read: `imaps://USER@HOST`, or the user name where the server "
               "stands in `source_server` or is given for all rows"},
    ListColumn{"source_server", "Source server", Field::source_server, Secrecy::open,
               Need::optional, "where `source` is a user name: a host, also as `HOST:PORT`"},
    ListColumn{"source_password", "Source password", Field::source_password, Secrecy::secret,
               Need::required, "exactly as it is, blanks included"},
    ListColumn{"target", "Target account", Field::target, Secrecy::open, Need::optional,
               "the account to write, in the same way; empty: the user name of the source"},
    ListColumn{"target_server", "Target server", Field::target_server, Secrecy::open,
               Need::optional, "where `target` is a user name; empty: the operator's own server"},
    ListColumn{"target_password", "Target password", Field::target_password, Secrecy::secret,
               Need::optional, "not needed on the operator's own server"},
    ListColumn{"first_run", "First run", Field::first_run, Secrecy::open, Need::optional,
               "a time, see below; empty: at once"},
    ListColumn{"second_run", "Second run", Field::second_run, Secrecy::open, Need::optional,
               "a time, or hours after the first run such as `+8h`; empty: none"},
    ListColumn{"further_runs", "Further runs", Field::further_runs, Secrecy::open, Need::optional,
               "how many more may be asked for later, from 0 to 100"},
};

inline constexpr std::array twelve_fields_columns{
    ListColumn{"source.type", "Source type", Field::source_type, Secrecy::open, Need::optional,
               "`imap`; empty means the same"},
    ListColumn{"source.email", "Source address", Field::source_email, Secrecy::open, Need::required,
               "the e-mail address of the account to read"},
    ListColumn{"source.username", "Source user", Field::source_user, Secrecy::open, Need::optional,
               "the name that logs in; empty: the address"},
    ListColumn{"source.password", "Source password", Field::source_password, Secrecy::secret,
               Need::required, "exactly as it is"},
    ListColumn{"source.server", "Source server", Field::source_server, Secrecy::open,
               Need::required, "a host, also as `HOST:PORT`"},
    ListColumn{"target.type", "Target type", Field::target_type, Secrecy::open, Need::optional,
               "`imap`; empty means the same"},
    ListColumn{"target.email", "Target address", Field::target_email, Secrecy::open, Need::optional,
               "the address of the account to write; empty: the source's"},
    ListColumn{"target.username", "Target user", Field::target_user, Secrecy::open, Need::optional,
               "the name that logs in; empty: the target's address"},
    ListColumn{"target.password", "Target password", Field::target_password, Secrecy::secret,
               Need::optional, "not needed on the operator's own server"},
    ListColumn{"target.server", "Target server", Field::target_server, Secrecy::open,
               Need::optional, "a host; empty: the operator's own server"},
    ListColumn{"startdate", "First run", Field::first_run, Secrecy::open, Need::optional,
               "a time, see below; empty: at once"},
    ListColumn{"resyncdate", "Second run", Field::second_run, Secrecy::open, Need::optional,
               "a time, or hours after the first run such as `+8h`; empty: none"},
};

// A row of four has the first four, one of five the first three and the last two.
inline constexpr std::array local_accounts_columns{
    ListColumn{"email@local", "Target address", Field::target_email, Secrecy::open, Need::required,
               "the account on the operator's own server"},
    ListColumn{"imap-server-remote", "Source server", Field::source_server, Secrecy::open,
               Need::required, "a host, also as `HOST:PORT`"},
    ListColumn{"email@remote", "Source address", Field::source_email, Secrecy::open, Need::required,
               "the account to read; it logs in with this address"},
    ListColumn{"pwdremote", "Source password", Field::source_password, Secrecy::secret,
               Need::optional, "its password; left out or empty where a master user logs in"},
    ListColumn{"pwd-master-user", "Master password", Field::master_password, Secrecy::secret,
               Need::optional, "the password of the remote server's master user"},
    ListColumn{"master-user-name", "Master user", Field::master_user, Secrecy::open, Need::optional,
               "who logs in for the account that is read"},
};

inline constexpr std::array user_list_columns{
    ListColumn{"source_username", "Source user", Field::source_user, Secrecy::open, Need::required,
               "the name that logs in on the source server given for all rows"},
    ListColumn{"source_password", "Source password", Field::source_password, Secrecy::secret,
               Need::required, "exactly as it is"},
    ListColumn{"local_username", "Target user", Field::target_user, Secrecy::open, Need::optional,
               "the user on the operator's own server; empty: the source's name"},
};

}  // namespace postferry::service
