#include "app/json_events.hpp"

#include "app/json_values.hpp"
#include "base/error_catalog.hpp"
#include "engine/event_text.hpp"

namespace postferry::app {
namespace {

using text::json::Object;
using text::json::Value;

Object object_of(const engine::PhaseBegan& event) {
  auto object = event_object("phase");
  object["phase"] = text_value(phase_name(event.phase));
  return object;
}

Object object_of(const engine::Connected& event) {
  auto object = event_object("connected");
  object["side"] = text_value(side_name(event.side));
  object["server"] = text_value(event.server);
  object["account"] = text_value(event.account);
  return object;
}

Object object_of(const engine::Listing& event) {
  auto object = event_object("listing");
  object["folder"] = folder_value(event.folder);
  object["messages"] = event.messages;
  return object;
}

Object object_of(const engine::FolderPlanned& event) {
  auto object = event_object("folder_planned");
  object["source"] = folder_value(event.source);
  object["target"] = folder_value(event.target);
  object["to_copy"] = event.to_copy;
  object["to_copy_bytes"] = event.to_copy_bytes;
  object["was_there"] = event.was_there;
  object["excluded"] = event.excluded;
  object["renamed_because"] = text_value(event.renamed_because);
  return object;
}

Object object_of(const engine::FolderProgress& event) {
  auto object = event_object("folder_progress");
  object["folder"] = folder_value(event.folder);
  object["done"] = event.done;
  object["total"] = event.total;
  return object;
}

Object object_of(const engine::Progress& event) {
  auto object = event_object("progress");
  object["folder"] = folder_value(event.folder);
  object["messages_done"] = event.messages_done;
  object["messages_total"] = event.messages_total;
  object["bytes_done"] = event.bytes_done;
  object["bytes_total"] = event.bytes_total;
  object["bytes_per_second"] = event.bytes_per_second;
  object["eta_seconds"] = event.eta ? Value(event.eta->count()) : Value();
  return object;
}

Object object_of(const engine::MessageFailed& event) {
  auto object = event_object("message_failed");
  object["folder"] = folder_value(event.folder);
  object["item"] = text_value(event.item.bytes());
  object["received"] = text_value(to_rfc3339(event.received.instant));
  object["size_bytes"] = event.size_bytes;
  object["error"] = error_object(event.error);
  return object;
}

Object object_of(const engine::Notice& event) {
  auto object = event_object("notice");
  object["kind"] = text_value(notice_name(event.kind));
  object["folder"] = folder_value(event.folder);
  object["text"] = text_value(event.text);
  object["count"] = event.count;
  return object;
}

Object object_of(const engine::Interrupting&) { return event_object("interrupting"); }

}  // namespace

Object to_json(const engine::Event& event) {
  return std::visit([](const auto& each) { return object_of(each); }, event);
}

Object error_event(const Error& error) {
  auto object = event_object("error");
  object["error"] = error_object(error);
  const auto exit = engine::exit_for(error);
  object["exit"] = text_value(engine::exit_name(exit));
  object["exit_code"] = static_cast<int>(exit);
  return object;
}

}  // namespace postferry::app
