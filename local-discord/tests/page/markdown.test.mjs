// Discord's Markdown, parsed: `node --test local-discord/tests/page/`.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "../../src/page/web/js/markdown.js";
import { isWebAddress } from "../../src/page/web/js/links.js";

/** A tree as one line: b(…) for strong, i(…) for em, and so on. */
const SHORT = { strong: "b", em: "i", underline: "u", strike: "s", spoiler: "spoiler", quote: "quote", subtext: "sub" };
function show(nodes) {
  return nodes.map(one).join("");
}
function one(node) {
  switch (node.type) {
    case "text": return node.text;
    case "text-block": return show(node.children);
    case "heading": return `h${node.level}(${show(node.children)})`;
    case "list": return `${node.ordered ? `ol${node.start}` : "ul"}(${node.children.map((item) => `[${show(item.children)}${show(item.lists)}]`).join("")})`;
    case "code": return `code(${node.text})`;
    case "code-block": return `pre${node.language && `:${node.language}`}(${node.text})`;
    case "link": return `a{${node.url}${node.title ? `|${node.title}` : ""}}(${show(node.children)})`;
    case "time": return `time(${node.seconds}:${node.style})`;
    case "user": case "role": case "channel": return `${node.type}(${node.id})`;
    case "command": return `command(${node.name}:${node.id})`;
    case "emoji": return `emoji(${node.name})`;
    case "everyone": return `everyone(${node.text})`;
    default: return `${SHORT[node.type]}(${show(node.children)})`;
  }
}

const CASES = {
  emphasis: [
    ["**a**", "b(a)"], ["*a*", "i(a)"], ["_a_", "i(a)"], ["__a__", "u(a)"], ["~~a~~", "s(a)"], ["||a||", "spoiler(a)"],
    ["***a***", "b(i(a))"], ["***a** b*", "i(b(a) b)"], ["**a *b***", "b(a i(b))"], ["__**a**__", "u(b(a))"], ["**a\nb**", "b(a\nb)"],
    ["*a **b** c*", "i(a b(b) c)"], ["a*b*c", "ai(b)c"], ["___a___", "u(i(a))"], ["**a** and **b**", "b(a) and b(b)"], ["|| **x** ||", "spoiler( b(x) )"],
  ],
  "not emphasis": [
    ["* a*b", "ul([a*b])"], ["2 * 3 * 4", "2 * 3 * 4"], ["snake_case_name", "snake_case_name"], ["**a", "**a"], ["a**", "a**"], ["****", "****"],
    ["||||", "||||"], ["**a *b** c*", "b(a *b) c*"], ["\\*a\\*", "*a*"], ["\\_a_", "_a_"], ["~a~", "~a~"], ["|a|", "|a|"], ["_a_b", "_a_b"],
    ["*****", "*****"], ["\\**a*", "*i(a)"], ["a \\", "a \\"], ["__", "__"], ["*a\n", "*a\n"],
  ],
  code: [
    ["`a`", "code(a)"], ["``a`b``", "code(a`b)"], ["`**a**`", "code(**a**)"], ["`` `a` ``", "code(`a`)"], ["```rust\nfn a() {}\n```", "pre:rust(fn a() {})"],
    ["```\na\n```", "pre(a)"], ["```a```", "pre(a)"], ["x ```y``` z", "x pre(y) z"], ["```\n# a\n> b\n```", "pre(# a\n> b)"], ["```js\n```", "pre(js)"],
    ["`a", "`a"], ["``a`", "``a`"], ["```a", "```a"], ["a ` b", "a ` b"], ["```\nopen\n# h", "```\nopenh1(h)"],
  ],
  blocks: [
    ["# a", "h1(a)"], ["## a", "h2(a)"], ["### **a**", "h3(b(a))"], ["-# small", "sub(small)"], ["> a", "quote(a)"], ["> a\n> b\nc", "quote(a\nb)c"],
    [">>> a\nb", "quote(a\nb)"], ["> # a", "quote(h1(a))"], ["- a\n- b", "ul([a][b])"], ["1. a\n2. b", "ol1([a][b])"], ["7. a", "ol7([a])"],
    ["- a\n  - b\n- c", "ul([aul([b])][c])"], ["- a\n  1. b", "ul([aol1([b])])"], ["a\n- b\nc", "aul([b])c"], ["- a\n1. b", "ul([a])ol1([b])"], ["- a\n  1. b\n  - c\n- d", "ul([aol1([b])ul([c])][d])"], ["> a\n>\n> b", "quote(a\n\nb)"],
    ["#### a", "#### a"], ["#a", "#a"], ["# ", "# "], [">a", ">a"], ["-a", "-a"], ["a # b", "a # b"], ["1.a", "1.a"], ["-#a", "-#a"], ["a > b", "a > b"], ["\\# a", "# a"],
  ],
  links: [
    ["[a](https://e.org)", "a{https://e.org}(a)"], ['[a](https://e.org "t")', "a{https://e.org|t}(a)"], ["[**a**](http://e.org)", "a{http://e.org}(b(a))"],
    ["https://e.org/a_b_c", "a{https://e.org/a_b_c}(https://e.org/a_b_c)"], ["(https://e.org).", "(a{https://e.org}(https://e.org))."],
    ["<https://e.org>", "a{https://e.org}(https://e.org)"], ["https://e.org/a_(b)", "a{https://e.org/a_(b)}(https://e.org/a_(b))"], ["[a](<https://e.org>)", "a{https://e.org}(a)"],
    ["[a](https://e.org/x_(y))", "a{https://e.org/x_(y)}(a)"],
    ["[a](javascript:alert)", "[a](javascript:alert)"], ["[a](data:text/html,x)", "[a](data:text/html,x)"], ["[a](//e.org)", "[a](//e.org)"], ["[a]", "[a]"],
    ["[](https://e.org)", "[](a{https://e.org}(https://e.org))"], ["<javascript:x>", "<javascript:x>"], ["[https://a.org](https://b.org)", "[a{https://a.org}(https://a.org)](a{https://b.org}(https://b.org))"],
    ["http://", "http://"], ["xhttps://e.org", "xhttps://e.org"], ["\\[a](b)", "[a](b)"], ["[a] (https://e.org)", "[a] (a{https://e.org}(https://e.org))"],
  ],
  mentions: [
    ["<@1>", "user(1)"], ["<@!1>", "user(1)"], ["<@&1>", "role(1)"], ["<#1>", "channel(1)"], ["</a b:1>", "command(a b:1)"], ["<:ok:1>", "emoji(ok)"], ["<a:ok:1>", "emoji(ok)"],
    ["<t:1>", "time(1:f)"], ["<t:1:R>", "time(1:R)"], ["<t:-5:D>", "time(-5:D)"], ["@everyone", "everyone(@everyone)"], ["@here", "everyone(@here)"],
    ["<@a>", "<@a>"], ["<@>", "<@>"], ["<t:1:x>", "<t:1:x>"], ["<t:>", "<t:>"], ["< @1>", "< @1>"], ["</a:b>", "</a:b>"], ["<#1", "<#1"], ["`<@1>`", "code(<@1>)"], ["\\<@1>", "<@1>"],
    ["@somebody", "@somebody"], ["<script>alert(1)</script>", "<script>alert(1)</script>"],
  ],
};

