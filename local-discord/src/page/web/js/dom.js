// Making elements. Everything that people or bots wrote becomes a text node; nothing is ever parsed as HTML.

const SVG = "http://www.w3.org/2000/svg";

/** An element: `on` holds listeners, `style` CSS properties, `data` data attributes; everything else is an attribute. */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "on") for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    else if (key === "style") for (const [name, text] of Object.entries(value)) element.style.setProperty(name, text);
    else if (key === "data") Object.assign(element.dataset, value);
    else if (key === "value") element.value = value;
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A button that submits nothing. */
export function button(props, ...children) {
  return h("button", { type: "button", ...props }, ...children);
}

/** Puts these children in the place of all others. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
}

const FOCUSABLE = "button, a[href], input, textarea, select, [tabindex]";

/** Draws again what is inside, and puts the focus on what took the place of the element that had it. */
export function keepFocus(container, redraw) {
  const active = document.activeElement;
  if (!active || active === document.body || !container.contains(active)) return redraw();
  const at = [...container.querySelectorAll(FOCUSABLE)].indexOf(active);
  const result = redraw();
  if (!active.isConnected && at >= 0) container.querySelectorAll(FOCUSABLE)[at]?.focus({ preventScroll: true });
  return result;
}

const PATHS = {
  menu: "M4 7h16M4 12h16M4 17h16",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  reply: "M10 8V4l-7 7 7 7v-4c5 0 8 1.5 10.5 5C20 12 16.5 8 10 8z",
  smile: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.5 14.500c1 1.3 2.1 2 3.5 2s2.5-.7 3.5-2M9 9.500h.01M15 9.500h.01",
  clip: "M20 11l-8.5 8.500a5 5 0 0 1-7-7L13 4a3.3 3.3 0 0 1 4.7 4.700L9.5 17a1.6 1.6 0 0 1-2.3-2.300L14.5 7.5",
  send: "M4 12l16-8-5 16-3.5-6.500zM11.5 13.500L20 4",
  close: "M6 6l12 12M18 6L6 18",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.600L7 7M17 17l1.4 1.400M18.4 5.600L17 7M7 17l-1.4 1.4",
  moon: "M20 14.500A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.500z",
  card: "M4 5h16v14H4zM8 9h8M8 13h5",
  pulse: "M3 12h4l3-8 4 16 3-8h4",
  down: "M7 10l5 5 5-5",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  plus: "M12 5v14M5 12h14",
  people: "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c0-3.5 3-6 6.5-6s6.5 2.5 6.5 6M16 4.500a3.5 3.5 0 0 1 0 6M18 14.500c2.2.8 3.5 2.8 3.5 5.5",
};

/** A line drawing that screen readers pass over. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" })) svg.setAttribute(key, value);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** A person's letter on a colour that depends on the id. */
export function avatar(id, name, size = "") {
  let hue = 0;
  for (const digit of String(id)) hue = (hue * 31 + digit.charCodeAt(0)) % 360;
  const letter = [...String(name || "?")][0].toUpperCase();
  return h("span", { class: `avatar ${size}`, "aria-hidden": "true", style: { "--hue": String((hue * 47) % 360) } }, letter);
}
