// Components of messages: rows of buttons and menus, and the kinds that show something. Discord docs: components/reference.
import { button, h, icon } from "./dom.js";
import { link, markdown, spoiler } from "./markdown-view.js";
import { fileCard, picture, resolve } from "./media.js";
import { isWebAddress } from "./links.js";
import { menu } from "./select.js";
import { interact } from "./socket.js";
import { own, state } from "./store.js";
import { toast } from "./toast.js";

const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "secondary" };

/** Everything below a message's text. */
export function components(message) {
  const list = message.components ?? [];
  if (list.length === 0) return null;
  return h("div", { class: "components" }, list.map((one) => component(one, message)), failure(message));
}

/** What the newest interaction with this message came to. */
function failure(message) {
  const newest = state.interactions.find((one) => one.source === message.id && one.kind === 3);
  return newest?.state === "failed" ? h("div", { class: "failed", role: "alert" }, "This interaction failed") : null;
}

function component(one, message) {
  switch (one.type) {
    case 1:
      return h("div", { class: "row" }, (one.components ?? []).map((child) => component(child, message)));
    case 2:
      return press(one, message);
    case 3:
    case 5:
    case 6:
    case 7:
    case 8:
      return menu(one, (values) => send({ do: "select", message: message.id, custom_id: one.custom_id, values }));
    case 9:
      return h("div", { class: "section" }, h("div", {}, (one.components ?? []).map((child) => component(child, message))), one.accessory && component(one.accessory, message));
    case 10:
      return h("div", { class: "markup" }, markdown(one.content));
    case 11:
      return hidden(one, picture(resolve(one.media?.url, message), one.description, "picture thumbnail"));
    case 12:
      return h("div", { class: "gallery" }, (one.items ?? []).map((item) => hidden(item, picture(resolve(item.media?.url, message), item.description))));
    case 13:
      return hidden(one, stored(one, message));
    case 14:
      return h("div", { class: `separator s${one.spacing === 2 ? 2 : 1}${one.divider === false ? " invisible" : ""}` });
    case 17:
      return container(one, message);
    default:
      return h("div", { class: "hint" }, `Component of type ${one.type} is not shown here.`);
  }
}

function hidden(one, shown) {
  return one.spoiler && shown ? spoiler([shown]) : shown;
}

function stored(one, message) {
  const url = resolve(one.file?.url, message);
  const found = (message.attachments ?? []).find((file) => file.url === url);
  return fileCard(found?.filename ?? one.name ?? "file", url, found?.size);
}

function container(one, message) {
  const color = Number.isInteger(one.accent_color) ? `#${one.accent_color.toString(16).padStart(6, "0")}` : null;
  const box = h("div", { class: `container${color ? " accented" : ""}`, style: color ? { "--bar": color } : {} }, (one.components ?? []).map((child) => component(child, message)));
  return hidden(one, box);
}

/** An emoji of a button or an option; custom ones have no picture here. */
export function emoji(given) {
  if (!given) return null;
  return h("span", { class: "component-emoji", "aria-hidden": "true" }, given.id ? `:${given.name}:` : given.name);
}

function press(one, message) {
  const inside = [emoji(one.emoji), one.label ? h("span", {}, one.label) : null];
  if (one.style === 5) {
    if (!isWebAddress(one.url) || one.disabled) return button({ class: "button secondary", disabled: true }, inside);
    const opened = link(one.url, [inside, icon("send")]);
    opened.className = "button secondary outside";
    return opened;
  }
  if (one.style === 6) return button({ class: "button primary", disabled: true, title: "Premium buttons do nothing here" }, "Premium");
  const waits = state.interactions.some((other) => other.source === message.id && other.kind === 3 && other.state === "waiting" && own.pressed.get(other.id) === one.custom_id);
  const click = () => send({ do: "press", message: message.id, custom_id: one.custom_id });
  const label = one.label ? null : (one.emoji?.name ?? "Button");
  return button({ class: `button ${STYLES[one.style] ?? "secondary"}${waits ? " waits" : ""}`, disabled: one.disabled, "aria-label": label, on: { click } }, inside);
}

async function send(body) {
  const answer = await interact(body);
  if (!answer.ok) toast(answer.error);
  else own.pressed.set(answer.result.interaction, body.custom_id);
}
