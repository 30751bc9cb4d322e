// Links, mentions, timestamps and custom emoji: what begins with "[", "<" or "http". No DOM here.

const MAX_URL = 2048;
const ANGLES = [
  [/^<@!?(\d{1,20})>/, ([, id]) => ({ type: "user", id })],
  [/^<@&(\d{1,20})>/, ([, id]) => ({ type: "role", id })],
  [/^<#(\d{1,20})>/, ([, id]) => ({ type: "channel", id })],
  [/^<\/([-_\p{L}\p{N} ]{1,98}):(\d{1,20})>/u, ([, name, id]) => ({ type: "command", name, id })],
  [/^<a?:(\w{2,32}):(\d{1,20})>/, ([, name, id]) => ({ type: "emoji", name, id })],
  [/^<t:(-?\d{1,13})(?::([tTdDfFsSR]))?>/, ([, seconds, style]) => ({ type: "time", seconds: Number(seconds), style: style ?? "f" })],
];

/** Only these open anything. */
export function isWebAddress(text) {
  if (typeof text !== "string" || text.length > MAX_URL || !/^https?:\/\//i.test(text)) return false;
  try {
    return ["http:", "https:"].includes(new URL(text).protocol);
  } catch {
    return false;
  }
}

/** What stands in angle brackets, if it means something. */
export function angle(text, at) {
  const piece = text.slice(at, at + 128);
  for (const [pattern, make] of ANGLES) {
    const found = pattern.exec(piece);
    if (found) return { node: make(found), next: at + found[0].length };
  }
  const found = /^<(https?:\/\/[^\s<>]{1,2048})>/i.exec(text.slice(at, at + MAX_URL + 10));
  if (found && isWebAddress(found[1])) return { node: { type: "link", url: found[1], children: [{ type: "text", text: found[1] }] }, next: at + found[0].length };
  return null;
}

/** `[text](address "title")`; `close` is where the bracket at `at` is closed. */
export function maskedLink(text, at, close, inside) {
  if (close === undefined || text[close + 1] !== "(" || close === at + 1) return null;
  const found = /^\(\s*<?([^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*){0,8})>?(?:\s+"([^"\n]{0,256})")?\s*\)/.exec(text.slice(close + 1, close + MAX_URL + 300));
  if (!found || !isWebAddress(found[1])) return null;
  const label = text.slice(at + 1, close);
  // An address that claims to be another one is shown as it is written.
  if (/https?:\/\//i.test(label) || label.trim() === "") return null;
  return { node: { type: "link", url: found[1], title: found[2], children: inside(label) }, next: close + 1 + found[0].length };
}

/** A bare address, without the punctuation that ends the sentence. */
export function autolink(text, at) {
  if (!text.startsWith("http://", at) && !text.startsWith("https://", at)) return null;
  if (at > 0 && /[\p{L}\p{N}]/u.test(text[at - 1])) return null;
  const found = /^https?:\/\/[^\s<>"|[\]]{1,2048}/.exec(text.slice(at, at + MAX_URL + 8));
  if (!found) return null;
  const url = trimmed(found[0]);
  if (!isWebAddress(url)) return null;
  return { node: { type: "link", url, children: [{ type: "text", text: url }] }, next: at + url.length };
}

function trimmed(url) {
  let end = url.length;
  let depth = 0;
  for (const char of url) depth += char === "(" ? 1 : char === ")" ? -1 : 0;
  for (; end > 0; end -= 1) {
    const last = url[end - 1];
    if (last === ")" && depth < 0) depth += 1;
    else if (!/[.,:;!?'\]*_~]/.test(last)) break;
  }
  return url.slice(0, end);
}
