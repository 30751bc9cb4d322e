// Select menus: of texts, users, roles, both, and channels; of one or several values.
import { avatar, button, fill, h, icon } from "./dom.js";
import { emoji } from "./components.js";
import { adjust, closePopover, isOpen, openPopover } from "./popover.js";
import { allChannels, state } from "./store.js";

const USERS = 5;
const ROLES = 6;
const BOTH = 7;
const CHANNELS = 8;

/** What a menu offers: `{value, label, description, lead, default}`. */
function offered(menu) {
  const defaults = new Set((menu.default_values ?? []).map((one) => one.id));
  const marked = (list) => list.map((one) => ({ ...one, default: defaults.has(one.value) }));
  const users = () => state.people.members.map((one) => ({ value: one.id, label: one.nick || one.name, description: one.nick ? one.name : "", lead: avatar(one.id, one.name, "tiny") }));
  const roles = () => state.people.roles.map((one) => ({ value: one.id, label: `@${one.name.replace(/^@/, "")}` }));
  switch (menu.type) {
    case USERS:
      return marked(users());
    case ROLES:
      return marked(roles());
    case BOTH:
      return marked([...users(), ...roles()]);
    case CHANNELS:
      return marked(allChannels().filter((one) => !menu.channel_types?.length || menu.channel_types.includes(one.type)).map((one) => ({ value: one.id, label: `#${one.name}`, description: one.guild.name })));
    default:
      return (menu.options ?? []).map((one) => ({ ...one, lead: emoji(one.emoji) }));
  }
}

/** The closed menu; `commit` gets the values when it closes. */
export function menu(given, commit) {
  const most = given.max_values ?? 1;
  const least = given.min_values ?? 1;
  let chosen = offered(given).filter((one) => one.default).map((one) => one.value);
  const face = button({ class: "select", disabled: given.disabled, "aria-haspopup": "listbox", "aria-expanded": "false" });
  const show = () => {
    const labels = offered(given).filter((one) => chosen.includes(one.value)).map((one) => one.label);
    const text = labels.length > 0 ? h("span", { class: "select-text" }, labels.join(", ")) : h("span", { class: "select-text placeholder" }, given.placeholder || "Make a selection");
    fill(face, text, icon("down"));
  };
  const done = (values) => {
    chosen = values;
    show();
    commit(values);
  };
  face.addEventListener("click", () => (isOpen(face) ? closePopover() : openList(face, given, { least, most, chosen, done })));
  show();
  return face;
}

function openList(face, given, { least, most, chosen, done }) {
  const all = offered(given);
  let picked = [...chosen];
  const many = most > 1;
  const finish = () => {
    const same = picked.length === chosen.length && picked.every((one) => chosen.includes(one));
    if (many && !same && picked.length >= least) done(picked);
  };
  const search = all.length > 12 ? h("input", { class: "search", type: "text", placeholder: "Search", "aria-label": "Search" }) : null;
  const list = h("div", { class: "options" });
  openPopover([search, many ? h("div", { class: "menu-title" }, least === most ? `Choose ${most}` : `Choose ${least} to ${Math.min(most, all.length)}`) : null, list], {
    opener: face, role: "listbox", label: given.placeholder || "Options", className: "listbox", width: face.getBoundingClientRect().width, onClose: finish,
  });
  const pick = (value) => {
    if (!many) {
      const again = picked.includes(value) && least === 0;
      closePopover();
      return done(again ? [] : [value]);
    }
    if (picked.includes(value)) picked = picked.filter((one) => one !== value);
    else if (picked.length < most) picked.push(value);
    return draw(value);
  };
  const draw = (focus) => {
    const query = (search?.value ?? "").toLowerCase();
    const shown = all.filter((one) => one.label.toLowerCase().includes(query));
    fill(list, shown.length === 0 ? h("div", { class: "hint pad" }, "Nothing found") : shown.map((one) => option(one, picked, many, pick)));
    if (focus) [...list.children].find((child) => child.dataset.value === focus)?.focus();
  };
  search?.addEventListener("input", () => draw());
  draw();
  adjust();
  (search ?? list.querySelector('[aria-selected="true"]') ?? list.firstElementChild)?.focus();
}

function option(one, picked, many, pick) {
  const on = picked.includes(one.value);
  return button(
    { class: "entry", role: "option", "aria-selected": String(on), "data-entry": true, data: { value: one.value }, on: { click: () => pick(one.value) } },
    one.lead ?? null,
    h("span", { class: "entry-label" }, h("span", {}, one.label), one.description ? h("span", { class: "hint" }, one.description) : null),
    many ? h("span", { class: `check${on ? " on" : ""}`, "aria-hidden": "true" }) : null,
  );
}
