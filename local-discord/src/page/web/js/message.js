// One message as a row of the log.
import { avatar, button, h, icon } from "./dom.js";
import { components } from "./components.js";
import { editor } from "./editor.js";
import { embeds } from "./embed.js";
import { markdown, plain } from "./markdown-view.js";
import { attachments } from "./media.js";
import { messageMenu, pickEmoji, react, reply, userMenu } from "./menus.js";
import { dismiss, nameOf, own, state } from "./store.js";
import { open, where } from "./socket.js";
import { clock, stamp } from "./time.js";

const SUPPRESS_EMBEDS = 1 << 2;
const EPHEMERAL = 1 << 6;
const LOADING = 1 << 7;
const NEW_COMPONENTS = 1 << 15;
const REPLY = 19;

export function isEphemeral(message) {
  return Boolean(message.flags & EPHEMERAL);
}

/** The row of a message; `compact` leaves out author and time of one that goes on from the message before. */
export function row(message, compact) {
  const date = new Date(message.timestamp);
  const loud = message.mention_everyone || (message.mentions ?? []).some((user) => user.id === state.me?.id);
  const name = nameOf(message.author.id, message.author) ?? message.author.username;
  const classes = ["message", compact ? "compact" : "", loud ? "loud" : "", isEphemeral(message) ? "ephemeral" : "", own.replying === message.id ? "replying" : ""];
  const element = h(
    "div",
    { class: classes.filter(Boolean).join(" "), tabindex: "-1", data: { id: message.id }, "aria-label": `${name}, ${stamp(date)}` },
    compact ? h("span", { class: "gutter", "aria-hidden": "true" }, clock(date)) : null,
    compact ? null : above(message),
    compact ? null : button({ class: "face", tabindex: "-1", "aria-label": `Menu of ${name}`, on: { click: (event) => userMenu(message.author, event.currentTarget) } }, avatar(message.author.id, name)),
    h("div", { class: "body" }, compact ? null : head(message, name, date), content(message)),
    toolbar(message),
  );
  element.addEventListener("contextmenu", (event) => {
    if (event.target.closest("a, img, textarea") || String(getSelection()) !== "") return;
    event.preventDefault();
    messageMenu(message, element, event.clientX === 0 ? undefined : { x: event.clientX, y: event.clientY });
  });
  return element;
}

function head(message, name, date) {
  return h(
    "div",
    { class: "head" },
    button({ class: "author", tabindex: "-1", on: { click: (event) => userMenu(message.author, event.currentTarget) } }, name),
    message.author.bot ? appTag() : null,
    h("time", { class: "when", datetime: message.timestamp, title: date.toLocaleString() }, stamp(date)),
  );
}

export function appTag() {
  return h("span", { class: "tag" }, "APP");
}

/** The line above: the command that is answered, or the message that is replied to. */
function above(message) {
  const metadata = message.interaction_metadata;
  const command = message.interaction?.name ?? metadata?.name;
  if (metadata && command && (message.type === 20 || message.type === 23)) return used(metadata.user, command, message.type === 20);
  if (message.type !== REPLY) return null;
  const original = message.referenced_message;
  if (!original) return h("div", { class: "above" }, icon("reply"), h("em", {}, "Original message was deleted"));
  const name = nameOf(original.author.id, original.author) ?? original.author.username;
  const jump = () => {
    const target = document.querySelector(`[data-id="${CSS.escape(original.id)}"]`);
    target?.scrollIntoView({ block: "center" });
    target?.focus();
  };
  return button({ class: "above", tabindex: "-1", on: { click: jump }, "aria-label": `Reply to ${name}, go to that message` }, icon("reply"), avatar(original.author.id, name, "tiny"), h("b", {}, name), h("span", { class: "excerpt" }, excerpt(original)));
}

export function used(user, command, slash) {
  const name = nameOf(user.id, user) ?? user.username;
  return h("div", { class: "above" }, icon("reply"), avatar(user.id, name, "tiny"), h("b", {}, name), " used ", h("span", { class: "command" }, slash ? `/${command}` : command));
}

function excerpt(message) {
  const text = plain(message.content ?? "");
  if (text) return text.slice(0, 160);
  return (message.attachments ?? []).length > 0 ? "Click to see attachment" : "Click to see message";
}

function content(message) {
  if (own.editing === message.id) return editor(message);
  const rich = own.embeds && !(message.flags & SUPPRESS_EMBEDS);
  const failed = state.interactions.some((one) => one.original === message.id && one.state === "failed");
  const parts = [];
  if (message.flags & LOADING) parts.push(failed ? failure() : thinking(message));
  else if (message.content) parts.push(text(message));
  if (!(message.flags & NEW_COMPONENTS)) parts.push(attachments(message));
  if (rich) parts.push(embeds(message));
  else if (message.embeds?.length > 0 && !own.embeds) parts.push(h("div", { class: "hint" }, `${message.embeds.length === 1 ? "An embed is" : "Embeds are"} hidden by your settings.`));
  parts.push(components(message), thread(message), reactions(message));
  if (isEphemeral(message)) parts.push(onlyYou(message.id));
  return parts;
}

function text(message) {
  const edited = message.edited_timestamp ? h("span", { class: "edited", title: new Date(message.edited_timestamp).toLocaleString() }, "(edited)") : null;
  return h("div", { class: "markup content" }, markdown(message.content), edited);
}

function thinking(message) {
  return h("div", { class: "thinking" }, dots(), h("span", {}, `${nameOf(message.author.id, message.author)} is thinking…`));
}

export function dots() {
  return h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
}

export function failure() {
  return h("div", { class: "failed" }, "The application did not respond");
}

export function onlyYou(id) {
  return h("div", { class: "only-you" }, "Only you can see this • ", button({ class: "link", on: { click: () => dismiss(id) } }, "Dismiss message"));
}

function thread(message) {
  if (!message.thread) return null;
  return button({ class: "thread", on: { click: () => open(where.user, message.thread.id) } }, h("b", {}, message.thread.name), h("span", { class: "hint" }, "Open thread"));
}

function reactions(message) {
  const list = message.reactions ?? [];
  if (list.length === 0) return null;
  const one = ({ emoji, count, me }) => {
    const key = emoji.id ? `${emoji.name}:${emoji.id}` : emoji.name;
    const shown = emoji.id ? `:${emoji.name}:` : emoji.name;
    return button(
      { class: `reaction${me ? " me" : ""}`, "aria-pressed": String(me), "aria-label": `${shown}, ${count} ${count === 1 ? "reaction" : "reactions"}`, on: { click: () => react(message.id, key, !me) } },
      h("span", {}, shown),
      h("span", { class: "count" }, String(count)),
    );
  };
  return h("div", { class: "reactions" }, list.map(one), button({ class: "reaction add", "aria-label": "Add reaction", on: { click: (event) => pickEmoji(message.id, event.currentTarget) } }, icon("smile")));
}

/** Appears on hover and focus; the keyboard opens the same menu on the row itself. */
function toolbar(message) {
  if (own.editing === message.id) return null;
  const act = (label, name, run) => button({ class: "tool", tabindex: "-1", "aria-label": label, title: label, on: { click: (event) => run(event.currentTarget) } }, icon(name));
  return h(
    "div",
    { class: "tools" },
    isEphemeral(message) ? null : act("Add reaction", "smile", (at) => pickEmoji(message.id, at)),
    isEphemeral(message) ? null : act("Reply", "reply", () => reply(message)),
    act("More", "more", (at) => messageMenu(message, at)),
  );
}

