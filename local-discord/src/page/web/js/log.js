// The messages in view: rows are kept, and made anew only if something about them changed.
import { avatar, button, fill, h, keepFocus } from "./dom.js";
import { appTag, dots, failure, isEphemeral, onlyYou, row, used } from "./message.js";
import { messageMenu } from "./menus.js";
import { compareIds, here, own, state } from "./store.js";
import { request } from "./socket.js";
import { sameDay } from "./time.js";
import { welcome } from "./welcome.js";

const TOGETHER = 7 * 60_000;
const NEAR = 90;
const log = document.getElementById("log");
const toNewest = document.getElementById("to-newest");
/** Row by id, with what it was made from. */
let rows = new Map();
let pinned = true;
/** What names and settings the rows were made with. */
let context = "";
let older = null;
/** What stands above the first message, kept while it stays the same, so that it keeps the focus. */
let beginning = { key: "", element: null };

/** Draws what changed and keeps the reader's place. */
export function draw(names) {
  if (names.has("reset")) {
    rows = new Map();
    pinned = true;
  }
  const now = JSON.stringify([own.embeds, state.people, state.users, state.me, state.places.guilds.map((guild) => guild.channels.map((one) => [one.id, one.name]))]);
  const everything = now !== context;
  context = now;
  const anchor = older && log.scrollHeight - log.scrollTop;
  const all = items();
  const next = new Map();
  const list = [opening()];
  let previous = null;
  for (const item of all) {
    const date = new Date(item.message?.timestamp ?? item.at);
    if (!previous || !sameDay(date, previous.date)) list.push(divider(date));
    const compact = Boolean(item.message && previous?.message && sameDay(date, previous.date) && follows(item.message, previous.message, date - previous.date));
    const key = JSON.stringify([compact, item.state, own.editing === item.id, own.replying === item.id]);
    const old = rows.get(item.id);
    // What is being written in a row is not to be lost.
    const writing = own.editing === item.id && old?.editing;
    const kept = old && (writing || (!everything && old.source === (item.message ?? null) && old.key === key));
    const element = kept ? old.element : make(item, compact);
    next.set(item.id, { element, source: item.message ?? null, key, editing: own.editing === item.id });
    list.push(element);
    previous = { message: item.message, date };
  }
  rows = next;
  replace(list);
  if (names.has("reset")) quietly();
  if (anchor) {
    older = null;
    log.scrollTop = log.scrollHeight - anchor;
  } else if (pinned) toBottom();
}

/** Changes rows; the focus goes from an old row to the one that takes its place. */
function replace(list) {
  const focused = document.activeElement?.closest?.("#log .message");
  const id = focused?.dataset.id;
  const successor = id && rows.get(id)?.element;
  if (!focused || !successor || successor === focused) return keepFocus(log, () => place(list));
  const inside = [...focused.querySelectorAll("button, a[href], textarea")].indexOf(document.activeElement);
  place(list);
  const target = inside < 0 ? successor : successor.querySelectorAll("button, a[href], textarea")[inside];
  return (target ?? successor).focus({ preventScroll: true });
}

/** Another channel's messages are not news to be read aloud. */
function quietly() {
  log.setAttribute("aria-busy", "true");
  setTimeout(() => log.removeAttribute("aria-busy"), 500);
}

/** Messages and, at their place in time, commands that wait for an answer or did not get one. */
function items() {
  const list = [...state.messages.values()].filter((message) => !(isEphemeral(message) && own.dismissed.has(message.id))).map((message) => ({ id: message.id, message, state: stateOf(message) }));
  for (const one of state.interactions) {
    const alone = one.shown && !one.source && one.channel === state.me?.channel && !one.original && !own.dismissed.has(one.id);
    if (alone && (one.state === "failed" || one.state === "waiting") && (one.name || one.state === "failed")) list.push({ id: one.id, one, state: one.state, at: timeOf(one.id) });
  }
  return list.sort((a, b) => compareIds(a.id, b.id));
}

/** The moment in a snowflake. */
function timeOf(id) {
  return Number((BigInt(id) >> 22n) + 1_420_070_400_000n);
}

/** What the interactions with a message came to, as far as its row shows it. */
function stateOf(message) {
  return state.interactions.filter((one) => one.source === message.id || one.original === message.id).map((one) => [one.id, one.state]);
}

