// What can be offered for an option, by its type. Discord docs: interactions/application-commands, "Option Type".
import { avatar } from "./dom.js";
import { localized } from "./menus.js";
import { request } from "./socket.js";
import { allChannels, state } from "./store.js";

export const kind = { STRING: 3, INTEGER: 4, BOOLEAN: 5, USER: 6, CHANNEL: 7, ROLE: 8, MENTIONABLE: 9, NUMBER: 10, ATTACHMENT: 11 };

export function users() {
  return state.people.members.map((one) => ({ value: one.id, label: one.nick || one.name, detail: one.nick ? one.name : "", lead: avatar(one.id, one.name, "tiny") }));
}

function roles() {
  return state.people.roles.map((one) => ({ value: one.id, label: `@${one.name.replace(/^@/, "")}` }));
}

function channels(option) {
  const fits = (one) => !option.channel_types?.length || option.channel_types.includes(one.type);
  return allChannels().filter(fits).map((one) => ({ value: one.id, label: `#${one.name}`, detail: one.guild.name }));
}

/** What does not need the bot; null where nothing is offered. */
function fixed(option) {
  if (option.choices?.length > 0) return option.choices.map((one) => ({ value: one.value, label: localized(one) }));
  switch (option.type) {
    case kind.BOOLEAN:
      return [{ value: true, label: "True" }, { value: false, label: "False" }];
    case kind.USER:
      return users();
    case kind.CHANNEL:
      return channels(option);
    case kind.ROLE:
      return roles();
    case kind.MENTIONABLE:
      return [...users(), ...roles()];
    default:
      return null;
  }
}

/** Whether only an offered value will do. */
export function isClosed(option) {
  return option.choices?.length > 0 || [kind.BOOLEAN, kind.USER, kind.CHANNEL, kind.ROLE, kind.MENTIONABLE].includes(option.type);
}

/** Items that fit what is typed. */
export function offered(option, typed) {
  const query = typed.trim().toLowerCase().replace(/^[@#]/, "");
  return (fixed(option) ?? []).filter((item) => item.label.toLowerCase().includes(query));
}

/** What the bot offers: `{items}` or `{error}`. */
export async function fromBot(leaf, option, options) {
  const answer = await request({ do: "autocomplete", command: leaf.path, options, focused: option.name });
  if (!answer.ok) return { error: answer.error };
  return { items: answer.result.choices.map((one) => ({ value: one.value, label: localized(one) })) };
}
