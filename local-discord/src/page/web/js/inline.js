// Discord's Markdown inside a line or several: emphasis, code, links, mentions, timestamps.
import { angle, autolink, maskedLink } from "./links.js";

const SPANS = { "**": "strong", "*": "em", __: "underline", _: "em", "~~": "strike", "||": "spoiler" };
const WORD = /[\p{L}\p{N}_]/u;
const ESCAPED = /[!-/:-@[-`{-~]/;

/** The nodes of a text. */
export function inline(text, links = true) {
  return new Scanner(text, links).run();
}

class Scanner {
  constructor(text, links) {
    this.text = text;
    this.links = links;
    this.at = 0;
    this.frames = [{ mark: null, children: [] }];
    this.brackets = links ? pairs(text) : null;
    this.ticks = null;
    this.fences = true;
    /** The character before the run of markers that is being read. */
    this.before = " ";
  }

  run() {
    while (this.at < this.text.length) this.step();
    while (this.frames.length > 1) this.abandon();
    return this.frames[0].children;
  }

  step() {
    const { text, at } = this;
    const char = text[at];
    if (char === "\\" && at + 1 < text.length && ESCAPED.test(text[at + 1])) return this.literal(text[at + 1], 2);
    if (char === "`") return this.code();
    if (char === "*" || char === "_" || char === "~" || char === "|") return this.marker(char);
    const node = this.special(char);
    if (node) {
      this.push(node.node);
      this.at = node.next;
      return undefined;
    }
    return this.literal(char, 1);
  }

  special(char) {
    const { text, at } = this;
    if (char === "<") return angle(text, at);
    if (char === "[" && this.links) return maskedLink(text, at, this.brackets.get(at), (inside) => inline(inside, false));
    if (char === "h" && this.links) return autolink(text, at);
    if (char === "@") {
      const word = text.startsWith("@everyone", at) ? "@everyone" : text.startsWith("@here", at) ? "@here" : null;
      return word && { node: { type: "everyone", text: word }, next: at + word.length };
    }
    return null;
  }

  push(node) {
    this.frames.at(-1).children.push(node);
  }

  literal(value, length) {
    const list = this.frames.at(-1).children;
    const last = list.at(-1);
    if (last?.type === "text") last.text += value;
    else list.push({ type: "text", text: value });
    this.at += length;
  }

  /** A run of backticks: a code block, a code span that a run of the same length ends, or just backticks. */
  code() {
    const { text, at } = this;
    let end = at;
    while (text[end] === "`") end += 1;
    if (end - at >= 3 && this.fences) {
      const close = text.indexOf("```", at + 3);
      if (close > at + 3) {
        this.push(codeBlock(text.slice(at + 3, close)));
        this.at = close + 3;
        // The line feed after a block is part of it.
        if (text[this.at] === "\n") this.at += 1;
        return undefined;
      }
      if (close < 0) this.fences = false;
    }
    const close = this.closingTicks(end, end - at);
    if (close < 0) return this.literal(text.slice(at, end), end - at);
    this.push({ type: "code", text: text.slice(end, close).replace(/^ (.*`) $|^ (`.*) $/s, "$1$2") });
    this.at = close + (end - at);
    return undefined;
  }

  /** Runs are found once and passed over as the scan goes on. */
  closingTicks(from, length) {
    if (!this.ticks) {
      this.ticks = new Map();
      for (const run of this.text.matchAll(/`+/g)) {
        const list = this.ticks.get(run[0].length) ?? { next: 0, starts: [] };
        list.starts.push(run.index);
        this.ticks.set(run[0].length, list);
      }
    }
    const list = this.ticks.get(length);
    if (!list) return -1;
    while (list.next < list.starts.length && list.starts[list.next] < from) list.next += 1;
    return list.starts[list.next] ?? -1;
  }

  /** A run of the same character that may open and close spans. */
  marker(char) {
    const { text, at } = this;
    let end = at;
    while (text[end] === char) end += 1;
    let left = end - at;
    this.before = text[at - 1] ?? " ";
    // Long runs are decoration, as in "*****".
    if (left > 3 && !this.frames.some((frame) => frame.mark?.[0] === char)) return this.literal(text.slice(at, end), left);
    while (left > 0) {
      const taken = this.close(char, left, end) || this.open(char, left);
      if (taken === 0) {
        this.literal(text.slice(this.at, end), left);
        return undefined;
      }
      left -= taken;
    }
    return undefined;
  }

  close(char, left, end) {
    const order = left === 2 ? [2, 1] : this.frames.at(-1).mark === char ? [1, 2] : [2, 1];
    for (const size of order) {
      const mark = char.repeat(size);
      if (size > left || !(mark in SPANS)) continue;
      const depth = this.frames.findLastIndex((frame) => frame.mark === mark);
      if (depth < 1 || !this.mayClose(mark, end - left, end)) continue;
      this.swapIfAdjacent(depth);
      while (this.frames.at(-1).mark !== mark) this.abandon();
      const frame = this.frames.at(-1);
      if (frame.children.length === 0) return 0;
      this.frames.pop();
      this.push({ type: SPANS[mark], children: frame.children });
      this.at += size;
      return size;
    }
    return 0;
  }

  /** In `***a** b*` the inner of two spans that open together is the one that closes first. */
  swapIfAdjacent(depth) {
    const [outer, inner] = [this.frames[depth], this.frames[depth + 1]];
    if (!inner || depth + 2 !== this.frames.length || outer.children.length > 0 || outer.mark[0] !== inner.mark[0]) return;
    [outer.mark, inner.mark] = [inner.mark, outer.mark];
  }

  mayClose(mark, start, end) {
    const before = this.text[start - 1] ?? " ";
    if (mark === "*") return !/\s/.test(before);
    if (mark === "_") return !WORD.test(this.text[end] ?? " ");
    return true;
  }

  open(char, left) {
    const { text } = this;
    for (const size of [2, 1]) {
      const mark = char.repeat(size);
      if (size > left || !(mark in SPANS) || this.frames.some((frame) => frame.mark === mark)) continue;
      const after = text[this.at + size];
      if (after === undefined) continue;
      if (mark === "*" && /\s/.test(after)) continue;
      if (mark === "_" && (/\s/.test(after) || WORD.test(this.before))) continue;
      this.frames.push({ mark, children: [] });
      this.at += size;
      return size;
    }
    return 0;
  }

  /** The innermost span stays open: its marker is text. */
  abandon() {
    const { mark, children } = this.frames.pop();
    const at = this.at;
    this.literal(mark, 0);
    for (const child of children) {
      if (child.type === "text") this.literal(child.text, 0);
      else this.push(child);
    }
    this.at = at;
  }
}

function codeBlock(inside) {
  const found = /^([\w+#.-]{1,20})\n([\s\S]+)$/.exec(inside);
  const text = (found ? found[2] : inside).replace(/^\n/, "").replace(/\n$/, "");
  return { type: "code-block", language: found ? found[1] : "", text };
}

/** Where each opening bracket is closed, found in one pass. */
function pairs(text) {
  const found = new Map();
  const open = [];
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === "[") open.push(at);
    else if (text[at] === "]" && open.length > 0) found.set(open.pop(), at);
  }
  return found;
}
