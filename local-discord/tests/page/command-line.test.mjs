// Slash commands as they are typed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fault, leaves, matching, readLine } from "../../src/page/web/js/command-line.js";

const COMMANDS = [
  { type: 1, name: "pay", description: "d", options: [
    { type: 3, name: "job", required: true },
    { type: 3, name: "country", choices: [{ name: "Germany", value: "DE" }] },
    { type: 4, name: "years", min_value: 0, max_value: 50 },
    { type: 6, name: "who" },
  ] },
  { type: 1, name: "list", options: [
    { type: 1, name: "show" },
    { type: 2, name: "admin", options: [{ type: 1, name: "add", options: [{ type: 3, name: "job" }] }] },
  ] },
  { type: 2, name: "Profile" },
  { type: 3, name: "pay" },
];
const ALL = leaves(COMMANDS);

test("what can be run", () => {
  assert.deepEqual(ALL.map((leaf) => leaf.path), ["pay", "list show", "list admin add"]);
});

test("what a beginning means", () => {
  for (const [typed, wanted] of [["", ["pay", "list show", "list admin add"]], ["li", ["list show", "list admin add"]], ["add", ["list admin add"]], ["PA", ["pay"]], ["x", []]]) {
    assert.deepEqual(matching(ALL, typed).map((leaf) => leaf.path), wanted, typed);
  }
});

test("lines that are commands", () => {
  for (const [line, path, options] of [
    ["/pay", "pay", {}],
    ["/pay job:nurse", "pay", { job: "nurse" }],
    ["/pay job:software developer years:3", "pay", { job: "software developer", years: "3" }],
    ["/pay years:3 job:a:b", "pay", { years: "3", job: "a:b" }],
    ["/pay nurse", "pay", { job: "nurse" }],
    ["/pay nurse country:germany", "pay", { job: "nurse", country: "DE" }],
    ["/pay job:x who:<@!12>", "pay", { job: "x", who: "12" }],
    ["/pay job:", "pay", {}],
    ["/list admin add job:cook", "list admin add", { job: "cook" }],
  ]) {
    const found = readLine(line, ALL);
    assert.equal(found?.leaf.path, path, line);
    assert.deepEqual(Object.fromEntries(found.options.map((one) => [one.name, one.value])), options, line);
  }
});

test("lines that are none", () => {
  for (const line of ["/", "/none", "/payment job:x", "/list", "/list admin", "/Profile", "/ pay", "//pay"]) assert.equal(readLine(line, ALL), null, line);
});

test("values", () => {
  const integer = { type: 4, min_value: 0, max_value: 50 };
  const text = { type: 3, min_length: 2, max_length: 4 };
  const choice = { type: 3, choices: [{ name: "Germany", value: "DE" }] };
  for (const [option, value] of [[{ type: 3 }, ""], [{ type: 3, required: true }, "x"], [integer, "0"], [integer, "50"], [text, "ab"], [text, "äöüß"], [choice, "Germany"], [choice, "DE"], [{ type: 10 }, "-1.5"], [{ type: 4 }, "-7"]]) {
    assert.equal(fault(option, value), null, `${JSON.stringify(option)} ${value}`);
  }
  for (const [option, value] of [[{ type: 3, required: true }, ""], [{ type: 3, required: true }, "  "], [integer, "51"], [integer, "-1"], [integer, "1.5"], [integer, "x"], [text, "a"], [text, "abcde"], [choice, "France"], [{ type: 10 }, "x"], [{ type: 10 }, "Infinity"], [{ type: 4 }, "99999999999999999999"]]) {
    assert.match(fault(option, value) ?? "", /\w+.*\.$/, `${JSON.stringify(option)} ${value}`);
  }
});
