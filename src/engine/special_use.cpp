#include "engine/special_use.hpp"

#include <array>
#include <string>
#include <unordered_map>
#include <utility>

#include "text/unicode.hpp"

namespace postferry::engine {
namespace {

using enum mail::SpecialUse;

constexpr std::array<std::pair<mail::SpecialUse, std::string_view>, 9> words{{
    {inbox, "inbox"},
    {sent, "sent"},
    {drafts, "drafts"},
    {trash, "trash"},
    {junk, "junk"},
    {archive, "archive"},
    {all, "all"},
    {flagged, "flagged"},
    {important, "important"},
}};

// As clients of these languages write them, in folded form or not: both sides are folded.
constexpr auto known_names = std::to_array<std::pair<std::string_view, mail::SpecialUse>>({
    {"Sent", sent},
    {"Sent Items", sent},
    {"Sent Messages", sent},
    {"Sent Mail", sent},
    {"Sent-Mail", sent},
    {"Gesendet", sent},
    {"Gesendete Objekte", sent},
    {"Gesendete Elemente", sent},
    {"Gesendete Nachrichten", sent},
    {"Envoyés", sent},
    {"Messages envoyés", sent},
    {"Éléments envoyés", sent},
    {"Objets envoyés", sent},
    {"Enviados", sent},
    {"Elementos enviados", sent},
    {"Mensajes enviados", sent},
    {"Itens enviados", sent},
    {"Mensagens enviadas", sent},
    {"Inviati", sent},
    {"Posta inviata", sent},
    {"Messaggi inviati", sent},
    {"Verzonden", sent},
    {"Verzonden items", sent},
    {"Verzonden berichten", sent},
    {"Wysłane", sent},
    {"Elementy wysłane", sent},
    {"Odeslané", sent},
    {"Odeslaná pošta", sent},
    {"Odoslané", sent},
    {"Отправленные", sent},
    {"Надіслані", sent},
    {"Skickat", sent},
    {"Skickade", sent},
    {"Skickade objekt", sent},
    {"Sendt", sent},
    {"Sendte elementer", sent},
    {"Sendt post", sent},
    {"Lähetetyt", sent},
    {"Lähetetyt kohteet", sent},
    {"Gönderilmiş Öğeler", sent},
    {"Gönderilenler", sent},
    {"Elküldött elemek", sent},
    {"Elküldött", sent},
    {"Trimise", sent},
    {"Elemente trimise", sent},
    {"Απεσταλμένα", sent},
    {"Изпратени", sent},
    {"Poslano", sent},
    {"送信済みアイテム", sent},
    {"送信済みメール", sent},
    {"送信済み", sent},
    {"已发送", sent},
    {"已发送邮件", sent},
    {"寄件備份", sent},
    {"보낸 편지함", sent},
    {"المرسلة", sent},
    {"נשלח", sent},
    {"Drafts", drafts},
    {"Draft", drafts},
    {"Entwürfe", drafts},
    {"Brouillons", drafts},
    {"Borradores", drafts},
    {"Rascunhos", drafts},
    {"Bozze", drafts},
    {"Concepten", drafts},
    {"Wersje robocze", drafts},
    {"Szkice", drafts},
    {"Robocze", drafts},
    {"Koncepty", drafts},
    {"Rozepsané", drafts},
    {"Черновики", drafts},
    {"Чернетки", drafts},
    {"Utkast", drafts},
    {"Kladder", drafts},
    {"Kladd", drafts},
    {"Luonnokset", drafts},
    {"Taslaklar", drafts},
    {"Piszkozatok", drafts},
    {"Ciorne", drafts},
    {"Πρόχειρα", drafts},
    {"Чернови", drafts},
    {"Osnutki", drafts},
    {"下書き", drafts},
    {"草稿", drafts},
    {"草稿箱", drafts},
    {"임시 보관함", drafts},
    {"المسودات", drafts},
    {"טיוטות", drafts},
    {"Trash", trash},
    {"Deleted Items", trash},
    {"Deleted Messages", trash},
    {"Deleted", trash},
    {"Bin", trash},
    {"Papierkorb", trash},
    {"Gelöscht", trash},
    {"Gelöschte Objekte", trash},
    {"Gelöschte Elemente", trash},
    {"Corbeille", trash},
    {"Éléments supprimés", trash},
    {"Papelera", trash},
    {"Elementos eliminados", trash},
    {"Lixeira", trash},
    {"Lixo", trash},
    {"Itens excluídos", trash},
    {"Cestino", trash},
    {"Posta eliminata", trash},
    {"Prullenbak", trash},
    {"Verwijderde items", trash},
    {"Kosz", trash},
    {"Elementy usunięte", trash},
    {"Koš", trash},
    {"Odstraněná pošta", trash},
    {"Kôš", trash},
    {"Корзина", trash},
    {"Удаленные", trash},
    {"Удалённые", trash},
    {"Кошик", trash},
    {"Papperskorg", trash},
    {"Papperskorgen", trash},
    {"Borttaget", trash},
    {"Papirkurv", trash},
    {"Slettede elementer", trash},
    {"Roskakori", trash},
    {"Çöp Kutusu", trash},
    {"Silinmiş Öğeler", trash},
    {"Kuka", trash},
    {"Törölt elemek", trash},
    {"Coș de gunoi", trash},
    {"Elemente șterse", trash},
    {"Κάδος απορριμμάτων", trash},
    {"Кошче", trash},
    {"ゴミ箱", trash},
    {"ごみ箱", trash},
    {"削除済みアイテム", trash},
    {"已删除", trash},
    {"已删除邮件", trash},
    {"垃圾桶", trash},
    {"휴지통", trash},
    {"المهملات", trash},
    {"אשפה", trash},
    {"Junk", junk},
    {"Spam", junk},
    {"Junk E-mail", junk},
    {"Junk Email", junk},
    {"Junk Mail", junk},
    {"Bulk Mail", junk},
    {"Spamverdacht", junk},
    {"Unerwünscht", junk},
    {"Junk-E-Mail", junk},
    {"Courrier indésirable", junk},
    {"Indésirables", junk},
    {"Pourriel", junk},
    {"Correo no deseado", junk},
    {"Lixo Eletrônico", junk},
    {"Correio eletrónico não solicitado", junk},
    {"Posta indesiderata", junk},
    {"Ongewenste e-mail", junk},
    {"Ongewenst", junk},
    {"Wiadomości-śmieci", junk},
    {"Nevyžádaná pošta", junk},
    {"Спам", junk},
    {"Нежелательная почта", junk},
    {"Skräppost", junk},
    {"Søppelpost", junk},
    {"Uønsket e-mail", junk},
    {"Uønsket post", junk},
    {"Roskaposti", junk},
    {"Gereksiz", junk},
    {"İstenmeyen", junk},
    {"Levélszemét", junk},
    {"Ανεπιθύμητη αλληλογραφία", junk},
    {"迷惑メール", junk},
    {"垃圾邮件", junk},
    {"垃圾郵件", junk},
    {"스팸", junk},
    {"スパム", junk},
    {"Archive", archive},
    {"Archives", archive},
    {"Archiv", archive},
    {"Archivio", archive},
    {"Archivo", archive},
    {"Arquivo", archive},
    {"Archief", archive},
    {"Archiwum", archive},
    {"Архив", archive},
    {"Архів", archive},
    {"Arkiv", archive},
    {"Arkisto", archive},
    {"Arşiv", archive},
    {"Archívum", archive},
    {"Arhivă", archive},
    {"Αρχείο", archive},
    {"アーカイブ", archive},
    {"归档", archive},
});

// Folded once, on first use; constant afterwards.
const std::unordered_map<std::string, mail::SpecialUse>& folded_names() {
  static const auto names = [] {
    std::unordered_map<std::string, mail::SpecialUse> result;
    for (const auto& [name, use] : known_names) result.emplace(text::folded(name), use);
    return result;
  }();
  return names;
}

}  // namespace

std::string_view special_use_name(mail::SpecialUse use) {
  for (const auto& [value, word] : words)
    if (value == use) return word;
  return "none";
}

std::optional<mail::SpecialUse> special_use_named(std::string_view name) {
  for (const auto& [value, word] : words)
    if (word == name) return value;
  if (name == "spam") return junk;
  return std::nullopt;
}

mail::SpecialUse special_use_by_name(const mail::FolderPath& path) {
  const auto segments = path.segments();
  const bool below_inbox = segments.size() == 2 && segments[0] == "INBOX";
  if (path.is_inbox()) return inbox;
  if (segments.size() != 1 && !below_inbox) return none;
  const auto& names = folded_names();
  const auto found = names.find(text::folded(segments.back()));
  return found == names.end() ? none : found->second;
}

}  // namespace postferry::engine
