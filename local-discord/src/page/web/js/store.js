// What the server told, and what only this page knows.

export const state = {
  connected: false,
  me: null,
  bot: null,
  users: [],
  places: { dm: {}, guilds: [] },
  people: { members: [], roles: [] },
  commands: [],
  interactions: [],
  typing: false,
  welcome: null,
  more: false,
  inspector: { violations: 0 },
  messages: new Map(),
};

/** Settings of this browser, and the state of this visit. */
export const own = {
  embeds: stored("embeds", "on") === "on",
  inspecting: false,
  people: stored("people", "on") === "on",
  editing: null,
  replying: null,
  /** Interactions begun on this page; only these open modals here. */
  mine: new Set(),
  /** Interaction to the custom id of the component that was used. */
  pressed: new Map(),
  /** Channel to its newest message that was in view. */
  seen: new Map(),
  dismissed: new Set(JSON.parse(session("dismissed") ?? "[]")),
};

const listeners = new Set();

/** Calls back after changes, with the names of the parts that changed. */
export function onChange(listener) {
  listeners.add(listener);
}

export function changed(...parts) {
  const names = new Set(parts);
  for (const listener of listeners) listener(names);
}

/** Takes what the server sent. */
export function take(update) {
  const { reset, put = [], gone = [], ...parts } = update;
  if (reset) state.messages.clear();
  Object.assign(state, parts);
  for (const message of put) state.messages.set(message.id, message);
  for (const id of gone) state.messages.delete(id);
  const names = Object.keys(parts);
  if (reset) names.push("reset");
  if (reset || put.length > 0 || gone.length > 0) names.push("messages");
  changed(...names);
}

export function stored(key, otherwise) {
  try {
    return localStorage.getItem(`local-discord.${key}`) ?? otherwise;
  } catch {
    return otherwise;
  }
}

export function store(key, value) {
  try {
    localStorage.setItem(`local-discord.${key}`, value);
  } catch {
    // A browser that keeps nothing still shows the page.
  }
}

function session(key) {
  try {
    return sessionStorage.getItem(`local-discord.${key}`);
  } catch {
    return null;
  }
}

/** A message that only this user sees is gone from this browser, as in Discord's clients. */
export function dismiss(id) {
  own.dismissed.add(id);
  try {
    sessionStorage.setItem("local-discord.dismissed", JSON.stringify([...own.dismissed].slice(-500)));
  } catch {
    // As above.
  }
  changed("messages");
}

/** Ids are numbers too large for a number: the longer one is the greater one. */
export function compareIds(a, b) {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

export function member(id) {
  return state.people.members.find((one) => one.id === id);
}

/** The name that is shown for a user. */
export function nameOf(id, user) {
  const found = member(id);
  return found?.nick || user?.global_name || found?.name || user?.username || state.users.find((one) => one.id === id)?.name || (id === state.bot?.id ? state.bot.name : null);
}

export function allChannels() {
  return state.places.guilds.flatMap((guild) => guild.channels.map((channel) => ({ ...channel, guild })));
}

export function channel(id) {
  return allChannels().find((one) => one.id === id);
}

/** The channel in view; in a DM it has the bot's name. */
export function here() {
  return channel(state.me?.channel) ?? { id: state.me?.channel, name: state.bot?.name ?? "", dm: true };
}
