#include "imap/wire/commands.hpp"

#include <fmt/format.h>

#include "text/base64.hpp"

namespace postferry::imap {
namespace {

// Commands that hold no string cannot hold a literal.
constexpr LiteralSupport no_strings = LiteralSupport::synchronizing;

// SASL's first answer, in the command line or after the server's "+".
Command authenticate(std::string_view mechanism, std::string& answer, InitialResponse initial) {
  std::string encoded = text::base64_encode(answer);
  wipe(answer);
  CommandWriter writer("AUTHENTICATE", no_strings);
  writer.raw(mechanism);
  if (initial == InitialResponse::inlined) {
    writer.raw("");
  } else {
    writer.end_line_and_wait();
  }
  writer.secret_raw(encoded);
  wipe(encoded);
  return writer.finish();
}

Command on_mailbox(std::string_view name, std::string_view mailbox, LiteralSupport support) {
  return CommandWriter(name, support).mailbox(mailbox).finish();
}

Command listing(std::string_view name, std::string_view reference, std::string_view pattern,
                LiteralSupport support) {
  return CommandWriter(name, support).string(reference).string(pattern).finish();
}

Command on_messages(std::string_view name, std::string_view uids, std::string_view mailbox,
                    LiteralSupport support) {
  return CommandWriter(name, support).raw(uids).mailbox(mailbox).finish();
}

template <class Words>
void write_list(CommandWriter& writer, const Words& words) {
  writer.open_list();
  for (const auto& word : words) writer.raw(word);
  writer.close_list();
}

}  // namespace

Command plain_command(std::string_view word) { return CommandWriter(word, no_strings).finish(); }

Command login(std::string_view user, const Secret& password, LiteralSupport support) {
  return CommandWriter("LOGIN", support).string(user).secret(password).finish();
}

Command authenticate_plain(std::string_view authorize_as, std::string_view user,
                           const Secret& password, InitialResponse initial) {
  std::string answer;
  answer.reserve(authorize_as.size() + user.size() + password.reveal().size() + 2);
  answer.append(authorize_as).append(1, '\0').append(user).append(1, '\0');
  answer.append(password.reveal());
  return authenticate("PLAIN", answer, initial);
}

Command authenticate_xoauth2(std::string_view user, const Secret& token, InitialResponse initial) {
  std::string answer = fmt::format(
      "user={}\x01"
      "auth=Bearer {}\x01\x01",
      user, token.reveal());
  return authenticate("XOAUTH2", answer, initial);
}

Command id(std::span<const std::pair<std::string_view, std::string_view>> fields,
           LiteralSupport support) {
  CommandWriter writer("ID", support);
  if (fields.empty()) return writer.raw("NIL").finish();
  writer.open_list();
  for (const auto& [field, value] : fields) writer.string(field).string(value);
  return writer.close_list().finish();
}

Command enable(std::span<const std::string_view> capabilities) {
  CommandWriter writer("ENABLE", no_strings);
  for (std::string_view capability : capabilities) writer.raw(capability);
  return writer.finish();
}

Command list(std::string_view reference, std::string_view pattern, LiteralSupport support) {
  return listing("LIST", reference, pattern, support);
}

Command lsub(std::string_view reference, std::string_view pattern, LiteralSupport support) {
  return listing("LSUB", reference, pattern, support);
}

Command xlist(std::string_view reference, std::string_view pattern, LiteralSupport support) {
  return listing("XLIST", reference, pattern, support);
}

Command list_extended(std::span<const std::string_view> selection, std::string_view reference,
                      std::string_view pattern, const ListReturn& wanted, LiteralSupport support) {
  CommandWriter writer("LIST", support);
  if (!selection.empty()) write_list(writer, selection);
  writer.string(reference).string(pattern);
  const bool plain =
      !wanted.subscribed && !wanted.special_use && !wanted.children && wanted.status_items.empty();
  if (plain) return writer.finish();
  writer.raw("RETURN").open_list();
  if (wanted.subscribed) writer.raw("SUBSCRIBED");
  if (wanted.special_use) writer.raw("SPECIAL-USE");
  if (wanted.children) writer.raw("CHILDREN");
  if (!wanted.status_items.empty()) {
    writer.raw("STATUS");
    write_list(writer, wanted.status_items);
  }
  return writer.close_list().finish();
}

Command status(std::string_view mailbox, std::span<const std::string_view> items,
               LiteralSupport support) {
  CommandWriter writer("STATUS", support);
  writer.mailbox(mailbox);
  write_list(writer, items);
  return writer.finish();
}

Command select(Access access, std::string_view mailbox, Condstore condstore,
               const std::optional<Qresync>& qresync, LiteralSupport support) {
  CommandWriter writer(access == Access::read_only ? "EXAMINE" : "SELECT", support);
  writer.mailbox(mailbox);
  if (qresync) {
    writer.open_list().raw("QRESYNC").open_list();
    writer.raw(std::to_string(qresync->uid_validity)).raw(std::to_string(qresync->modseq));
    if (!qresync->known_uids.empty()) writer.uids(qresync->known_uids);
    writer.close_list().close_list();
  } else if (condstore == Condstore::on) {
    writer.raw("(CONDSTORE)");
  }
  return writer.finish();
}

Command uid_fetch(std::string_view uids, std::string_view items,
                  const std::optional<ChangedSince>& since) {
  CommandWriter writer("UID FETCH", no_strings);
  writer.raw(uids).raw(items);
  if (since) {
    writer.raw(
        fmt::format("(CHANGEDSINCE {}{})", since->modseq, since->vanished ? " VANISHED" : ""));
  }
  return writer.finish();
}

Command uid_search(std::string_view criteria, std::string_view return_options) {
  CommandWriter writer("UID SEARCH", no_strings);
  if (!return_options.empty()) writer.raw(fmt::format("RETURN ({})", return_options));
  return writer.raw(criteria).finish();
}

std::optional<std::string> header_criterion(std::string_view field, std::string_view value) {
  CommandWriter writer("HEADER", LiteralSupport::synchronizing);
  Command written = writer.astring(field).string(value).finish_open();
  if (written.segments.size() != 1 || written.segments.front().pause != Pause::none) {
    return std::nullopt;
  }
  return std::move(written.segments.front().bytes);
}

Command uid_store(std::string_view uids, FlagChange change, const Flags& flags,
                  std::optional<ModSeq> unchanged_since) {
  CommandWriter writer("UID STORE", no_strings);
  writer.raw(uids);
  if (unchanged_since) writer.raw(fmt::format("(UNCHANGEDSINCE {})", *unchanged_since));
  constexpr std::string_view names[] = {"FLAGS.SILENT", "+FLAGS.SILENT", "-FLAGS.SILENT"};
  return writer.raw(names[static_cast<std::size_t>(change)]).flags(flags).finish();
}

Command uid_copy(std::string_view uids, std::string_view mailbox, LiteralSupport support) {
  return on_messages("UID COPY", uids, mailbox, support);
}

Command uid_move(std::string_view uids, std::string_view mailbox, LiteralSupport support) {
  return on_messages("UID MOVE", uids, mailbox, support);
}

Command uid_expunge(std::string_view uids) {
  return CommandWriter("UID EXPUNGE", no_strings).raw(uids).finish();
}

Command create(std::string_view mailbox, std::string_view special_use, LiteralSupport support) {
  CommandWriter writer("CREATE", support);
  writer.mailbox(mailbox);
  if (!special_use.empty()) writer.raw(fmt::format("(USE ({}))", special_use));
  return writer.finish();
}

Command subscribe(std::string_view mailbox, LiteralSupport support) {
  return on_mailbox("SUBSCRIBE", mailbox, support);
}

Command unsubscribe(std::string_view mailbox, LiteralSupport support) {
  return on_mailbox("UNSUBSCRIBE", mailbox, support);
}

Command delete_mailbox(std::string_view mailbox, LiteralSupport support) {
  return on_mailbox("DELETE", mailbox, support);
}

Command rename(std::string_view from, std::string_view to, LiteralSupport support) {
  return CommandWriter("RENAME", support).mailbox(from).mailbox(to).finish();
}

Command get_quota_root(std::string_view mailbox, LiteralSupport support) {
  return on_mailbox("GETQUOTAROOT", mailbox, support);
}

Command append_start(std::string_view mailbox, LiteralSupport support) {
  return CommandWriter("APPEND", support).mailbox(mailbox).finish_open();
}

Segment append_message(const Flags& flags, const std::optional<InternalDate>& date,
                       std::uint64_t size_bytes, LiteralSupport support, LiteralType type) {
  CommandWriter writer("", support);
  if (!flags.empty()) writer.flags(flags);
  if (date) writer.string(print(*date));
  if (type == LiteralType::utf8) writer.raw("UTF8").open_list();
  writer.literal_head(size_bytes, type == LiteralType::literal ? "" : "~");
  return std::move(writer.finish_open().segments.front());
}

}  // namespace postferry::imap
