// Menus of messages and users, and reactions.
import { avatar, button, h } from "./dom.js";
import { closePopover, openMenu, openPopover } from "./popover.js";
import { isEphemeral } from "./message.js";
import { changed, member, nameOf, own, state } from "./store.js";
import { interact, request } from "./socket.js";
import { toast } from "./toast.js";

const USER_COMMAND = 2;
const MESSAGE_COMMAND = 3;
const EMOJIS = "👍 👎 ❤️ 😂 😮 😢 🎉 🔥 👀 🙏 ✅ ❌ 💯 🚀 🤔 👏 😄 😅 😍 😎 😭 😡 🥳 🤝 💡 💰 📈 📉 ⭐ ⚠️ ❓ 👋".split(" ");

async function told(promise) {
  const answer = await promise;
  if (!answer.ok) toast(answer.error);
}

export function react(message, emoji, on) {
  return told(request({ do: on ? "react" : "unreact", message, emoji }));
}

export function reply(message) {
  own.replying = message.id;
  own.editing = null;
  changed("replying");
}

export function edit(message) {
  own.editing = message.id;
  changed("editing");
}

export function pickEmoji(message, opener) {
  const pick = (emoji) => {
    closePopover();
    react(message, emoji, true);
  };
  const grid = EMOJIS.map((emoji) => button({ class: "emoji", role: "menuitem", "data-entry": true, "aria-label": `React with ${emoji}`, on: { click: () => pick(emoji) } }, emoji));
  const box = openPopover(h("div", { class: "emoji-grid" }, grid), { opener, label: "Add reaction", className: "emojis" });
  box.querySelector("button")?.focus();
}

function apps(kind, body) {
  return state.commands.filter((one) => one.type === kind).map((one) => ({ label: localized(one), run: () => told(interact({ ...body, name: one.name })) }));
}

/** A command's or an option's name in the user's language. */
export function localized(one, key = "name") {
  return one[`${key}_localizations`]?.[state.me?.locale] ?? one[key];
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast("Copied.");
  } catch {
    toast("This browser does not let the page copy.");
  }
}

export function messageMenu(message, opener, at) {
  const mine = message.author.id === state.me?.id;
  const open = !isEphemeral(message);
  const items = [];
  if (open) {
    items.push({ label: "Add reaction…", run: () => pickEmoji(message.id, document.querySelector(`[data-id="${CSS.escape(message.id)}"]`) ?? opener) });
    items.push({ label: "Reply", run: () => reply(message) });
  }
  if (mine && open) items.push({ label: "Edit message", run: () => edit(message) });
  const copies = [{ label: "Copy text", run: () => copy(message.content ?? "") }, { label: "Copy message id", run: () => copy(message.id) }];
  const remove = open && (mine || state.me?.manage) ? [{ label: "Delete message", danger: true, run: () => told(request({ do: "delete", message: message.id })) }] : [];
  const name = nameOf(message.author.id, message.author);
  openMenu(
    [
      { items },
      { title: "Apps", items: apps(MESSAGE_COMMAND, { do: "message_command", message: message.id }) },
      { title: `Apps for ${name}`, items: apps(USER_COMMAND, { do: "user_command", target: message.author.id }) },
      { items: copies },
      { items: remove },
    ],
    { opener, at, label: "Message" },
  );
}

export function userMenu(user, opener) {
  const found = member(user.id);
  const name = nameOf(user.id, user) ?? user.username;
  const roles = (found?.roles ?? []).map((id) => state.people.roles.find((role) => role.id === id)?.name).filter(Boolean);
  const card = h("div", { class: "user-card" }, avatar(user.id, name), h("div", {}, h("b", {}, name), h("div", { class: "hint" }, [user.username ?? found?.name ?? name, ...roles].join(" · "))));
  const mention = { label: "Mention", run: () => document.dispatchEvent(new CustomEvent("insert", { detail: `<@${user.id}> ` })) };
  openMenu([{ items: [mention] }, { title: "Apps", items: apps(USER_COMMAND, { do: "user_command", target: user.id }) }, { items: [{ label: "Copy user id", run: () => copy(user.id) }] }], { opener, label: name });
  document.querySelector(".popover")?.prepend(card);
}
