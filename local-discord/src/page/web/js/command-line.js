// Commands as they are typed. No DOM here, so that it can be tested without a browser.

const CHAT = 1;
const SUBCOMMAND = 1;
const GROUP = 2;

/** What can be run: each command, or each of its subcommands, with the names on the way to it. */
export function leaves(commands) {
  return commands.filter((one) => (one.type ?? CHAT) === CHAT).flatMap((one) => below(one, one.name, one));
}

function below(one, path, command) {
  const options = one.options ?? [];
  const nested = options.filter((option) => option.type === SUBCOMMAND || option.type === GROUP);
  if (nested.length > 0) return nested.flatMap((option) => below(option, `${path} ${option.name}`, command));
  return [{ path, description: one.description ?? "", options, id: command.id, shown: one }];
}

/** The leaves that a beginning means: by the beginning of the path first, then by any part of it. */
export function matching(all, typed) {
  const query = typed.toLowerCase().trimStart();
  const starts = all.filter((leaf) => leaf.path.toLowerCase().startsWith(query));
  return [...starts, ...all.filter((leaf) => !starts.includes(leaf) && leaf.path.toLowerCase().includes(query))];
}

/** `/name option:value other:two words` as a leaf and its options; text before the first option is the first one's. */
export function readLine(line, all) {
  const text = line.replace(/^\//, "");
  const fits = all.filter((leaf) => text === leaf.path || text.startsWith(`${leaf.path} `));
  const leaf = fits.sort((a, b) => b.path.length - a.path.length)[0];
  if (!leaf) return null;
  const rest = text.slice(leaf.path.length).trim();
  const marks = [];
  for (const option of leaf.options) {
    const at = ` ${rest}`.indexOf(` ${option.name}:`);
    if (at >= 0) marks.push({ name: option.name, at, from: at + option.name.length + 1 });
  }
  marks.sort((a, b) => a.at - b.at);
  const options = marks.map((mark, index) => ({ name: mark.name, value: rest.slice(mark.from, marks[index + 1]?.at).trim() })).filter((one) => one.value !== "");
  const leading = rest.slice(0, marks[0]?.at ?? rest.length).trim();
  const first = leaf.options.find((option) => !marks.some((mark) => mark.name === option.name));
  if (leading !== "" && first) options.unshift({ name: first.name, value: leading });
  return { leaf, options: options.map((one) => ({ ...one, value: chosen(leaf, one) })) };
}

/** A choice by its name, a mention as its id; anything else as it was typed. */
function chosen(leaf, { name, value }) {
  const option = leaf.options.find((one) => one.name === name);
  const choice = option?.choices?.find((one) => String(one.value) === value || one.name.toLowerCase() === value.toLowerCase());
  if (choice) return choice.value;
  const id = /^<[@#][!&]?(\d+)>$/.exec(value);
  return id && option?.type >= 6 && option.type <= 9 ? id[1] : value;
}

/** What is wrong with the text of an option, in words; null if nothing is. */
export function fault(option, text) {
  const value = text.trim();
  if (value === "") return option.required ? "This option is required." : null;
  const choices = option.choices ?? [];
  if (choices.length > 0) return choices.some((one) => one.name === value || String(one.value) === value) ? null : "Pick one of the choices.";
  if (option.type === 4 && !/^[+-]?\d{1,16}$/.test(value)) return "Enter a whole number.";
  if (option.type === 10 && !(Number.isFinite(Number(value)) && value !== "")) return "Enter a number.";
  if (option.type === 4 || option.type === 10) return bounds(Number(value), option.min_value, option.max_value, (limit, more) => `Enter ${limit} or ${more ? "more" : "less"}.`);
  if (option.type === 3) return bounds([...value].length, option.min_length, option.max_length ?? 6000, (limit, more) => `Enter at ${more ? "least" : "most"} ${limit} characters.`);
  return null;
}

function bounds(number, least, most, words) {
  if (number < (least ?? -Infinity)) return words(least, true);
  return number > (most ?? Infinity) ? words(most, false) : null;
}
