// Where people write: text, replies, files, and the way into slash commands.
import { avatar, button, fill, h, icon } from "./dom.js";
import { users } from "./choices.js";
import { matching, readLine } from "./command-line.js";
import { pin } from "./log.js";
import { hooks } from "./markdown-view.js";
import { bytes } from "./media.js";
import { edit, localized } from "./menus.js";
import { sendText, slashCommands } from "./send.js";
import { CommandForm } from "./slash.js";
import { changed, here, nameOf, own, state } from "./store.js";
import { Suggest } from "./suggest.js";
import { toast } from "./toast.js";

const MAX_TEXT = 2000;
const MAX_FILE = 10 << 20;
const MAX_FILES = 10;

const suggest = new Suggest();
const area = h("textarea", { rows: "1", "aria-label": "Message", autocomplete: "off", "aria-autocomplete": "list" });
const picker = h("input", { type: "file", multiple: true, hidden: true, tabindex: "-1" });
const attach = button({ class: "tool", "aria-label": "Attach files", title: "Attach files", on: { click: () => picker.click() } }, icon("clip"));
const submit = button({ class: "tool send", "aria-label": "Send", title: "Send", on: { click: () => (form ? form.submit() : send()) } }, icon("send"));
const count = h("span", { class: "count", hidden: true });
const replyBar = h("div", { class: "reply-bar", hidden: true });
const fileBar = h("div", { class: "file-bar", hidden: true });
const place = h("div", { class: "writing" }, area);
const hint = h("div", { class: "below" });
let form = null;
let files = [];

document.getElementById("composer").append(suggest.element, replyBar, fileBar, h("div", { class: "box" }, attach, place, count, submit), hint, picker);

/** Shows what the channel and the user allow. */
export function draw(names) {
  if (names.has("reset")) leave(false);
  const dead = !state.me?.send;
  area.disabled = dead;
  attach.disabled = dead;
  const spot = here();
  area.placeholder = dead ? "You may not write here." : `Message ${spot.dm ? `@${spot.name}` : `#${spot.name}`}`;
  drawReply();
}

function drawReply() {
  const message = own.replying && state.messages.get(own.replying);
  replyBar.hidden = !message;
  if (!message) own.replying = null;
  else fill(replyBar, h("span", {}, "Replying to ", h("b", {}, nameOf(message.author.id, message.author))), button({ class: "tool", "aria-label": "Do not reply", on: { click: stopReply } }, icon("close")));
}

function stopReply() {
  own.replying = null;
  changed("replying");
  area.focus();
}

function drawFiles() {
  fileBar.hidden = files.length === 0;
  const chip = (file) => h("span", { class: "file-chip" }, icon("file"), h("span", {}, file.name), h("span", { class: "hint" }, bytes(file.size)), button({ class: "tool", "aria-label": `Remove ${file.name}`, on: { click: () => drop(file) } }, icon("close")));
  fill(fileBar, files.map(chip));
}

function drop(file) {
  files = files.filter((one) => one !== file);
  drawFiles();
}

function take(list) {
  for (const file of list) {
    if (file.size > MAX_FILE) toast(`${file.name} is too large: files have at most ${bytes(MAX_FILE)}.`);
    else if (files.length >= MAX_FILES) toast(`A message has at most ${MAX_FILES} files.`);
    else files.push(file);
  }
  drawFiles();
  area.focus();
}

async function send() {
  const text = area.value;
  if ((text.trim() === "" && files.length === 0) || [...text].length > MAX_TEXT) return;
  const command = files.length === 0 && text.startsWith("/") ? readLine(text.trim(), slashCommands()) : null;
  // What is missing is asked for in the form.
  if (command && command.leaf.options.some((option) => option.required && !command.options.some((one) => one.name === option.name))) return enter(command.leaf, command.options);
  const sent = { replyTo: own.replying, files };
  write("");
  files = [];
  own.replying = null;
  drawFiles();
  changed("replying");
  const answer = await sendText(text, sent);
  if (answer.ok) return pin();
  toast(answer.error);
  if (area.value === "") write(text);
  return undefined;
}

