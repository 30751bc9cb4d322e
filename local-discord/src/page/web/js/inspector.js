// The drawer for the bot's author: rules that were broken, requests, gateway.
import { button, fill, h, icon } from "./dom.js";
import { request } from "./socket.js";
import { changed, own, state } from "./store.js";

const box = document.getElementById("inspector");
const OPCODES = { 1: "Heartbeat", 2: "Identify", 3: "Presence update", 4: "Voice state update", 6: "Resume", 8: "Request guild members" };

export async function toggle() {
  own.inspecting = !own.inspecting;
  box.hidden = !own.inspecting;
  document.body.classList.toggle("inspecting", own.inspecting);
  changed("settings");
  await request({ do: "inspect", open: own.inspecting });
}

export function draw() {
  if (!own.inspecting) return;
  const { violations, broken = [], requests = [], gateway = [] } = state.inspector;
  fill(
    box,
    h("header", {}, h("h2", {}, "What the bot did"), button({ class: "tool", "aria-label": "Close", on: { click: () => changed("inspect") } }, icon("close"))),
    h("h3", {}, `Broken rules — ${violations}`),
    broken.length === 0 ? h("p", { class: "hint" }, "None. Discord would have taken everything.") : broken.map(violation),
    h("h3", {}, "Requests, newest first"),
    requests.length === 0 ? h("p", { class: "hint" }, "None yet.") : h("ol", { class: "lines" }, requests.map(line)),
    h("h3", {}, "Gateway payloads, newest first"),
    gateway.length === 0 ? h("p", { class: "hint" }, "None yet.") : h("ol", { class: "lines" }, gateway.map(({ op }) => h("li", {}, h("code", {}, `op ${op}`), ` ${OPCODES[op] ?? ""}`))),
  );
}

function violation(one) {
  return h(
    "div",
    { class: "violation" },
    h("div", {}, h("b", {}, String(one.code)), ` ${one.message}`),
    h("code", {}, `${one.method} ${one.path}`),
    one.errors.length > 0 ? h("ul", {}, one.errors.map((error) => h("li", {}, h("code", {}, error.path || "(body)"), ` ${error.message}`))) : null,
  );
}

function line(one) {
  const seconds = (one.at / 1000).toFixed(1);
  return h("li", { class: one.status >= 400 ? "bad" : "" }, h("span", { class: "hint" }, `${seconds} s`), h("code", {}, ` ${one.method} ${one.path} `), h("b", {}, String(one.status)), one.refusal ? h("div", { class: "hint" }, one.refusal) : null);
}
