// The card that invites to try the bot: large in an empty channel, small above messages.
import { button, h, icon } from "./dom.js";
import { pin } from "./log.js";
import { markdown } from "./markdown-view.js";
import { sendText } from "./send.js";
import { state } from "./store.js";
import { toast } from "./toast.js";

export function welcome() {
  const card = state.welcome;
  if (!card) return null;
  const run = async (text) => {
    const answer = await sendText(text);
    if (answer.ok) pin();
    else toast(answer.error);
  };
  const example = (text) => button({ class: "example", disabled: !state.me?.send, on: { click: () => run(text) } }, h("span", {}, markdown(text)), icon("send"));
  return h("section", { class: `welcome${state.messages.size > 0 ? " small" : ""}`, "aria-label": card.title }, h("h2", {}, card.title), h("div", { class: "markup" }, markdown(card.text)), h("div", { class: "examples" }, card.examples.map(example)));
}
