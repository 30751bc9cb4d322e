// Above: where one is, who one is, and how things look.
import { avatar, button, fill, h, icon } from "./dom.js";
import { openMenu } from "./popover.js";
import { open, where } from "./socket.js";
import { changed, here, own, state, store, stored } from "./store.js";

const box = document.getElementById("top");
const banner = document.getElementById("banner");
const typing = document.getElementById("typing");

export function draw() {
  const place = here();
  const me = state.me;
  document.title = me ? `${place.dm ? "@" : "#"}${place.name} · local-discord` : "local-discord";
  const wrong = state.inspector.violations;
  fill(
    box,
    button({ class: "tool only-narrow", "aria-label": "Channels", on: { click: () => document.body.classList.toggle("places-open") } }, icon("menu")),
    h("h1", {}, h("span", { class: "hash", "aria-hidden": "true" }, place.dm ? "@" : "#"), place.name),
    place.topic ? h("span", { class: "topic", title: place.topic }, place.topic) : null,
    h("span", { class: "space" }),
    toggle("Embeds", own.embeds, "card", () => set("embeds")),
    toggle("Members", own.people, "people", () => set("people"), "only-wide"),
    button({ class: "tool", "aria-label": "Light or dark", title: "Light or dark", on: { click: turnTheme } }, icon(isDark() ? "sun" : "moon")),
    button({ class: `tool inspect${own.inspecting ? " on" : ""}`, "aria-label": `What the bot did, ${wrong} broken rules`, title: "What the bot did", "aria-pressed": String(own.inspecting), on: { click: () => changed("inspect") } }, icon("pulse"), wrong > 0 ? h("span", { class: "badge" }, String(Math.min(wrong, 99))) : null),
    me ? button({ class: "who", "aria-haspopup": "menu", on: { click: (event) => switcher(event.currentTarget) } }, avatar(me.id, me.name, "small"), h("span", { class: "who-text" }, h("span", { class: "hint" }, "You are: "), h("b", {}, me.name)), icon("down")) : null,
  );
  drawBanner();
  typing.replaceChildren();
  if (state.typing) typing.append(h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")), h("span", {}, h("b", {}, state.bot.name), " is typing…"));
}

function drawBanner() {
  const text = !state.connected ? "The connection to the server was lost. Trying again…" : state.bot && !state.bot.online ? `${state.bot.name} is offline: start it, and it will show up here.` : "";
  banner.hidden = text === "";
  banner.textContent = text;
  banner.classList.toggle("lost", !state.connected);
}

function toggle(label, on, name, run, className = "") {
  return button({ class: `tool ${className}${on ? " on" : ""}`, "aria-pressed": String(on), "aria-label": label, title: `${label}: ${on ? "on" : "off"}`, on: { click: run } }, icon(name));
}

function set(key) {
  own[key] = !own[key];
  store(key, own[key] ? "on" : "off");
  changed("settings");
}

function switcher(opener) {
  const item = (user) => ({ label: user.name, detail: user.role, lead: avatar(user.id, user.name, "tiny"), checked: user.id === state.me.id, run: () => open(user.id, where.channel) });
  openMenu([{ title: "Look through the eyes of", items: state.users.map(item) }], { opener, label: "Users" });
}

const prefersDark = matchMedia("(prefers-color-scheme: dark)");

function isDark() {
  const theme = stored("theme", "");
  return theme === "" ? prefersDark.matches : theme === "dark";
}

export function applyTheme() {
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
}

function turnTheme() {
  store("theme", isDark() ? "light" : "dark");
  applyTheme();
  changed("settings");
}

prefersDark.addEventListener("change", () => {
  applyTheme();
  changed("settings");
});
