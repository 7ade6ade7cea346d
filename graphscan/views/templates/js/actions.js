// What the reader can do to the picture.
function selectFinding(number, journey = 0) {
  change((next) => Object.assign(next, { finding: number, journey, party: null, link: null }));
  if (number !== null) fit(FINDINGS[number].parties);
}

function selectParty(id) {
  tab = "evidence";
  change((next) => {
    if (next.finding !== null && !FINDINGS[next.finding].parties.includes(id)) next.finding = null;
    Object.assign(next, { party: id, link: null });
  });
}

function selectLink(id) {
  tab = "evidence";
  change((next) => Object.assign(next, { link: id, party: null }));
}

function clearSelection() {
  if (state.finding === null && state.party === null && state.link === null) return;
  if (tab === "evidence") tab = "routes";
  change((next) => Object.assign(next, { finding: null, journey: 0, party: null, link: null }));
}

// Repeated clicks step through the journeys of a route, then let it go.
function nextJourney(number) {
  if (state.finding !== number) return selectFinding(number);
  const next = FINDINGS[number].journeys.findIndex((journey, index) => index > state.journey && journeyPasses(journey));
  return next < 0 ? clearSelection() : selectFinding(number, next);
}

function nextFinding(direction) {
  if (!visible.findings.length) return;
  const numbers = visible.findings.map((finding) => finding.number);
  const at = numbers.indexOf(state.finding);
  const next = at < 0 ? (direction > 0 ? 0 : numbers.length - 1) : (at + direction + numbers.length) % numbers.length;
  selectFinding(numbers[next]);
  const card = document.querySelector(`[data-finding="${numbers[next]}"]`);
  if (card) card.scrollIntoView({ block: "nearest" });
}

function reveal(id) {
  change((next) => {
    next.hidden = next.hidden.filter((other) => other !== id);
    if (PARTIES.get(id).role === "partner" && !next.shown.includes(id)) next.shown.push(id);
    if (PARTIES.get(id).role === "owner") next.owners = true;
    Object.assign(next, { party: id, finding: null, link: null });
  });
  // A route's party may be filtered away still: then the filters give way, or search would find nothing.
  if (!visible.parties.has(id)) {
    state = { ...blankState(), party: id, theme: state.theme, shown: state.shown, moved: state.moved };
    render();
  }
  fit([id, ...(visible.lit ? neighboursOf(id) : [])]);
}

const neighboursOf = (id) => [...visible.links.values(), ...visible.interests.values()]
  .filter(({ from, to }) => from === id || to === id).map(({ from, to }) => (from === id ? to : from));

function expand(id) {
  const near = visible.hiddenNear.get(id);
  if (!near) return;
  change((next) => {
    next.hidden = next.hidden.filter((other) => !near.has(other));
    for (const other of [...near].sort((a, b) => a - b)) {
      if (PARTIES.get(other).role === "partner" && !next.shown.includes(other)) next.shown.push(other);
    }
    Object.assign(next, { party: id, finding: null, link: null });
  });
}

function hideSelected() {
  const id = state.party;
  if (id === null) return;
  change((next) => {
    if (next.shown.includes(id)) next.shown = next.shown.filter((other) => other !== id);
    else next.hidden.push(id);
    Object.assign(next, { party: null, finding: null });
  });
}

// Keep the selected route, or the selected party with its neighbours.
function isolate() {
  let keep = null;
  if (state.finding !== null) keep = new Set(FINDINGS[state.finding].parties);
  else if (state.party !== null) keep = new Set([state.party, ...neighboursOf(state.party)]);
  if (!keep) return;
  change((next) => {
    next.shown = next.shown.filter((id) => keep.has(id));
    next.hidden = [...PARTIES.values()]
      .filter((party) => party.role !== "partner" && !keep.has(party.id)).map((party) => party.id);
  });
  fit();
}

function setView(view) {
  change((next) => { next.view = view; });
  if (view === "graph") fit(state.finding === null ? null : FINDINGS[state.finding].parties);
}

function toggleTheme() {
  change((next) => { next.theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark"; });
}

function resetFilters() {
  change((next) => Object.assign(next, {
    ...blankState(), view: next.view, table: next.table, theme: next.theme, moved: next.moved,
  }));
  fit();
}

function say(text) { element("status").textContent = text; }

function partyLine(id) {
  const party = PARTIES.get(id);
  const score = party.score === null ? "" : ` · best score ${party.score.toFixed(1)}`;
  return `${party.name} · ${ROLES[party.role]} · ${countryName(party.country) || "country not known"}${score}`;
}

function linkLine(id) {
  const ends = ({ from, to }) => `${PARTIES.get(from).name} → ${PARTIES.get(to).name}`;
  if (INTERESTS.has(id)) return `${ends(INTERESTS.get(id))} · owns ${INTERESTS.get(id).share}`;
  const link = visible.links.get(id);
  return link ? `${ends(link)} · ${plural(link.legs.length, "leg")} · ${money(sumValue(link.legs))} USD` : "";
}

function sayCounts() {
  const parts = [
    `${visible.findings.length} of ${plural(META.findings_total, "finding")}`,
    `${visible.parties.size} of ${plural(META.case_parties, "party", "parties")}`,
    `${visible.legs.size} of ${plural(META.case_legs, "leg")}`,
    `${isoDay(state.from)} to ${isoDay(state.to - 1)}`,
  ];
  if (state.finding !== null) {
    const { number, journeys } = FINDINGS[state.finding];
    parts.push(`finding #${number + 1}, journey ${state.journey + 1} of ${journeys.length}`);
  }
  say(parts.join(" · "));
}
