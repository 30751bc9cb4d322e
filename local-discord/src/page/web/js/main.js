// Puts the parts together: each is drawn again when what it shows has changed.
import * as composer from "./composer.js";
import * as inspector from "./inspector.js";
import * as log from "./log.js";
import * as members from "./members.js";
import * as modal from "./modal.js";
import * as sidebar from "./sidebar.js";
import * as topbar from "./topbar.js";
import { connect, where } from "./socket.js";
import { keepFocus } from "./dom.js";
import { onChange, state, store, stored } from "./store.js";

const any = (names, ...wanted) => wanted.some((name) => names.has(name));

const area = (id) => document.getElementById(id);

onChange((names) => {
  if (names.has("inspect")) inspector.toggle();
  if (any(names, "connection", "me", "bot", "users", "places", "inspector", "typing", "settings", "reset")) keepFocus(area("top"), topbar.draw);
  if (!state.me) return;
  if (any(names, "places", "me", "bot", "reset")) keepFocus(area("places"), sidebar.draw);
  if (any(names, "people", "me", "bot", "places", "settings", "reset")) keepFocus(area("people"), members.draw);
  if (any(names, "messages", "interactions", "people", "places", "me", "welcome", "more", "settings", "reset", "editing", "replying")) log.draw(names);
  if (any(names, "me", "places", "bot", "reset", "replying", "messages")) composer.draw(names);
  if (names.has("interactions")) modal.watch();
  if (any(names, "inspector", "settings")) keepFocus(area("inspector"), inspector.draw);
  if (names.has("me")) remember();
});

/** A visitor comes back to where they were; each tab may be somebody else. */
function remember() {
  store("user", state.me.id);
  store("channel", state.me.channel);
}

area("shade").addEventListener("click", () => document.body.classList.remove("places-open"));
document.addEventListener("keydown", (event) => event.key === "Escape" && document.body.classList.remove("places-open"));
topbar.applyTheme();
Object.assign(where, { user: stored("user", null), channel: stored("channel", null) });
topbar.draw();
connect();
