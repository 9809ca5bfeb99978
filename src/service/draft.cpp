#include "service/draft.hpp"

namespace postferry::service {

AccountUrl account_url(const DraftAccount& account, Side side) {
  return {.side = side,
          .endpoint = account.server,
          .policy = {.ca_file = {}, .fingerprint = account.fingerprint},
          .user = account.user,
          .master = account.master,
          .master_separator = account.master_separator};
}

}  // namespace postferry::service