function follows(message, before, gap) {
  const plain = message.type === 0 && before.type !== 18;
  return plain && message.author.id === before.author.id && gap < TOGETHER && isEphemeral(message) === isEphemeral(before) && !message.interaction_metadata;
}

function make(item, compact) {
  if (item.message) return shown(item.message, compact);
  return alone(item.one);
}

/** One message that cannot be drawn must not take the others along. */
function shown(message, compact) {
  try {
    return row(message, compact);
  } catch (error) {
    console.error(error);
    return h("div", { class: "message", tabindex: "-1", data: { id: message.id } }, h("div", { class: "body failed" }, `Message ${message.id} cannot be shown here: ${error}`));
  }
}

/** A command that waits for its answer, or that got none. */
function alone(one) {
  const waiting = one.state === "waiting";
  const name = state.bot?.name ?? "";
  return h(
    "div",
    { class: `message${waiting ? " pending" : " ephemeral"}`, tabindex: "-1", data: { id: one.id } },
    one.name ? used({ id: state.me.id, username: state.me.name }, one.name, one.slash) : null,
    h("span", { class: "face" }, avatar(state.bot?.id, name)),
    h("div", { class: "body" }, h("div", { class: "head" }, h("span", { class: "author" }, name), appTag()), waiting ? h("div", { class: "thinking" }, dots(), "Sending command…") : [failure(), onlyYou(one.id)]),
  );
}

function divider(date) {
  return h("div", { class: "day", role: "separator" }, h("span", {}, date.toLocaleDateString(undefined, { dateStyle: "long" })));
}

function opening() {
  const place = here();
  const key = JSON.stringify([place.id, place.name, state.me?.id, state.me?.send, state.more, state.welcome, state.messages.size > 0, state.people]);
  if (beginning.key !== key) beginning = { key, element: makeOpening(place) };
  return beginning.element;
}

function makeOpening(place) {
  const card = welcome();
  const title = place.dm ? `@${place.name}` : `#${place.name}`;
  const first = place.dm ? `This is the beginning of your direct messages with ${place.name}.` : `This is the beginning of ${title}.`;
  const top = state.more ? button({ class: "older", on: { click: loadOlder } }, "Show older messages") : h("p", { class: "hint" }, first);
  return h("div", { class: "opening" }, card, card || state.more ? null : h("h2", {}, title), top);
}

async function loadOlder() {
  older = true;
  await request({ do: "older" });
}

/** Puts elements in order and moves no more than needed, so that focus and selection stay. */
function place(wanted) {
  if (wanted.every((element) => element.parentNode !== log)) return fill(log, wanted);
  const keep = new Set(wanted);
  for (const child of [...log.children]) if (!keep.has(child)) child.remove();
  let at = log.firstChild;
  for (const element of wanted) {
    if (element === at) at = at.nextSibling;
    else log.insertBefore(element, at);
  }
  return undefined;
}

export function toBottom() {
  log.scrollTop = log.scrollHeight;
}

/** A message of one's own is always worth going to. */
export function pin() {
  pinned = true;
  toBottom();
}

log.addEventListener("scroll", () => {
  const left = log.scrollHeight - log.scrollTop - log.clientHeight;
  pinned = left < NEAR;
  toNewest.hidden = left < 600;
});
toNewest.addEventListener("click", pin);
// Pictures and a growing composer change heights after the rows are there.
new ResizeObserver(() => pinned && toBottom()).observe(log);
log.addEventListener("load", () => pinned && toBottom(), true);

log.addEventListener("keydown", (event) => {
  const focused = event.target.closest(".message");
  if (event.target !== log && event.target !== focused) return;
  const list = [...log.querySelectorAll(".message")];
  const at = focused ? list.indexOf(focused) : list.length;
  if (event.key === "ArrowUp" || event.key === "ArrowDown") {
    event.preventDefault();
    list[Math.max(0, Math.min(list.length - 1, at + (event.key === "ArrowUp" ? -1 : 1)))]?.focus();
  } else if (focused && (event.key === "Enter" || event.key === "ContextMenu" || (event.shiftKey && event.key === "F10"))) {
    const message = state.messages.get(focused.dataset.id);
    if (!message) return;
    event.preventDefault();
    messageMenu(message, focused);
  }
});
