// Editing a message of one's own in its place.
import { button, h } from "./dom.js";
import { changed, own } from "./store.js";
import { request } from "./socket.js";
import { toast } from "./toast.js";

export function editor(message) {
  const area = h("textarea", { class: "edit", rows: "1", maxlength: "2000", "aria-label": "Edit message", value: message.content });
  const end = () => {
    own.editing = null;
    changed("editing");
    document.dispatchEvent(new CustomEvent("compose"));
  };
  const save = async () => {
    const content = area.value.trim();
    if (content === message.content) return end();
    const answer = content === "" ? { ok: false, error: "Delete the message instead of leaving it empty." } : await request({ do: "edit", message: message.id, content });
    return answer.ok ? end() : toast(answer.error);
  };
  area.addEventListener("keydown", (event) => {
    if (event.key === "Escape") end();
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) save();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  queueMicrotask(() => {
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
    area.style.setProperty("height", `${Math.min(area.scrollHeight + 2, 300)}px`);
  });
  return h("div", {}, area, h("div", { class: "hint" }, "Escape to ", button({ class: "link", on: { click: end } }, "cancel"), " • Enter to ", button({ class: "link", on: { click: save } }, "save")));
}
