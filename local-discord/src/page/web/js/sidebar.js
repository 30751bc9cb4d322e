// Left: the servers' channels with their threads, and the DM with the bot.
import { avatar, button, fill, h } from "./dom.js";
import { open, where } from "./socket.js";
import { compareIds, own, state } from "./store.js";

const box = document.getElementById("places");
const THREADS = [10, 11, 12];

export function draw() {
  markSeen();
  const { dm, guilds } = state.places;
  fill(
    box,
    h("div", { class: "group" }, h("h2", {}, "Direct messages"), direct(dm)),
    guilds.map((guild) => h("div", { class: "group" }, h("h2", { title: guild.name }, guild.name), h("ul", {}, guild.channels.filter((one) => !THREADS.includes(one.type)).map((one) => channel(one, guild))))),
    guilds.length === 0 ? h("p", { class: "hint pad" }, `${state.me?.name ?? "This user"} is in no server.`) : null,
    h("footer", {}, h("span", {}, "A local server, not Discord.")),
  );
}

function direct(dm) {
  const name = state.bot?.name ?? "bot";
  const here = dm.id !== null && dm.id === state.me?.channel;
  return button({ class: `place dm${here ? " here" : ""}${unread(dm) ? " unread" : ""}`, "aria-current": here ? "page" : null, on: { click: () => go("dm") } }, avatar(state.bot?.id, name, "small"), h("span", {}, name), h("span", { class: `presence${state.bot?.online ? " online" : ""}`, title: state.bot?.online ? "online" : "offline" }));
}

function channel(one, guild) {
  const threads = guild.channels.filter((other) => THREADS.includes(other.type) && other.parent_id === one.id);
  return h("li", {}, entry(one, "#"), threads.length > 0 ? h("ul", { class: "threads" }, threads.map((thread) => h("li", {}, entry(thread, "↳")))) : null);
}

function entry(one, mark) {
  const here = one.id === state.me?.channel;
  return button({ class: `place${here ? " here" : ""}${unread(one) ? " unread" : ""}`, "aria-current": here ? "page" : null, on: { click: () => go(one.id) } }, h("span", { class: "hash", "aria-hidden": "true" }, mark), h("span", { class: "place-name" }, one.name), unread(one) ? h("span", { class: "sr-only" }, "unread") : null);
}

function unread(one) {
  const seen = own.seen.get(`${state.me?.id}:${one.id}`);
  return Boolean(one.last && one.id !== state.me?.channel && (!seen || compareIds(one.last, seen) > 0));
}

/** What is in view has been read. */
function markSeen() {
  const all = [state.places.dm, ...state.places.guilds.flatMap((guild) => guild.channels)];
  const here = all.find((one) => one.id === state.me?.channel);
  if (here?.last) own.seen.set(`${state.me.id}:${here.id}`, here.last);
}

export async function go(channel) {
  document.body.classList.remove("places-open");
  await open(where.user, channel);
  document.dispatchEvent(new CustomEvent("compose"));
}
