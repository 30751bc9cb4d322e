// Files of this server are shown; what lies elsewhere is named, not loaded.
import { button, h, icon } from "./dom.js";
import { link, spoiler } from "./markdown-view.js";
import { isWebAddress } from "./links.js";

const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];
const PICTURES = /^image\/(png|jpeg|gif|webp|svg\+xml)\b/;

/** The path of a file that this server holds; through a tunnel its port is another one. */
export function localPath(address) {
  try {
    const url = new URL(address, location.href);
    return LOOPBACK.includes(url.hostname) && url.pathname.startsWith("/attachments/") ? url.pathname : null;
  } catch {
    return null;
  }
}

/** The file that an address means, also `attachment://name`. */
export function resolve(address, message) {
  const name = String(address ?? "").startsWith("attachment://") ? String(address).slice(13) : null;
  const found = name && (message.attachments ?? []).find((one) => one.filename === name);
  return found ? found.url : address;
}

/** A picture, or the address of one that lies elsewhere. */
export function picture(address, alt, className = "picture") {
  const path = localPath(address);
  if (path) {
    const image = h("img", { src: path, alt: alt || "", loading: "lazy" });
    return button({ class: className, "aria-label": alt ? `Enlarge picture: ${alt}` : "Enlarge picture", on: { click: () => enlarge(path, alt) } }, image);
  }
  if (!isWebAddress(address)) return null;
  return h("div", { class: "elsewhere", title: "Pictures from other sites are not loaded here" }, icon("card"), link(address, shortAddress(address)));
}

function shortAddress(address) {
  const url = new URL(address);
  const text = url.host + (url.pathname === "/" ? "" : url.pathname);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function enlarge(path, alt) {
  const dialog = h("dialog", { class: "lightbox", "aria-label": alt || "Picture" });
  const close = () => dialog.close();
  dialog.append(
    h("img", { src: path, alt: alt || "", on: { click: close } }),
    h("div", { class: "lightbox-bar" }, alt ? h("span", {}, alt) : null, h("a", { href: path, target: "_blank", rel: "noopener" }, "Open original"), button({ on: { click: close } }, "Close")),
  );
  dialog.addEventListener("click", (event) => event.target === dialog && close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** Attachments that no embed shows already. */
export function attachments(message) {
  const used = new Set((message.embeds ?? []).flatMap((embed) => [embed.image?.url, embed.thumbnail?.url, embed.author?.icon_url, embed.footer?.icon_url]));
  const list = (message.attachments ?? []).filter((one) => !used.has(one.url));
  return list.length === 0 ? null : h("div", { class: "attachments" }, list.map(attachment));
}

function attachment(one) {
  const hidden = one.filename.startsWith("SPOILER_");
  const shown = PICTURES.test(one.content_type ?? "") ? picture(one.url, one.description) : fileCard(one.title ?? one.filename, one.url, one.size);
  return hidden ? spoiler([shown]) : shown;
}

/** A file to save. */
export function fileCard(name, address, size) {
  const path = localPath(address);
  const label = path ? h("a", { href: path, download: name }, name) : h("span", {}, name);
  return h("div", { class: "file" }, icon("file"), h("div", {}, label, size === undefined ? null : h("div", { class: "hint" }, bytes(size))));
}

export function bytes(size) {
  if (size < 1024) return `${size} bytes`;
  return size < 1 << 20 ? `${(size / 1024).toFixed(1)} KB` : `${(size / (1 << 20)).toFixed(1)} MB`;
}
