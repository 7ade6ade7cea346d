// From the state to what is visible. Findings are filtered first; the picture shows their parties, the
// trade between these, and what the reader asked for beyond.
const visible = {
  findings: [], parties: new Set(), links: new Map(), interests: new Map(), legs: new Set(),
  faded: new Set(), steps: new Map(), lit: null, hiddenNear: new Map(), degree: new Map(), partnerHeads: [], extra: 0,
};

function legPasses(leg) {
  // A date that is known to the month passes where any of its days lies in the window.
  return leg.last >= state.from && leg.first < state.to
    && (!state.priority || leg.priority)
    && (!state.value || (leg.value_usd !== null && leg.value_usd >= state.value * 1000))
    && (!state.goods.length
      || state.goods.some((goods) => leg.class === goods || leg.hs6.some((code) => code.startsWith(goods))));
}

function journeyPasses(journey) {
  return (!state.certain || journey.certainty === "certain")
    && journey.legs.every((number) => legPasses(LEGS[number]));
}

function findingPasses(finding) {
  return finding.score >= state.score
    && (!state.lists.length || (finding.listed && state.lists.includes(finding.listed.list)))
    && (!state.countries.length || finding.parties.some((id) => state.countries.includes(PARTIES.get(id).country)))
    && !finding.parties.some((id) => state.hidden.includes(id))
    && finding.journeys.some(journeyPasses);
}

function showLinks() {
  const onShownRoutes = new Set(
    visible.findings.flatMap((finding) => finding.journeys.filter(journeyPasses).flatMap((one) => one.legs)));
  for (const link of LINKS.values()) {
    const both = visible.parties.has(link.from) && visible.parties.has(link.to);
    if (!both && !visible.parties.has(link.from) && !visible.parties.has(link.to)) continue;
    const legs = link.legs.filter(
      (number) => legPasses(LEGS[number]) && (!state.routeOnly || onShownRoutes.has(number)));
    if (!legs.length) continue;
    if (!both) {
      const [near, far] = visible.parties.has(link.from) ? [link.from, link.to] : [link.to, link.from];
      if (!visible.hiddenNear.has(near)) visible.hiddenNear.set(near, new Set());
      visible.hiddenNear.get(near).add(far);
      continue;
    }
    visible.links.set(link.id, { ...link, legs, width: linkWidth(legs) });
    for (const number of legs) visible.legs.add(number);
  }
}

function showOwners() {
  if (!state.owners) return;
  for (let before = -1; before !== visible.parties.size;) {
    before = visible.parties.size;
    for (const { from, to } of INTERESTS.values()) {
      for (const [one, other] of [[from, to], [to, from]]) {
        if (visible.parties.has(one) && PARTIES.get(other).role === "owner" && !state.hidden.includes(other)) {
          visible.parties.add(other);
        }
      }
    }
  }
  for (const [id, interest] of INTERESTS) {
    if (visible.parties.has(interest.from) && visible.parties.has(interest.to)) visible.interests.set(id, interest);
  }
}

function countDegrees() {
  for (const id of visible.parties) visible.degree.set(id, { in: new Set(), out: new Set() });
  for (const link of visible.links.values()) {
    for (const number of link.legs) {
      visible.degree.get(link.from).out.add(number);
      visible.degree.get(link.to).in.add(number);
    }
  }
}

// The selected journey, else the neighbourhood of the selected party; null lights everything.
function light() {
  const near = new Set();
  const lit = new Set();
  if (state.finding !== null) {
    const finding = FINDINGS[state.finding];
    const journey = finding.journeys[state.journey];
    finding.parties.forEach((id) => near.add(id));
    journey.legs.forEach((number, index) => {
      for (const link of visible.links.values()) {
        if (!link.legs.includes(number)) continue;
        lit.add(link.id);
        if (!visible.steps.has(link.id)) visible.steps.set(link.id, []);
        visible.steps.get(link.id).push({ step: index + 1, leg: LEGS[number] });
      }
    });
    for (const [id, { from, to }] of visible.interests) if (near.has(from) && near.has(to)) lit.add(id);
  } else if (state.party !== null && visible.parties.has(state.party)) {
    near.add(state.party);
    for (const [id, { from, to }] of [...visible.links, ...visible.interests]) {
      if (from !== state.party && to !== state.party) continue;
      lit.add(id);
      near.add(from).add(to);
    }
  } else if (state.link !== null && (visible.links.has(state.link) || visible.interests.has(state.link))) {
    const { from, to } = visible.links.get(state.link) || visible.interests.get(state.link);
    near.add(from).add(to);
    lit.add(state.link);
  } else {
    visible.lit = null;
    return;
  }
  visible.lit = lit;
  for (const id of visible.parties) if (!near.has(id)) visible.faded.add(id);
}

function filter() {
  for (const key of ["parties", "legs", "faded"]) visible[key] = new Set();
  for (const key of ["links", "interests", "steps", "hiddenNear", "degree"]) visible[key] = new Map();
  visible.findings = FINDINGS.filter(findingPasses);
  for (const finding of visible.findings) for (const id of finding.parties) visible.parties.add(id);
  for (const id of state.shown) if (!state.hidden.includes(id)) visible.parties.add(id);
  showLinks();
  showOwners();
  countDegrees();
  light();
}

// Python placed the parties of routes and the owners. Trade partners that were asked for stand below
// their column, and push the owners' lane down where they need the room.
function positions() {
  const where = new Map();
  const bottom = new Map();
  for (const party of PARTIES.values()) {
    if (party.x === null) continue;
    where.set(party.id, { x: party.x, y: party.y });
    if (party.role !== "owner") bottom.set(party.stage, Math.max(bottom.get(party.stage) || 0, party.y));
  }
  let lowest = Math.max(0, ...bottom.values());
  const start = lowest;
  const headed = new Set();
  visible.partnerHeads = [];
  for (const id of state.shown) {
    const { stage, x } = PARTIES.get(id);
    if (x !== null || state.hidden.includes(id)) continue;
    let y = (bottom.has(stage) ? bottom.get(stage) : -CARD.row) + CARD.row;
    const left = META.bands[stage].x + CARD.margin + CARD.width / 2;
    if (!headed.has(stage)) {
      headed.add(stage);
      visible.partnerHeads.push({ x: left, y: y - 4 });
      y += CARD.row / 2;
    }
    bottom.set(stage, y);
    lowest = Math.max(lowest, y);
    where.set(id, { x: left, y });
  }
  visible.extra = lowest - start;
  if (visible.extra) {
    for (const party of PARTIES.values()) if (party.role === "owner") where.get(party.id).y += visible.extra;
  }
  for (const [id, [x, y]] of Object.entries(state.moved)) if (where.has(Number(id))) where.set(Number(id), { x, y });
  return where;
}
