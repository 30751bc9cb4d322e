// The connection: requests with answers, updates, and a new attempt whenever it ends.
import { changed, own, state, take } from "./store.js";

const PATIENCE = 20_000;
let socket = null;
let last = 0;
let delay = 250;
const waiting = new Map();

/** Who looks where, said again after each reconnect. */
export const where = { user: null, channel: null };

export function connect() {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  socket = new WebSocket(`${scheme}://${location.host}/page/socket`);
  socket.addEventListener("open", async () => {
    delay = 250;
    state.connected = true;
    changed("connection");
    const answer = await open(where.user, where.channel);
    // Another server at the same address has other users.
    if (!answer.ok) await open(null, null);
    if (own.inspecting) await request({ do: "inspect", open: true });
  });
  socket.addEventListener("message", (event) => receive(JSON.parse(event.data)));
  socket.addEventListener("close", () => {
    for (const { resolve } of waiting.values()) resolve({ ok: false, error: "The connection to the server was lost." });
    waiting.clear();
    state.connected = false;
    changed("connection");
    setTimeout(connect, delay);
    delay = Math.min(delay * 2, 4000);
  });
}

function receive(frame) {
  if (frame.update) {
    take(frame.update);
    // After a reset the server may have chosen for us.
    if (frame.update.me) Object.assign(where, { user: state.me.id, channel: state.me.channel });
    return;
  }
  const pending = waiting.get(frame.reply);
  waiting.delete(frame.reply);
  pending?.resolve(frame);
}

/** Asks for something: `{ok, result, error}`. Files go after the request, in one binary message. */
export function request(body, files = []) {
  if (socket?.readyState !== WebSocket.OPEN) return Promise.resolve({ ok: false, error: "Not connected to the server." });
  last += 1;
  const id = last;
  const line = JSON.stringify({ id, user: where.user ?? undefined, channel: body.do === "open" ? body.channel : (where.channel ?? undefined), ...body, ...listed(files) });
  socket.send(files.length > 0 ? new Blob([line, "\n", ...files]) : line);
  return new Promise((resolve) => {
    waiting.set(id, { resolve });
    setTimeout(() => {
      if (waiting.delete(id)) resolve({ ok: false, error: "The server did not answer." });
    }, PATIENCE);
  });
}

function listed(files) {
  return files.length > 0 ? { files: files.map((file) => ({ name: file.name, type: file.type, size: file.size })) } : {};
}

/** Looks at a channel as a user; without them the server chooses. */
export function open(user, channel) {
  return request({ do: "open", user: user ?? undefined, channel: channel ?? undefined });
}

/** Does something that the bot is to answer. */
export async function interact(body, files = []) {
  const answer = await request(body, files);
  if (answer.ok && answer.result.interaction) {
    own.mine.add(answer.result.interaction);
    changed("interactions");
  }
  return answer;
}
