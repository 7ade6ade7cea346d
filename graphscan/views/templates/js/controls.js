// The left side, the search box, the keys.
const COUNTRIES = [...new Set(FINDINGS.flatMap((finding) => finding.parties.map((id) => PARTIES.get(id).country)))].filter(Boolean).sort();
const CLASSES = [...new Set(FINDINGS.map((finding) => finding.commodity.class))].sort();
const LIST_CODES = [...new Set(FINDINGS.map((finding) => finding.listed && finding.listed.list))].filter(Boolean).sort();

function chips(id, values, key, title) {
  const toggle = (value) => change((next) => {
    next[key] = next[key].includes(value) ? next[key].filter((other) => other !== value) : [...next[key], value];
  });
  const all = [...values, ...state[key].filter((value) => !values.includes(value))];
  element(id).replaceChildren(...all.map((value) => make("button", {
    "aria-pressed": String(state[key].includes(value)), title: title(value), "data-value": value, on: { click: () => toggle(value) },
  }, value === "advanced-computing" ? "advanced computing" : value)));
}

function legendGlyph(role) {
  const attributes = role === "affiliate" ? { fill: "none", stroke: COLOURS[role], "stroke-width": 2 } : { fill: COLOURS[role] };
  const shape = SHAPES[role]
    ? draw("polygon", { points: SHAPES[role].map(([x, y]) => `${10 + 6 * x},${10 + 6 * y}`).join(" "), ...attributes })
    : draw("circle", { cx: 10, cy: 10, r: 6, ...attributes });
  return draw("svg", { width: 20, height: 20, "aria-hidden": "true" }, shape);
}

function renderLegend() {
  const lines = [["priority", "Priority goods ◆, width by value", 4, ""], ["other", "Other goods", 2, ""], ["owns", "Ownership", 1.5, "5 4"]];
  element("legend").replaceChildren(
    ...Object.entries(ROLES).map(([role, title]) => make("li", {}, legendGlyph(role), title)),
    ...lines.map(([kind, title, width, dash]) => make("li", {}, draw("svg", { width: 26, height: 20, "aria-hidden": "true" },
      draw("line", { x1: 0, y1: 10, x2: 26, y2: 10, stroke: COLOURS[kind], "stroke-width": width, "stroke-dasharray": dash })), title)),
    make("li", {}, make("span", { class: "pill high" }, META.flag_at), `best score, filled from ${META.flag_at}`),
    make("li", {}, make("b", { class: "more-sign" }, "+3"), "partners not shown: E"));
}

function renderControls() {
  for (const key of ["certain", "priority", "routeOnly", "owners"]) element(`only-${key}`).checked = state[key];
  element("score").value = state.score;
  element("score-out").textContent = state.score;
  element("value").value = state.value;
  element("value-out").textContent = state.value ? `${state.value}k USD` : "any";
  element("from").value = isoDay(state.from);
  element("to").value = isoDay(state.to - 1);
  element("undo").disabled = !past.length;
  element("redo").disabled = !future.length;
  for (const id of ["hide", "expand"]) element(id).disabled = state.party === null;
  element("isolate").disabled = state.party === null && state.finding === null;
  chips("countries", COUNTRIES, "countries", countryName);
  chips("goods", CLASSES, "goods", (code) => word("classes", code));
  chips("lists", LIST_CODES, "lists", (code) => word("lists", code));
  renderLegend();
}

function bindControls() {
  const on = (id, event, handler) => element(id).addEventListener(event, handler);
  for (const key of ["certain", "priority", "routeOnly", "owners"]) {
    on(`only-${key}`, "change", (event) => change((next) => { next[key] = event.target.checked; }));
  }
  for (const key of ["score", "value"]) on(key, "input", (event) => change((next) => { next[key] = Number(event.target.value); }));
  for (const [id, edge] of [["from", 0], ["to", 1]]) {
    on(id, "change", (event) => {
      const day = dayOf(event.target.value) + edge;
      const [from, to] = edge ? [state.from, day] : [day, state.to];
      if (Number.isFinite(day) && from < to) change((next) => { next[id] = Math.min(Math.max(day, ALL_DAYS[0]), ALL_DAYS[1]); });
      else renderControls();
    });
  }
  on("hs", "keydown", (event) => {
    const code = event.target.value.trim();
    if (event.key !== "Enter" || !/^\d{2,6}$/.test(code)) return;
    event.target.value = "";
    change((next) => { if (!next.goods.includes(code)) next.goods.push(code); });
  });
  const buttons = {
    reset: resetFilters, undo, redo, fit: () => fit(), hide: hideSelected, isolate,
    expand: () => { if (state.party !== null) expand(state.party); }, theme: toggleTheme, help: showHelp,
  };
  for (const [id, action] of Object.entries(buttons)) on(id, "click", action);
  for (const button of document.querySelectorAll("[data-view]")) button.addEventListener("click", () => setView(button.dataset.view));
  for (const button of document.querySelectorAll("[data-tab]")) {
    button.addEventListener("click", () => { tab = button.dataset.tab; renderPanel(); });
    button.addEventListener("keydown", (event) => {
      const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!move) return;
      const tabs = [...document.querySelectorAll("[data-tab]")];
      const next = tabs[(tabs.indexOf(button) + move + tabs.length) % tabs.length];
      tab = next.dataset.tab;
      renderPanel();
      next.focus();
    });
  }
  on("skip", "click", (event) => { event.preventDefault(); setView("table"); element("table").querySelector("button").focus(); });
}

const KEYS = [
  ["/", "search", () => element("search").focus()],
  ["[  ]", "route before, route after", null],
  ["J", "next journey on the route", () => { if (state.finding !== null) nextJourney(state.finding); }],
  ["Arrows", "walk along links, when the graph has the focus", null],
  ["E", "show neighbours of the selected party", () => { if (state.party !== null) expand(state.party); }],
  ["H", "hide the selected party", hideSelected],
  ["O", "keep only the selection", isolate],
  ["F", "fit the picture", () => fit()],
  ["1  2", "graph, table", null],
  ["D", "dark or light", toggleTheme],
  ["Ctrl+Z", "undo, with Shift redo", null],
  ["Esc", "clear the selection", clearSelection],
  ["?", "this list", showHelp],
];

function showHelp() {
  const dialog = element("dialog");
  dialog.replaceChildren(make("h2", {}, "Keys"),
    make("table", {}, ...KEYS.map(([key, text]) => make("tr", {}, make("td", {}, make("kbd", {}, key)), make("td", {}, text)))),
    make("button", { on: { click: () => dialog.close() } }, "Close"));
  dialog.showModal();
}

function onKey(event) {
  if (element("dialog").open) return;
  const typing = event.target.matches("input:not([type=checkbox]):not([type=range])");
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !typing) {
    event.preventDefault();
    (event.shiftKey ? redo : undo)();
    return;
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const more = { "[": () => nextFinding(-1), "]": () => nextFinding(1), 1: () => setView("graph"), 2: () => setView("table"), ESCAPE: clearSelection };
  const key = event.key.toUpperCase();
  const action = more[key] || (KEYS.find(([name, , run]) => run && name === key) || [])[2];
  if (action) {
    event.preventDefault();
    action();
  } else if (document.activeElement === element("graph") && event.key.startsWith("Arrow")) {
    event.preventDefault();
    walk(event.key);
    element("graph").focus();
  } else if (document.activeElement === element("graph") && event.key === "Enter") {
    tab = "evidence";
    renderPanel();
    element("panel").focus();
  }
}
