// Lists that open beside something: menus, and what select menus offer. One at a time; arrows, Enter and Escape work.
import { fill, h } from "./dom.js";

let current = null;

export function closePopover(focus = true) {
  if (!current) return;
  const { box, opener, onClose } = current;
  current = null;
  box.remove();
  opener?.setAttribute?.("aria-expanded", "false");
  if (focus) opener?.focus?.();
  onClose?.();
}

export function isOpen(opener) {
  return current?.opener === opener;
}

/** Opens a box at an element or at a point. */
export function openPopover(content, { at, opener, role = "menu", label, className = "", onClose, width } = {}) {
  closePopover(false);
  const box = h("div", { class: `popover ${className}`, role, "aria-label": label }, content);
  // An open dialog is above everything else, so that its lists must be inside it.
  (opener?.closest?.("dialog") ?? document.body).append(box);
  current = { box, opener, onClose, free: Boolean(at) };
  opener?.setAttribute?.("aria-expanded", "true");
  place(box, at ?? opener.getBoundingClientRect(), width);
  box.addEventListener("keydown", keys);
  return box;
}

/** Puts the open list in its place again, once it has its size. */
export function adjust() {
  if (current?.opener && !current.free) place(current.box, current.opener.getBoundingClientRect());
}

function place(box, at, width) {
  if (width) box.style.setProperty("min-width", `${width}px`);
  const { innerWidth, innerHeight } = window;
  const size = box.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.left ?? at.x, innerWidth - size.width - 8));
  const below = (at.bottom ?? at.y) + 4;
  const above = (at.top ?? at.y) - size.height - 4;
  const top = below + size.height <= innerHeight - 8 || above < 8 ? Math.min(below, Math.max(8, innerHeight - size.height - 8)) : above;
  box.style.setProperty("left", `${left}px`);
  box.style.setProperty("top", `${top}px`);
}

function entries(box) {
  return [...box.querySelectorAll("[data-entry]:not([disabled])")];
}

function keys(event) {
  const list = entries(event.currentTarget);
  const at = list.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? list.length - 1 : at - 1, Home: 0, End: list.length - 1 }[event.key];
  if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    closePopover();
  } else if (to !== undefined && list.length > 0) {
    event.preventDefault();
    list[(to + list.length) % list.length].focus();
  }
}

document.addEventListener("pointerdown", (event) => {
  if (current && !current.box.contains(event.target) && !current.opener?.contains?.(event.target)) closePopover(false);
});
window.addEventListener("resize", () => closePopover(false));
// A list goes along with what it belongs to, until that is out of sight.
document.addEventListener("scroll", (event) => {
  if (!current || event.target.id !== "log" || !event.target.contains(current.opener) || current.free) return;
  const [opener, log] = [current.opener.getBoundingClientRect(), event.target.getBoundingClientRect()];
  if (opener.bottom < log.top || opener.top > log.bottom) closePopover(false);
  else adjust();
}, true);

/** A menu of sections: `{title, items: [{label, run, danger, icon, detail, checked}]}`. */
export function openMenu(sections, options) {
  const box = openPopover([], options);
  const shown = sections.filter((section) => section.items.length > 0);
  const item = ({ label, run, danger, detail, lead, checked }) =>
    h(
      "button",
      {
        type: "button", role: checked === undefined ? "menuitem" : "menuitemradio", "aria-checked": checked === undefined ? null : String(checked), class: `entry${danger ? " danger" : ""}`, "data-entry": true,
        on: {
          click: () => {
            closePopover();
            run();
          },
        },
      },
      lead ?? null,
      h("span", { class: "entry-label" }, label),
      detail ? h("span", { class: "hint" }, detail) : null,
    );
  fill(box, shown.map((section) => h("div", { class: "section-of-menu", role: "group", "aria-label": section.title ?? null }, section.title ? h("div", { class: "menu-title" }, section.title) : null, section.items.map(item))));
  place(box, options.at ?? options.opener.getBoundingClientRect(), options.width);
  (box.querySelector('[aria-checked="true"]') ?? entries(box)[0])?.focus();
}
