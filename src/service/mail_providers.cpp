// The table of well-known providers, from their own public help pages (names of servers and ports)
// and from where their customers' MX records lead.
#include <array>

#include "service/server_proposal.hpp"

namespace postferry::service {
namespace {

using Names = std::string_view;

constexpr Names app_password =
    "It wants an app password, made in the security settings of the account.";
constexpr Names switched_on = "IMAP has to be switched on in the settings of the account.";
constexpr Names sign_in_only =
    "It takes no passwords over IMAP any more, unless its administrator has allowed them.";

constexpr std::array<Names, 2> gmail{"gmail.com", "googlemail.com"};
constexpr std::array<Names, 3> gmail_mx{"aspmx.l.google.com", ".google.com", ".googlemail.com"};
constexpr std::array<Names, 8> outlook{"outlook.com", "outlook.de", "hotmail.com", "hotmail.de",
                                       "live.com",    "live.de",    "msn.com",     "hotmail.co.uk"};
constexpr std::array<Names, 1> outlook_mx{".mail.protection.outlook.com"};
constexpr std::array<Names, 6> yahoo{"yahoo.com",   "yahoo.de", "yahoo.co.uk",
                                     "yahoo.co.in", "yahoo.fr", "ymail.com"};
constexpr std::array<Names, 1> yahoo_mx{".yahoodns.net"};
constexpr std::array<Names, 1> aol{"aol.com"};
constexpr std::array<Names, 3> icloud{"icloud.com", "me.com", "mac.com"};
constexpr std::array<Names, 1> icloud_mx{".mail.icloud.com"};
constexpr std::array<Names, 3> gmx{"gmx.de", "gmx.at", "gmx.ch"};
constexpr std::array<Names, 1> gmx_mx{".emig.gmx.net"};
constexpr std::array<Names, 2> gmx_com{"gmx.com", "gmx.net"};
constexpr std::array<Names, 2> web_de{"web.de", "email.de"};
constexpr std::array<Names, 2> t_online{"t-online.de", "magenta.de"};
constexpr std::array<Names, 1> freenet{"freenet.de"};
constexpr std::array<Names, 2> mailbox_org{"mailbox.org", "secure.mailbox.org"};
constexpr std::array<Names, 1> mailbox_org_mx{".mailbox.org"};
constexpr std::array<Names, 1> posteo{"posteo.de"};
constexpr std::array<Names, 1> posteo_mx{".posteo.de"};
constexpr std::array<Names, 3> ionos_mx{".kundenserver.de", ".1and1.com", ".ionos.com"};
constexpr std::array<Names, 1> strato_mx{".rzone.de"};
constexpr std::array<Names, 1> one_com_mx{".one.com"};
constexpr std::array<Names, 2> ovh_mx{".mail.ovh.net", ".ovh.net"};
constexpr std::array<Names, 1> gandi_mx{".mail.gandi.net"};
constexpr std::array<Names, 1> infomaniak_mx{".mail.infomaniak.ch"};
constexpr std::array<Names, 3> zoho_mx{"mx.zoho.com", "mx2.zoho.com", "mx3.zoho.com"};
constexpr std::array<Names, 2> zoho{"zoho.com", "zohomail.com"};
constexpr std::array<Names, 3> zoho_eu_mx{"mx.zoho.eu", "mx2.zoho.eu", "mx3.zoho.eu"};
constexpr std::array<Names, 2> fastmail{"fastmail.com", "fastmail.fm"};
constexpr std::array<Names, 1> fastmail_mx{".messagingengine.com"};
constexpr std::array<Names, 3> yandex{"yandex.ru", "yandex.com", "ya.ru"};
constexpr std::array<Names, 2> yandex_mx{"mx.yandex.ru", "mx.yandex.net"};
constexpr std::array<Names, 4> mail_ru{"mail.ru", "bk.ru", "list.ru", "inbox.ru"};
constexpr std::array<Names, 2> purelymail_mx{"mailserver.purelymail.com", ".purelymail.com"};

constexpr std::array providers{
    MailProvider{"Gmail", "imap.gmail.com", gmail, gmail_mx, app_password},
    MailProvider{"Outlook", "outlook.office365.com", outlook, outlook_mx, sign_in_only},
    MailProvider{"Yahoo", "imap.mail.yahoo.com", yahoo, yahoo_mx, app_password},
    MailProvider{"AOL", "imap.aol.com", aol, {}, app_password},
    MailProvider{"iCloud", "imap.mail.me.com", icloud, icloud_mx, app_password},
    MailProvider{"GMX", "imap.gmx.net", gmx, gmx_mx, switched_on},
    MailProvider{"GMX", "imap.gmx.com", gmx_com, {}, switched_on},
    MailProvider{"WEB.DE", "imap.web.de", web_de, {}, switched_on},
    MailProvider{"Telekom",
                 "secureimap.t-online.de",
                 t_online,
                 {},
                 "It wants the separate password for e-mail programs."},
    MailProvider{"freenet", "mx.freenet.de", freenet, {}, ""},
    MailProvider{"mailbox.org", "imap.mailbox.org", mailbox_org, mailbox_org_mx, ""},
    MailProvider{"Posteo", "posteo.de", posteo, posteo_mx, ""},
    MailProvider{"IONOS", "imap.ionos.de", {}, ionos_mx, ""},
    MailProvider{"STRATO", "imap.strato.de", {}, strato_mx, ""},
    MailProvider{"one.com", "imap.one.com", {}, one_com_mx, ""},
    MailProvider{"OVH", "ssl0.ovh.net", {}, ovh_mx, ""},
    MailProvider{"Gandi", "mail.gandi.net", {}, gandi_mx, ""},
    MailProvider{"Infomaniak", "mail.infomaniak.com", {}, infomaniak_mx, ""},
    MailProvider{"Zoho", "imap.zoho.com", zoho, zoho_mx, switched_on},
    MailProvider{"Zoho Europe", "imap.zoho.eu", {}, zoho_eu_mx, switched_on},
    MailProvider{"Fastmail", "imap.fastmail.com", fastmail, fastmail_mx, app_password},
    MailProvider{"Yandex", "imap.yandex.com", yandex, yandex_mx, app_password},
    MailProvider{"Mail.ru", "imap.mail.ru", mail_ru, {}, app_password},
    MailProvider{"Purelymail", "imap.purelymail.com", {}, purelymail_mx, ""},
};

}  // namespace

std::span<const MailProvider> mail_providers() { return providers; }

}  // namespace postferry::service