for (const [name, cases] of Object.entries(CASES)) {
  test(name, () => {
    for (const [text, wanted] of cases) assert.equal(show(parse(text)), wanted, JSON.stringify(text));
  });
}

test("without links", () => {
  assert.equal(show(parse("[a](https://e.org)", { links: false })), "[a](https://e.org)");
});

test("only web addresses open", () => {
  for (const good of ["https://e.org", "http://e.org/a?b#c", "HTTPS://E.ORG"]) assert.ok(isWebAddress(good), good);
  for (const bad of ["", "e.org", "javascript:alert(1)", "JavaScript://e.org", "data:,x", "file:///a", " https://e.org", "https://", "http://[", undefined, 1]) assert.ok(!isWebAddress(bad), String(bad));
});

/** Steps grow with the length: ten times the text may not take a hundred times as long. Counted by nodes and by ending at all. */
test("hostile texts end", () => {
  const n = 20_000;
  const hostile = ["*", "_", "`", "[", "]", "(", "<", ">", "|", "~", "\\", "**a", "*a ", "_a ", "||a", "[a](", "<@", "<t:", "```", "``` `", "> ", "- ", "#", "\n", "http://", "[[a](https://e.org)", "** *_ ", "`a``b", "  - a\n", "1. a\n"];
  for (const piece of hostile) {
    const text = piece.repeat(n);
    const tree = parse(text);
    assert.ok(Array.isArray(tree) && show(tree).length > 0, JSON.stringify(piece));
  }
});

test("deep nesting stays shallow", () => {
  const depth = (nodes) => nodes.reduce((most, node) => Math.max(most, 1 + depth([...(node.children ?? []), ...(node.lists ?? [])])), 0);
  const items = Array.from({ length: 60 }, (_, at) => `${" ".repeat(Math.min(2 * at, 40))}- x`).join("\n");
  for (const text of [items, "> ".repeat(500) + "a", "**_~~||__*".repeat(200) + "a"]) assert.ok(depth(parse(text)) < 40, text.slice(0, 20));
});
