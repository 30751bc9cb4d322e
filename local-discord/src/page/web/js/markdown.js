// Discord's Markdown as a tree, blocks first. No DOM here, so that it can be tested without a browser.
// Linear in the length of the text: every marker is looked at once.
import { inline } from "./inline.js";

const HEADING = /^(#{1,3}) +(\S.*)$/;
const SUBTEXT = /^-# +(\S.*)$/;
const ITEM = /^( {0,40})([-*]|\d{1,9}\.) +(\S.*)$/;
const MAX_DEPTH = 8;

/** The tree of a text. `links: false` leaves masked links as they are written. */
export function parse(text, { links = true } = {}) {
  return blocks(String(text ?? "").replaceAll("\r\n", "\n"), links, true);
}

function blocks(text, links, quotes) {
  const lines = text.split("\n");
  const tree = [];
  let plain = [];
  const flush = () => {
    if (plain.length > 0) tree.push({ type: "text-block", children: inline(plain.join("\n"), links) });
    plain = [];
  };
  let fences = true;
  for (let at = 0; at < lines.length; ) {
    const line = lines[at];
    const fence = fences ? line.indexOf("```") : -1;
    const block = fence === 0 ? null : blockAt(lines, at, links, quotes);
    if (block) {
      flush();
      tree.push(block.node);
      at = block.next;
      continue;
    }
    // Lines of a code block belong together, whatever they look like.
    const end = fence < 0 ? at : lastFenceLine(lines, at, fence);
    if (end < 0) fences = false;
    const last = Math.max(end, at);
    plain.push(...lines.slice(at, last + 1));
    at = last + 1;
  }
  flush();
  return tree;
}

function blockAt(lines, at, links, quotes) {
  const line = lines[at];
  if (quotes && line.startsWith(">>> ")) {
    const rest = [line.slice(4), ...lines.slice(at + 1)].join("\n");
    return { node: { type: "quote", children: blocks(rest, links, false) }, next: lines.length };
  }
  if (quotes && line.startsWith("> ")) {
    let end = at;
    while (end < lines.length && (lines[end].startsWith("> ") || lines[end] === ">")) end += 1;
    const inside = lines.slice(at, end).map((one) => one.slice(2)).join("\n");
    return { node: { type: "quote", children: blocks(inside, links, false) }, next: end };
  }
  const heading = HEADING.exec(line);
  if (heading) return { node: { type: "heading", level: heading[1].length, children: inline(heading[2], links) }, next: at + 1 };
  const subtext = SUBTEXT.exec(line);
  if (subtext) return { node: { type: "subtext", children: inline(subtext[1], links) }, next: at + 1 };
  return ITEM.test(line) ? list(lines, at, links) : null;
}

/** Consecutive items, nested by their indentation. */
function list(lines, start, links) {
  const root = { children: [] };
  const open = [];
  let at = start;
  for (; at < lines.length; at += 1) {
    const found = ITEM.exec(lines[at]);
    if (!found) break;
    const [, spaces, mark, text] = found;
    const ordered = mark !== "-" && mark !== "*";
    while (open.length > 0 && spaces.length < open.at(-1).indent) open.pop();
    let level = open.at(-1);
    // A list of the other kind begins anew.
    if (level && level.node.ordered !== ordered && spaces.length <= level.indent + 1) {
      open.pop();
      if (open.length === 0) break;
      level = null;
    }
    const deeper = level && spaces.length > level.indent + 1 && open.length < MAX_DEPTH;
    if (!level || deeper) {
      const above = open.at(-1);
      const parent = above ? above.node.children.at(-1) : root;
      const node = { type: "list", ordered, start: ordered ? Number.parseInt(mark, 10) : 1, children: [] };
      (parent.lists ?? parent.children).push(node);
      level = { indent: spaces.length, node };
      open.push(level);
    }
    level.node.children.push({ type: "item", children: inline(text, links), lists: [] });
  }
  return { node: root.children[0], next: at };
}

/** The line on which the code block that opens at `fence` ends, or -1 if it stays open. */
function lastFenceLine(lines, at, fence) {
  let line = at;
  let from = fence + 3;
  let open = true;
  for (;;) {
    const next = lines[line].indexOf("```", from);
    if (next >= 0) {
      open = !open;
      from = next + 3;
      continue;
    }
    if (!open) return line;
    line += 1;
    from = 0;
    if (line >= lines.length) return -1;
  }
}
