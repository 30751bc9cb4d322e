// Short notices at the edge of the window.
import { h } from "./dom.js";

const STAYS = 5000;

export function toast(text) {
  const box = h("div", { class: "toast" }, text);
  document.getElementById("toasts").append(box);
  setTimeout(() => box.remove(), STAYS);
}
