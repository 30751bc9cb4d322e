// Right: who is here.
import { avatar, button, fill, h } from "./dom.js";
import { userMenu } from "./menus.js";
import { here, own, state } from "./store.js";
import { appTag } from "./message.js";

const box = document.getElementById("people");

export function draw() {
  box.hidden = Boolean(here().dm) || !own.people;
  const { members, roles } = state.people;
  const groups = new Map();
  for (const one of members) {
    const role = roles.filter((other) => one.roles?.includes(other.id)).at(-1);
    const title = one.bot ? "Apps" : (role?.name ?? "Members");
    groups.set(title, [...(groups.get(title) ?? []), one]);
  }
  // Roles first, then everybody else, the bots last.
  const rank = (title) => ["Members", "Apps"].indexOf(title);
  const ordered = [...groups].sort(([a], [b]) => rank(a) - rank(b));
  fill(box, ordered.map(([title, list]) => h("section", {}, h("h2", {}, `${title} — ${list.length}`), list.map(person))));
}

function person(one) {
  const name = one.nick || one.name;
  const offline = one.bot && one.id === state.bot?.id && !state.bot.online;
  return button(
    { class: `person${offline ? " away" : ""}`, "aria-haspopup": "menu", on: { click: (event) => userMenu({ id: one.id, username: one.name, bot: one.bot }, event.currentTarget) } },
    avatar(one.id, name, "small"),
    h("span", { class: "person-name" }, name),
    one.bot ? appTag() : null,
    one.owner ? h("span", { class: "hint" }, "owner") : null,
    one.id === state.me?.id ? h("span", { class: "hint" }, "you") : null,
  );
}
