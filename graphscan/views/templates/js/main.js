// Everything drawn follows from the state, in one place.
function render() {
  const dark = state.theme ? state.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  readColours();
  filter();
  element("graph").hidden = state.view !== "graph";
  element("table").hidden = state.view !== "table";
  for (const button of document.querySelectorAll("[data-view]")) {
    button.setAttribute("aria-pressed", String(button.dataset.view === state.view));
  }
  updateGraph();
  if (state.view === "table") renderTable();
  renderControls();
  renderTimeline();
  renderPanel();
  sayCounts();
  writeHash();
}

function stateMeta() {
  element("as-of").textContent = `As of ${META.as_of}`;
  element("about").replaceChildren(
    make("li", {}, `graphscan ${META.version}, run ${META.run_id}`),
    make("li", {}, `data to ${META.as_of}`),
    ...META.lists.map((list) => make("li", {}, `${list.name}${list.date ? ` of ${list.date}` : ""}, ${plural(list.entries, "entry", "entries")}, SHA-256 ${list.sha256.slice(0, 12)}…`)),
    ...META.cuts.map((text) => make("li", { class: "cut" }, text)),
    make("li", {}, "One file, no network access"));
}

stateMeta();
state = fromHash(location.hash);
if (state.party !== null || state.link !== null) tab = "evidence";
createNetwork();
bindControls();
bindSearch();
bindExports();
render();
fit(state.finding === null ? null : FINDINGS[state.finding].parties);
addEventListener("keydown", onKey);
addEventListener("resize", renderTimeline);
addEventListener("hashchange", () => {
  if (location.hash.slice(1) === toHash()) return;
  state = fromHash(location.hash);
  render();
  fit(state.finding === null ? null : FINDINGS[state.finding].parties);
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[open]")) if (!menu.contains(event.target)) menu.open = false;
});