function write(text) {
  area.value = text;
  grow();
  suggest.hide();
}

function grow() {
  area.style.setProperty("height", "auto");
  area.style.setProperty("height", `${Math.min(area.scrollHeight, innerHeight * 0.4)}px`);
  const left = MAX_TEXT - [...area.value].length;
  count.hidden = left > 200;
  count.textContent = String(left);
  count.classList.toggle("over", left < 0);
}

/** Turns the composer into a command's form. */
function enter(leaf, values = []) {
  write("");
  form = new CommandForm(leaf, suggest, (given) => {
    leave(true);
    if (!given) pin();
  });
  fill(place, form.element);
  fill(hint, form.hint);
  attach.hidden = true;
  form.start(values);
}

function leave(focus) {
  if (!form) return;
  form = null;
  suggest.hide();
  fill(place, area);
  fill(hint);
  attach.hidden = false;
  if (focus) area.focus();
}

function commandItems(query) {
  return matching(slashCommands(), query).map((leaf) => ({ leaf, label: `/${leaf.path}`, detail: localized(leaf.shown, "description"), hint: leaf.options.map((option) => localized(option)).join("  "), lead: avatar(state.bot.id, state.bot.name, "tiny") }));
}

/** Commands after a slash at the beginning, people after an @ before the caret. */
function look() {
  const text = area.value;
  if (text.startsWith("/") && !text.includes("\n")) {
    const exact = text.endsWith(" ") && slashCommands().find((leaf) => `/${leaf.path} ` === text);
    if (exact) return enter(exact);
    const note = state.commands.length === 0 ? "No commands are registered here." : undefined;
    return suggest.show(commandItems(text.slice(1)), { title: `Commands of ${state.bot.name}`, input: area, pick: (item) => enter(item.leaf), note });
  }
  const before = text.slice(0, area.selectionStart);
  const found = /(?:^|\s)@([^\s@]{0,32})$/.exec(before);
  if (!found) return suggest.hide();
  const query = found[1].toLowerCase();
  const items = users().filter((item) => item.label.toLowerCase().includes(query) || item.detail.toLowerCase().includes(query));
  return suggest.show(items, { title: "People", input: area, pick: (item) => insert(`<@${item.value}> `, found[1].length + 1) });
}

function insert(text, instead = 0) {
  const at = area.selectionStart;
  area.setRangeText(text, at - instead, at, "end");
  area.focus();
  grow();
}

area.addEventListener("input", () => {
  grow();
  look();
});
area.addEventListener("blur", () => suggest.hide());
area.addEventListener("keydown", (event) => {
  if (suggest.key(event)) return;
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    send();
  } else if (event.key === "Escape" && own.replying) {
    stopReply();
  } else if (event.key === "ArrowUp" && area.value === "") {
    const mine = [...state.messages.values()].filter((one) => one.author.id === state.me?.id).at(-1);
    if (!mine) return;
    event.preventDefault();
    edit(mine);
  }
});
area.addEventListener("paste", (event) => {
  const given = [...(event.clipboardData?.files ?? [])];
  if (given.length === 0) return;
  event.preventDefault();
  take(given);
});
picker.addEventListener("change", () => {
  take([...picker.files]);
  picker.value = "";
});
document.addEventListener("dragover", (event) => event.dataTransfer?.types.includes("Files") && event.preventDefault());
document.addEventListener("drop", (event) => {
  if (!event.dataTransfer?.files.length) return;
  event.preventDefault();
  take([...event.dataTransfer.files]);
});
document.addEventListener("insert", (event) => insert(event.detail));
document.addEventListener("compose", () => area.focus());
// Typing anywhere writes here, as in Discord's clients.
document.addEventListener("keydown", (event) => {
  const free = event.target === document.body || event.target.id === "log" || event.target.classList?.contains("message");
  if (free && event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey && !form) area.focus();
});
hooks.command = (name) => {
  const leaf = slashCommands().find((one) => one.path === name);
  if (leaf && state.me?.send) enter(leaf);
};
