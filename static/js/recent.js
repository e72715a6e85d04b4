// Recent searches, kept in this browser only, and none while they are switched off.

const SEARCHES = "recent-searches";
const OFF = "recent-searches-off";
const MOST = 12;

// A browser may refuse to keep anything: then there are none.
const kept = (name) => {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
};

const keep = (name, value) => {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    // Nothing is kept, and nothing else depends on it.
  }
};

export const isOff = () => kept(OFF) !== null;

export const recent = () => {
  try {
    const list = JSON.parse(kept(SEARCHES) ?? "[]");
    return Array.isArray(list) ? list.filter((q) => typeof q === "string") : [];
  } catch {
    return [];
  }
};

export const remember = (q) => {
  if (!q || isOff()) return;
  keep(SEARCHES, JSON.stringify([q, ...recent().filter((other) => other !== q)].slice(0, MOST)));
};

export const forget = () => keep(SEARCHES, null);

export const switchOff = (off) => {
  keep(OFF, off ? "1" : null);
  if (off) forget();
};
