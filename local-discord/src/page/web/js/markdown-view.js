// The tree of Markdown as elements.
import { button, h } from "./dom.js";
import { parse } from "./markdown.js";
import { channel, nameOf, state } from "./store.js";
import { open, where } from "./socket.js";
import { inStyle } from "./time.js";

/** What a click on a command's mention does; set by the composer. */
export const hooks = { command: () => {} };

/** A text as elements. */
export function markdown(text, options) {
  return parse(text, options).map(node);
}

/** A text without its marks, on one line. */
export function plain(text) {
  const box = h("div", {}, parse(text).map((one) => [node(one), " "]));
  for (const hidden of box.querySelectorAll(".spoiler")) hidden.replaceWith("▮▮▮▮");
  return box.textContent.replace(/\s+/g, " ").trim();
}

function nodes(list) {
  return list.map(node);
}

function node(one) {
  switch (one.type) {
    case "text":
      return one.text;
    case "text-block":
      return h("span", { class: "text" }, nodes(one.children));
    case "strong":
    case "em":
      return h(one.type, {}, nodes(one.children));
    case "underline":
      return h("u", {}, nodes(one.children));
    case "strike":
      return h("s", {}, nodes(one.children));
    case "spoiler":
      return spoiler(nodes(one.children));
    case "code":
      return h("code", {}, one.text);
    case "code-block":
      return h("pre", { "data-language": one.language || null, tabindex: "0" }, h("code", {}, one.text));
    case "quote":
      return h("blockquote", {}, nodes(one.children));
    case "heading":
      return h("div", { class: `heading h${one.level}`, role: "heading", "aria-level": String(one.level + 2) }, nodes(one.children));
    case "subtext":
      return h("div", { class: "subtext" }, nodes(one.children));
    case "list":
      return h(one.ordered ? "ol" : "ul", { start: one.ordered && one.start !== 1 ? one.start : null }, one.children.map((item) => h("li", {}, nodes(item.children), nodes(item.lists))));
    case "link":
      return link(one.url, nodes(one.children), one.title);
    case "time":
      return moment(new Date(one.seconds * 1000), one.style);
    default:
      return mention(one);
  }
}

/** A link to elsewhere, which learns nothing about this page. */
export function link(url, children, title) {
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer nofollow", title: title || url }, children);
}

export function moment(date, style) {
  const valid = !Number.isNaN(date.getTime());
  return h("time", { datetime: valid ? date.toISOString() : null, title: inStyle(date, "F"), class: style === "R" ? "moment relative" : "moment" }, inStyle(date, style));
}

// "2 minutes ago" does not stay true.
setInterval(() => {
  for (const one of document.querySelectorAll("time.relative[datetime]")) one.textContent = inStyle(new Date(one.dateTime), "R");
}, 15_000);

/** Hidden until it is clicked. */
export function spoiler(children) {
  const inside = h("span", { class: "inside" }, children);
  const box = h("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": "Spoiler, hidden", "aria-expanded": "false" }, inside);
  const reveal = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    if (box.classList.contains("open")) return;
    event.preventDefault();
    box.classList.add("open");
    box.removeAttribute("aria-label");
    box.setAttribute("aria-expanded", "true");
  };
  box.addEventListener("click", reveal);
  box.addEventListener("keydown", reveal);
  return box;
}

function mention(one) {
  if (one.type === "everyone") return h("span", { class: "mention loud" }, one.text);
  if (one.type === "emoji") return h("span", { class: "custom-emoji", title: `Custom emoji ${one.name}` }, `:${one.name}:`);
  if (one.type === "user") {
    const loud = one.id === state.me?.id ? " loud" : "";
    return h("span", { class: `mention${loud}` }, `@${nameOf(one.id) ?? "unknown-user"}`);
  }
  if (one.type === "role") return h("span", { class: "mention" }, `@${state.people.roles.find((role) => role.id === one.id)?.name ?? "unknown-role"}`);
  if (one.type === "command") return button({ class: "mention", on: { click: () => hooks.command(one.name) } }, `/${one.name}`);
  const found = channel(one.id);
  if (!found) return h("span", { class: "mention" }, "#unknown-channel");
  return button({ class: "mention", on: { click: () => open(where.user, found.id) } }, `#${found.name}`);
}
