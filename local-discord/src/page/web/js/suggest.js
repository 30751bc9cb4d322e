// The list above the composer: commands, choices, people. The focus stays in the field; arrows move the mark.
import { fill, h } from "./dom.js";

const MOST = 25;

export class Suggest {
  constructor() {
    this.element = h("div", { class: "suggest", role: "listbox", id: "suggest", "aria-label": "Suggestions", hidden: true });
    this.items = [];
    this.at = 0;
    // A press must not take the focus from the field.
    this.element.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  get open() {
    return !this.element.hidden;
  }

  /** Shows items `{label, detail, hint, lead}`; `pick` gets the one that is taken. */
  show(items, { title, input, pick, note }) {
    this.items = items.slice(0, MOST);
    this.pick = pick;
    this.input = input;
    this.at = 0;
    const empty = this.items.length === 0;
    this.element.hidden = empty && !note;
    fill(this.element, title ? h("div", { class: "menu-title" }, title) : null, empty && note ? h("div", { class: "hint pad" }, note) : null, this.items.map((item, at) => this.option(item, at)));
    input.setAttribute("aria-controls", "suggest");
    this.expanded();
    this.mark(0);
  }

  /** Only a combobox is expanded; a text area just names the marked option. */
  expanded() {
    if (this.input?.getAttribute("role") === "combobox") this.input.setAttribute("aria-expanded", String(this.open));
  }

  option(item, at) {
    return h(
      "div",
      { class: "entry", role: "option", id: `suggest-${at}`, on: { click: () => this.take(at), pointermove: () => this.at !== at && this.mark(at) } },
      item.lead ?? null,
      h("span", { class: "entry-label" }, h("span", {}, item.label), item.detail ? h("span", { class: "hint" }, item.detail) : null),
      item.hint ? h("span", { class: "hint side" }, item.hint) : null,
    );
  }

  mark(at) {
    this.at = at;
    const options = [...this.element.querySelectorAll('[role="option"]')];
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    options[at]?.scrollIntoView({ block: "nearest" });
    if (options[at]) this.input?.setAttribute("aria-activedescendant", options[at].id);
    else this.input?.removeAttribute("aria-activedescendant");
  }

  hide() {
    this.element.hidden = true;
    this.items = [];
    this.input?.removeAttribute("aria-activedescendant");
    this.expanded();
  }

  take(at = this.at) {
    const item = this.items[at];
    if (!item) return false;
    this.hide();
    this.pick(item);
    return true;
  }

  /** Whether the list took the key. */
  key(event) {
    if (!this.open || event.isComposing) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.items.length > 0) this.mark((this.at + step + this.items.length) % this.items.length);
    else if (event.key === "Escape") this.hide();
    else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey && this.items.length > 0) this.take();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }
}
