// Forms that the bot opens. Discord docs: components/reference, "Text Input", "Label".
import { button, h, icon } from "./dom.js";
import { markdown } from "./markdown-view.js";
import { menu } from "./select.js";
import { interact } from "./socket.js";
import { own, state } from "./store.js";

const PARAGRAPH = 2;
const MAX_VALUE = 4000;

/** Opens the form of an interaction that was begun on this page, once. */
export function watch() {
  for (const one of state.interactions) {
    if (!one.modal || !own.mine.delete(one.id)) continue;
    show(one);
    return;
  }
}

function show(interaction) {
  const { modal } = interaction;
  const values = new Map();
  const checks = [];
  const fields = (modal.components ?? []).map((part) => field(part, values, checks));
  const error = h("div", { class: "failed", role: "alert" });
  const dialog = h("dialog", { class: "modal", "aria-label": modal.title });
  const submit = h("button", { type: "submit", class: "button primary" }, "Submit");
  const send = async (event) => {
    event.preventDefault();
    error.textContent = "";
    const wrong = checks.map((check) => check()).filter(Boolean);
    if (wrong.length > 0) return wrong[0].focus();
    submit.disabled = true;
    const answer = await interact({ do: "modal", interaction: interaction.id, fields: [...values].map(([id, value]) => ({ id, value: value() })) });
    submit.disabled = false;
    if (answer.ok) dialog.close();
    else error.textContent = answer.error;
    return undefined;
  };
  const form = h(
    "form",
    { on: { submit: send }, novalidate: true },
    h("header", {}, h("h2", {}, modal.title), button({ class: "tool", "aria-label": "Close", on: { click: () => dialog.close() } }, icon("close"))),
    h("div", { class: "modal-fields" }, h("p", { class: "hint" }, `This form goes to ${state.bot.name}.`), fields),
    error,
    h("footer", {}, button({ class: "button secondary", on: { click: () => dialog.close() } }, "Cancel"), submit),
  );
  dialog.append(form);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector(".modal-fields input, .modal-fields textarea, .modal-fields .select")?.focus();
}

/** A row, a label with its component, or a text. */
function field(part, values, checks) {
  if (part.type === 10) return h("div", { class: "markup" }, markdown(part.content));
  if (part.components) return part.components.map((input) => labelled(input, input.label, null, values, checks));
  return part.component ? labelled(part.component, part.label, part.description, values, checks) : null;
}

function labelled(input, label, description, values, checks) {
  const required = input.required ?? true;
  const id = `field-${input.custom_id}`;
  const note = h("div", { class: "failed", id: `${id}-error`, "aria-live": "polite" });
  const box = control(input, id, values, checks, note, required);
  box.setAttribute?.("aria-describedby", `${id}-error`);
  return h("div", { class: "field-of-form" }, h("label", { for: id }, label ?? "", required ? h("span", { class: "required", title: "Required" }, " *") : null), description ? h("div", { class: "hint" }, description) : null, box, note);
}

function control(input, id, values, checks, note, required) {
  switch (input.type) {
    case 4:
      return textInput(input, id, values, checks, note, required);
    case 3:
    case 5:
    case 6:
    case 7:
    case 8:
      return selectInput(input, id, values, checks, note, required);
    case 21:
    case 22:
      return optionGroup(input, id, values, checks, note, required);
    case 23:
      return checkbox(input, id, values);
    default:
      return h("div", { class: "hint" }, `A field of type ${input.type} is not shown here.`);
  }
}

function textInput(input, id, values, checks, note, required) {
  const long = input.style === PARAGRAPH;
  const most = input.max_length ?? MAX_VALUE;
  const least = input.min_length ?? 0;
  const props = { id, maxlength: String(most), placeholder: input.placeholder ?? "", value: input.value ?? "", "aria-required": String(required), ...(long ? { rows: "4" } : { type: "text" }) };
  const box = h(long ? "textarea" : "input", props);
  values.set(input.custom_id, () => box.value);
  checks.push(() => {
    const length = [...box.value].length;
    const wrong = required && length === 0 ? "This field is required." : length > 0 && length < least ? `Enter at least ${least} characters.` : "";
    note.textContent = wrong;
    return wrong ? box : null;
  });
  return box;
}

function selectInput(input, id, values, checks, note, required) {
  let chosen = (input.options ?? []).filter((one) => one.default).map((one) => one.value);
  const least = input.min_values ?? (required ? 1 : 0);
  const face = menu({ ...input, min_values: least }, (now) => { chosen = now; });
  face.id = id;
  values.set(input.custom_id, () => chosen.join(","));
  checks.push(() => {
    const wrong = required && chosen.length < Math.max(least, 1) ? "Choose something." : "";
    note.textContent = wrong;
    return wrong ? face : null;
  });
  return face;
}

/** Radio and checkbox groups. */
function optionGroup(input, id, values, checks, note, required) {
  const type = input.type === 21 ? "radio" : "checkbox";
  const boxes = (input.options ?? []).map((one) => ({ one, box: h("input", { type, name: id, checked: Boolean(one.default) }) }));
  values.set(input.custom_id, () => boxes.filter(({ box }) => box.checked).map(({ one }) => one.value).join(","));
  checks.push(() => {
    const wrong = required && !boxes.some(({ box }) => box.checked) ? "Choose something." : "";
    note.textContent = wrong;
    return wrong ? boxes[0]?.box : null;
  });
  return h("div", { class: "option-group", id, role: "group" }, boxes.map(({ one, box }) => h("label", {}, box, h("span", {}, one.label, one.description ? h("span", { class: "hint" }, ` ${one.description}`) : null))));
}

function checkbox(input, id, values) {
  const box = h("input", { type: "checkbox", id, checked: Boolean(input.default) });
  values.set(input.custom_id, () => String(box.checked));
  return h("div", { class: "option-group" }, box);
}
