// A line as a person types it: a message, or a slash command with its options.
import { leaves, readLine } from "./command-line.js";
import { interact, request } from "./socket.js";
import { state } from "./store.js";

export function slashCommands() {
  return leaves(state.commands);
}

/** `@name` of somebody who is here becomes a mention. */
export function withMentions(text) {
  const people = [...state.people.members].sort((a, b) => b.name.length - a.name.length);
  return text.replace(/(^|[\s(])@([^\s@,;:!?]{1,32})/g, (whole, before, name) => {
    const found = people.find((one) => one.name === name || one.nick === name);
    return found ? `${before}<@${found.id}>` : whole;
  });
}

/** Sends a line; `/name option:value` runs the command if there is one of that name. */
export async function sendText(text, { replyTo = null, files = [] } = {}) {
  const line = text.trim();
  const command = files.length === 0 && line.startsWith("/") ? readLine(line, slashCommands()) : null;
  if (command) return interact({ do: "slash", command: command.leaf.path, options: command.options });
  return request({ do: "say", content: withMentions(line), reply_to: replyTo }, files);
}
