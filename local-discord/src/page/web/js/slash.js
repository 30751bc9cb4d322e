// A slash command that is being filled in: its name and a field for each option.
import { button, fill, h, icon } from "./dom.js";
import { fromBot, isClosed, kind, offered } from "./choices.js";
import { fault } from "./command-line.js";
import { localized } from "./menus.js";
import { interact } from "./socket.js";

const PAUSE = 200;

export class CommandForm {
  /** `leave` is called when it is done or given up. */
  constructor(leaf, suggest, leave) {
    this.leaf = leaf;
    this.suggest = suggest;
    this.leave = leave;
    this.pills = [];
    this.hint = h("div", { class: "option-hint", "aria-live": "polite" });
    this.list = h("div", { class: "pills" });
    this.extra = h("div", { class: "extra" });
    this.element = h("div", { class: "command-form", role: "group", "aria-label": `Command /${leaf.path}` }, h("span", { class: "command-name" }, `/${leaf.path}`), this.list, this.extra);
    for (const option of leaf.options.filter((one) => one.required)) this.add(option);
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.refresh();
  }

  start(values = []) {
    for (const { name, value } of values) {
      const option = this.leaf.options.find((one) => one.name === name);
      if (!option) continue;
      const pill = this.pills.find((one) => one.option === option) ?? this.add(option);
      const known = offered(option, "").find((item) => item.value === value);
      pill.set(known ?? { value, label: String(value) }, !known);
    }
    const first = this.pills.find((pill) => pill.empty) ?? this.pills[0];
    if (first) first.focus();
    else {
      // A command without options still needs something that takes Enter and Escape.
      this.element.tabIndex = 0;
      this.element.focus();
      this.tell(this.leaf.description);
    }
  }

  add(option) {
    const pill = new Pill(option, this);
    this.pills.push(pill);
    this.list.append(pill.element);
    this.refresh();
    return pill;
  }

  remove(pill) {
    const at = this.pills.indexOf(pill);
    this.pills.splice(at, 1);
    pill.element.remove();
    this.refresh();
    (this.pills[at - 1] ?? this.pills[0] ?? { focus: () => this.element.focus() }).focus();
  }

  refresh() {
    const rest = this.leaf.options.filter((option) => !this.pills.some((pill) => pill.option === option));
    const chip = (option) => button({ class: "chip", title: option.description, on: { click: () => this.add(option).focus() } }, icon("plus"), localized(option));
    fill(this.extra, rest.map(chip));
  }

  tell(text, wrong = false) {
    this.hint.classList.toggle("wrong", wrong);
    this.hint.textContent = text ?? "";
  }

  next(pill) {
    const after = [...this.pills.slice(this.pills.indexOf(pill) + 1), ...this.pills].find((one) => one !== pill && one.option.required && one.empty);
    if (after) after.focus();
    else pill.focus(false);
  }

  key(event) {
    if (event.defaultPrevented || event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey && !event.target.closest("button")) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape" || (event.key === "Backspace" && event.target === this.element)) {
      event.preventDefault();
      this.leave(true);
    }
  }

  /** Values so far, for the bot's choices. */
  partial(focused) {
    return this.pills.filter((pill) => pill === focused || !pill.empty).filter((pill) => pill.option.type !== kind.ATTACHMENT).map((pill) => ({ name: pill.option.name, value: pill === focused ? pill.text : pill.value }));
  }

  async submit() {
    const wrong = this.pills.filter((pill) => pill.check());
    if (wrong.length > 0) {
      wrong[0].focus(false);
      return this.tell(`${localized(wrong[0].option)}: ${wrong[0].check()}`, true);
    }
    const files = [];
    const options = this.pills.filter((pill) => !pill.empty).map((pill) => {
      if (!pill.file) return { name: pill.option.name, value: pill.value };
      files.push(pill.file);
      return { name: pill.option.name, value: { file: files.length - 1 } };
    });
    const answer = await interact({ do: "slash", command: this.leaf.path, options }, files);
    return answer.ok ? this.leave(false) : this.tell(answer.error, true);
  }
}

