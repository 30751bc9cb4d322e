// Embeds. Discord docs: resources/message, "Embed Object".
import { h } from "./dom.js";
import { isWebAddress } from "./links.js";
import { link, markdown } from "./markdown-view.js";
import { localPath, picture, resolve } from "./media.js";
import { stamp } from "./time.js";

/** All embeds of a message. */
export function embeds(message) {
  return (message.embeds ?? []).map((embed) => one(embed, message));
}

function one(embed, message) {
  const color = Number.isInteger(embed.color) && embed.color > 0 ? `#${embed.color.toString(16).padStart(6, "0")}` : null;
  const thumbnail = embed.thumbnail && picture(resolve(embed.thumbnail.url, message), "Thumbnail", "picture thumbnail");
  const beside = Boolean(embed.thumbnail && localPath(resolve(embed.thumbnail.url, message)));
  return h(
    "article",
    { class: `embed${beside ? " with-thumbnail" : ""}`, style: color ? { "--bar": color } : {} },
    h(
      "div",
      { class: "embed-text" },
      embed.author && person(embed.author, message),
      embed.title && h("div", { class: "embed-title" }, address(embed.url, markdown(embed.title, { links: false }))),
      embed.description && h("div", { class: "markup" }, markdown(embed.description)),
      embed.fields?.length > 0 && h("div", { class: "fields" }, rows(embed.fields).map(row)),
    ),
    thumbnail,
    embed.image && picture(resolve(embed.image.url, message), embed.image.description ?? embed.title ?? "", "picture embed-image"),
    (embed.footer || embed.timestamp) && footer(embed, message),
  );
}

function address(url, children) {
  return isWebAddress(url) ? link(url, children) : children;
}

function small(url, message) {
  const path = url && localPath(resolve(url, message));
  return path ? h("img", { class: "embed-icon", src: path, alt: "" }) : null;
}

function person(author, message) {
  return h("div", { class: "embed-author" }, small(author.icon_url, message), address(author.url, author.name));
}

/** Inline fields share a row, three at most. */
function rows(fields) {
  const all = [];
  for (const field of fields) {
    const last = all.at(-1);
    if (field.inline && last?.[0].inline && last.length < 3) last.push(field);
    else all.push([field]);
  }
  return all;
}

function row(fields) {
  const one = (field) =>
    h("div", { class: "field" }, h("div", { class: "field-name" }, markdown(field.name, { links: false })), h("div", { class: "markup" }, markdown(field.value)));
  return h("div", { class: `field-row n${fields.length}` }, fields.map(one));
}

function footer(embed, message) {
  const date = embed.timestamp && new Date(embed.timestamp);
  const parts = [embed.footer?.text, date && h("time", { datetime: embed.timestamp }, stamp(date))].filter(Boolean);
  return h("footer", { class: "embed-footer" }, small(embed.footer?.icon_url, message), parts.map((part, at) => [at > 0 ? " • " : null, part]));
}
