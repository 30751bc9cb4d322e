// Times in the reader's zone and language.

const UNITS = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];
const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
  s: { dateStyle: "short", timeStyle: "short" },
  S: { dateStyle: "short", timeStyle: "medium" },
};

/** A moment in one of Discord's styles. */
export function inStyle(date, style) {
  if (Number.isNaN(date.getTime())) return "Invalid date";
  if (style === "R") return relative(date);
  return new Intl.DateTimeFormat(undefined, STYLES[style] ?? STYLES.f).format(date);
}

function relative(date) {
  const seconds = (date.getTime() - Date.now()) / 1000;
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? UNITS.at(-1);
  return new Intl.RelativeTimeFormat(undefined, { numeric: "auto" }).format(Math.round(seconds / size), unit);
}

export function sameDay(a, b) {
  return a.toDateString() === b.toDateString();
}

export function clock(date) {
  return inStyle(date, "t");
}

/** The time beside a name: today and yesterday by name. */
export function stamp(date) {
  const yesterday = new Date(Date.now() - 86_400_000);
  if (sameDay(date, new Date())) return `Today at ${clock(date)}`;
  return sameDay(date, yesterday) ? `Yesterday at ${clock(date)}` : inStyle(date, "s");
}
