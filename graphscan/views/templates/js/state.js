// What the reader has chosen: one object, undoable, and short enough to live in the address. It holds
// numbers and codes only, never a name, so a link that is passed on names nobody.
function blankState() {
  return {
    finding: null, journey: 0, party: null, link: null, view: "graph", table: "routes", theme: "",
    countries: [], goods: [], lists: [], score: 0, value: 0, from: ALL_DAYS[0], to: ALL_DAYS[1],
    certain: false, priority: false, routeOnly: false, owners: true, shown: [], hidden: [], moved: {},
  };
}

let state = blankState();
const past = [];
const future = [];

function change(edit) {
  past.push(JSON.stringify(state));
  if (past.length > 200) past.shift();
  future.length = 0;
  edit(state);
  render();
}

function step(from, to) {
  if (!from.length) return;
  to.push(JSON.stringify(state));
  state = JSON.parse(from.pop());
  render();
}
const undo = () => step(past, future);
const redo = () => step(future, past);

const FLAGS = { certain: "certain", priority: "priority", routeOnly: "routes" };
const LISTS = { countries: "country", goods: "goods", lists: "list" };

function toHash() {
  const query = new URLSearchParams();
  if (state.finding !== null) {
    query.set("finding", FINDINGS[state.finding].id);
    if (state.journey) query.set("journey", state.journey + 1);
  }
  if (state.party !== null) query.set("party", state.party);
  if (state.link !== null) query.set("link", state.link);
  if (state.view !== "graph") query.set("view", state.table);
  if (state.theme) query.set("theme", state.theme);
  for (const [key, name] of Object.entries(LISTS)) if (state[key].length) query.set(name, state[key].join("."));
  for (const [key, name] of Object.entries(FLAGS)) if (state[key]) query.set(name, "1");
  if (!state.owners) query.set("owners", "0");
  if (state.score) query.set("score", state.score);
  if (state.value) query.set("value", state.value);
  if (state.from > ALL_DAYS[0]) query.set("from", isoDay(state.from));
  if (state.to < ALL_DAYS[1]) query.set("to", isoDay(state.to - 1));
  for (const key of ["shown", "hidden"]) if (state[key].length) query.set(key, state[key].join("."));
  const moved = Object.entries(state.moved).map(([id, [x, y]]) => `${id}_${Math.round(x)}_${Math.round(y)}`);
  if (moved.length) query.set("moved", moved.join("."));
  return query.toString();
}

// An address may come from anybody: every value is checked against the payload, the rest is dropped.
function fromHash(hash) {
  const query = new URLSearchParams(hash.replace(/^#/, ""));
  const next = blankState();
  const many = (name) => (query.get(name) || "").split(".").filter(Boolean);
  const known = (name) => many(name).map(Number).filter((id) => PARTIES.has(id));
  const number = (name, low, high, other) => {
    const value = Number(query.get(name));
    return query.has(name) && Number.isFinite(value) && value >= low && value <= high ? value : other;
  };
  const day = (name, other) => {
    const value = dayOf(query.get(name) || "");
    return Number.isFinite(value) ? Math.min(Math.max(value, ALL_DAYS[0]), ALL_DAYS[1] - 1) : other;
  };
  const finding = FINDINGS.findIndex((one) => one.id === query.get("finding"));
  if (finding >= 0) {
    next.finding = finding;
    next.journey = number("journey", 1, FINDINGS[finding].journeys.length, 1) - 1;
  }
  if (query.has("party") && PARTIES.has(Number(query.get("party")))) next.party = Number(query.get("party"));
  const link = query.get("link");
  if (LINKS.has(link) || INTERESTS.has(link)) next.link = link;
  if (["routes", "legs", "parties"].includes(query.get("view"))) {
    next.view = "table";
    next.table = query.get("view");
  }
  if (["dark", "light"].includes(query.get("theme"))) next.theme = query.get("theme");
  next.countries = many("country").filter((code) => /^[A-Z]{2}$/.test(code));
  next.goods = many("goods").filter((code) => /^[0-9a-z-]{1,20}$/.test(code));
  next.lists = many("list").filter((code) => /^[A-Z-]{2,6}$/.test(code));
  for (const [key, name] of Object.entries(FLAGS)) next[key] = query.get(name) === "1";
  next.owners = query.get("owners") !== "0";
  next.score = number("score", 0, 100, 0);
  next.value = number("value", 0, 1e9, 0);
  next.from = day("from", ALL_DAYS[0]);
  next.to = day("to", ALL_DAYS[1] - 1) + 1;
  if (next.from >= next.to) [next.from, next.to] = ALL_DAYS;
  next.shown = known("shown");
  next.hidden = known("hidden");
  for (const item of many("moved")) {
    const [id, x, y] = item.split("_").map(Number);
    if (PARTIES.has(id) && Number.isFinite(x) && Number.isFinite(y)) next.moved[id] = [x, y];
  }
  return next;
}

function writeHash() {
  const hash = toHash();
  if (hash === location.hash.slice(1)) return;
  // Some browsers forbid this for files: then the address stays as it is and "Copy link" still works.
  try { history.replaceState(null, "", `#${hash}`); } catch { /* the view itself needs no address */ }
}