/** One option's field. */
class Pill {
  constructor(option, form) {
    this.option = option;
    this.form = form;
    this.chosen = null;
    this.file = null;
    this.asked = 0;
    this.input = option.type === kind.ATTACHMENT ? this.filePicker() : this.field();
    this.element = h("label", { class: "pill", title: option.description }, h("span", { class: "pill-name" }, localized(option)), this.input);
  }

  field() {
    const input = h("input", {
      type: "text", size: "4", autocomplete: "off", spellcheck: "false", role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list",
      "aria-label": `${localized(this.option)}: ${this.option.description ?? ""}`, "aria-required": String(Boolean(this.option.required)),
    });
    input.addEventListener("input", () => {
      this.chosen = null;
      this.resize();
      this.offer();
    });
    input.addEventListener("focus", () => {
      this.form.tell(`${localized(this.option)}: ${this.option.description ?? ""}`);
      if (!this.quiet) this.offer();
      this.quiet = false;
    });
    input.addEventListener("blur", () => {
      this.form.suggest.hide();
      this.mark(this.text === "" ? null : this.check());
    });
    input.addEventListener("keydown", (event) => this.key(event));
    return input;
  }

  filePicker() {
    const input = h("input", { type: "file", "aria-label": this.option.name });
    input.addEventListener("change", () => {
      this.file = input.files[0] ?? null;
      this.mark(null);
    });
    return input;
  }

  key(event) {
    if (this.form.suggest.key(event)) return;
    if (event.key === "Backspace" && this.text === "" && !event.repeat) {
      event.preventDefault();
      if (this.option.required) this.form.leave(true);
      else this.form.remove(this);
    }
  }

  resize() {
    this.input.size = Math.max(4, Math.min(this.input.value.length + 1, 40));
  }

  focus(offer = true) {
    this.quiet = !offer;
    this.input.focus();
  }

  set(item, free = false) {
    if (this.option.type === kind.ATTACHMENT) return;
    this.chosen = free ? null : item;
    this.input.value = item.label;
    this.resize();
    this.mark(null);
  }

  get text() {
    return this.option.type === kind.ATTACHMENT ? "" : this.input.value;
  }

  get empty() {
    return this.option.type === kind.ATTACHMENT ? !this.file : this.text.trim() === "";
  }

  get value() {
    if (this.chosen && this.chosen.label === this.text) return this.chosen.value;
    const only = isClosed(this.option) ? offered(this.option, this.text).find((item) => item.label.toLowerCase() === this.text.trim().toLowerCase()) : null;
    return only ? only.value : this.text.trim();
  }

  /** What is wrong with it, or null. */
  check() {
    if (this.option.type === kind.ATTACHMENT) return this.option.required && !this.file ? "This option is required." : null;
    if (this.chosen && this.chosen.label === this.text) return null;
    if (!this.empty && isClosed(this.option)) {
      const taken = offered(this.option, this.text).some((item) => item.value === this.value);
      return taken ? null : "Pick one of the choices.";
    }
    return fault(this.option, this.text);
  }

  mark(wrong) {
    this.element.classList.toggle("wrong", Boolean(wrong));
    this.input.setAttribute("aria-invalid", String(Boolean(wrong)));
  }

  offer() {
    const pick = (item) => {
      this.set(item);
      this.form.next(this);
    };
    const title = localized(this.option);
    if (this.option.autocomplete) return this.ask(title, pick);
    const items = offered(this.option, this.chosen ? "" : this.text);
    const note = isClosed(this.option) ? "No choice fits." : undefined;
    if (items.length > 0 || note) this.form.suggest.show(items, { title, input: this.input, pick, note });
    else this.form.suggest.hide();
    return undefined;
  }

  /** Asks the bot after a pause; answers to what is no longer typed are dropped. */
  ask(title, pick) {
    this.asked += 1;
    const asked = this.asked;
    clearTimeout(this.timer);
    this.timer = setTimeout(async () => {
      const found = await fromBot(this.form.leaf, this.option, this.form.partial(this));
      if (asked !== this.asked || document.activeElement !== this.input) return;
      this.form.suggest.show(found.items ?? [], { title, input: this.input, pick, note: found.error ?? "No options match your search." });
    }, PAUSE);
  }
}
