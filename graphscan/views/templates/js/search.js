// One box for parties (hidden ones too), shipments, codes and routes.
let hits = [];
let hitAt = 0;

function searchHits(text) {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return [];
  const found = [];
  for (const party of PARTIES.values()) {
    const names = [party.name, party.identifier, ...party.entries.map((entry) => entry.name)];
    if (names.some((name) => name && name.toLowerCase().includes(wanted))) {
      const shown = visible.parties.has(party.id) ? "" : " (not shown)";
      found.push({ text: `${party.name} · ${place(party.id)} · ${ROLES[party.role]}${shown}`, go: () => { tab = "evidence"; reveal(party.id); } });
    }
  }
  for (const leg of LEGS) {
    if (leg.shipment_id.toLowerCase().includes(wanted)) found.push({ text: `Shipment ${leg.shipment_id} · ${leg.departs}`, go: () => openLeg(leg) });
  }
  for (const [code, title] of Object.entries(META.words.hs)) {
    if (code.startsWith(wanted) || title.toLowerCase().includes(wanted)) {
      found.push({ text: `HS ${code} · ${title}`, go: () => change((next) => { next.goods = [code]; }) });
    }
  }
  for (const code of COUNTRIES) {
    if (code.toLowerCase() === wanted || countryName(code).toLowerCase().includes(wanted)) {
      found.push({ text: `Routes that touch ${countryName(code)} (${code})`, go: () => change((next) => { next.countries = [code]; }) });
    }
  }
  const finding = FINDINGS.find((one) => one.id === wanted || `#${one.number + 1}` === wanted);
  if (finding) found.unshift({ text: `Route #${finding.number + 1}`, go: () => selectFinding(finding.number) });
  return found;
}

function openLeg(leg) {
  const finding = leg.on_route && FINDINGS.find((one) => one.journeys.some((journey) => journey.legs.includes(leg.number)));
  tab = "evidence";
  if (finding) selectFinding(finding.number, finding.journeys.findIndex((journey) => journey.legs.includes(leg.number)));
  else reveal(PARTIES.get(leg.from).role === "partner" ? leg.from : leg.to);
}

function renderHits() {
  const list = element("hits");
  list.replaceChildren(...hits.slice(0, 12).map((hit, index) => make("li", {
    role: "option", id: `hit-${index}`, "aria-selected": String(index === hitAt),
    on: { mousedown: (event) => { event.preventDefault(); take(index); } },
  }, make("bdi", {}, hit.text))));
  if (hits.length > 12) list.append(make("li", { class: "note", role: "presentation" }, `${hits.length - 12} more: type more`));
  list.hidden = !hits.length;
  element("search").setAttribute("aria-expanded", String(Boolean(hits.length)));
  element("search").setAttribute("aria-activedescendant", hits.length ? `hit-${hitAt}` : "");
}

function take(index) {
  const hit = hits[index];
  hits = [];
  renderHits();
  if (!hit) return;
  hit.go();
  element("graph").focus();
}

function bindSearch() {
  const box = element("search");
  box.addEventListener("input", () => {
    hits = searchHits(box.value);
    hitAt = 0;
    renderHits();
  });
  box.addEventListener("keydown", (event) => {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move && hits.length) {
      event.preventDefault();
      hitAt = (hitAt + move + Math.min(12, hits.length)) % Math.min(12, hits.length);
      renderHits();
    } else if (event.key === "Enter") take(hitAt);
    else if (event.key === "Escape") {
      hits = [];
      renderHits();
      box.blur();
    }
  });
  box.addEventListener("blur", () => { hits = []; renderHits(); });
}
