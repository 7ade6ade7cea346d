// The right side: routes, intermediaries, evidence down to file and row.
let tab = "routes";

const scorePill = (score) => make("span", { class: score >= META.flag_at ? "pill high" : "pill" }, score.toFixed(1));

function hop(date, id, last) {
  return make("span", { class: "hop" }, make("i", {}, date),
    make(last ? "b" : "span", {}, nameOf(id), ` (${place(id)})`));
}

const isDirect = (finding) => finding.kind === "supplier-of-listed";

function routeCard(finding) {
  const chosen = state.finding === finding.number;
  const journey = finding.journeys[chosen ? state.journey : Math.max(0, finding.journeys.findIndex(journeyPasses))];
  const legs = journey.legs.map((number) => LEGS[number]);
  const many = finding.journeys.length > 1
    ? ` · ${finding.journeys.indexOf(journey) + 1} of ${finding.journeys.length}` : "";
  const listed = finding.listed ? finding.listed.list : "";
  const card = make("button", {
    class: "route", "aria-pressed": String(chosen), title: word("classes", finding.commodity.class), "data-finding": finding.number,
    on: { click: () => { tab = "routes"; nextJourney(finding.number); } },
  },
  make("span", { class: "top" },
    make("span", {}, `#${finding.number + 1} · ${isDirect(finding) ? "direct supplier" : plural(legs.length, "leg")} · ${className(finding.commodity.class)}${many}`),
    scorePill(finding.score)),
  ...legs.map((leg, index) => hop(leg.departs, finding.route[index])),
  hop(`⇒ ${listed}`, finding.route[finding.route.length - 1], true),
  make("small", {}, `${finding.certainty} · ${word("bases", finding.basis)}`));
  return make("div", { class: chosen ? "item on" : "item" }, card,
    chosen ? make("button", { class: "plain more", on: { click: () => { tab = "evidence"; renderPanel(); } } }, "Evidence and score ›") : null);
}

function routesPanel(panel) {
  panel.append(make("p", { class: "note" },
    `Indicators for review, no conclusions. Legs follow each other in time, at most ${META.max_wait} days apart, `
    + `at most ${META.max_legs} of them. Click again for the next journey on a route. `
    + "A direct supplier sends to a listed party itself, from anywhere."));
  if (!visible.findings.length) {
    panel.append(make("p", {}, DATA.findings.length
      ? "No route fits the filters. Widen the dates, or reset the filters."
      : "No route was found: no chain of legs leads from an exporter to a listed party on these inputs."));
  }
  panel.append(...visible.findings.map(routeCard));
}

function partiesPanel(panel) {
  panel.append(make("p", { class: "note" },
    "Intermediaries by the best score of the routes through them. A score is a lead for review."));
  panel.append(...flagged().map((party) => make("button", { class: "route", on: { click: () => { selectParty(party.id); fit([party.id, ...neighboursOf(party.id)]); } } },
    make("span", { class: "top" }, nameOf(party.id), scorePill(party.score)),
    make("small", {}, `${countryName(party.country) || "country not known"} · ${plural(onShown(party).length, "route")} · `
      + `${plural(new Set(onShown(party).map((one) => one.route[one.route.length - 1])).size, "listed party", "listed parties")} reached`))));
}

const onShown = (party) => visible.findings.filter((finding) => finding.parties.includes(party.id));
const flagged = () => [...visible.parties].map((id) => PARTIES.get(id)).filter((party) => party.score !== null && onShown(party).length)
  .sort((a, b) => b.score - a.score || onShown(b).length - onShown(a).length || a.id - b.id);

function facts(rows) {
  return make("dl", {}, ...rows.filter(([, value]) => value !== "" && value !== null && value !== undefined)
    .flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]));
}

// Seen from one party, a leg names the other side only.
function legTable(legs, heading, party = null) {
  const sides = (leg) => (leg.from === party ? ["to ", nameOf(leg.to)] : leg.to === party ? ["from ", nameOf(leg.from)]
    : [nameOf(leg.from), " → ", nameOf(leg.to)]);
  return [make("h3", {}, heading), make("table", { class: "legs" },
    make("thead", {}, make("tr", {}, ...["Departs", "Parties", "Goods", "USD"].map((name) => make("th", { scope: "col" }, name)))),
    make("tbody", {}, ...legs.flatMap((leg) => [make("tr", { class: "leg" },
      make("td", { title: `arrives ${leg.arrives}` }, leg.departs),
      make("td", {}, ...sides(leg), make("br"),
        make("small", {}, leg.shipment_id)),
      make("td", { title: word("hs", leg.hs6[0]) }, `${goodsOf(leg)}${leg.priority ? " ◆" : ""}`, make("br"), make("small", {}, amount(leg))),
      make("td", { class: "number" }, money(leg.value_usd))),
    make("tr", {}, make("td", { colspan: 4, class: "source" }, rowsOf(leg).join(", ")))])))];
}

// What the strictest entry asks of a delivery, in its list's own words.
function asks(requirement) {
  if (!requirement) return "";
  const { license_requirement: needs, license_policy: policy, footnotes, citation, owner } = requirement;
  const said = [needs, policy && `review: ${policy}`, footnotes.length ? `footnote ${footnotes.join(", ")}` : "",
    needs || policy ? citation : ""].filter(Boolean).map((text) => text.replace(/[. ]+$/, ""));
  return said.join(" · ") + (owner && said.length ? ` (the strictest owner: ${owner})` : "");
}

const TIES = { address: "premises", officer: "officer", phone: "telephone" };

function tieLine(tie) {
  return make("li", {}, `${TIES[tie.kind]} “${tie.value}”, as `, make("bdi", {}, tie.name), tie.country ? ` (${tie.country})` : "",
    tie.listed ? ", listed" : "", make("small", {}, ` · ${tie.sharing} parties share it · ${tie.rows.map((row) => `${row.file}:${row.row}`).join(", ")}`));
}

function scoreBars(finding) {
  const most = Math.max(1, ...finding.factors.map((factor) => Math.abs(factor.points)));
  return [make("h3", {}, `Score ${finding.score.toFixed(1)}, part by part`),
    ...finding.factors.map((factor) => {
      const bar = make("u", { class: factor.points < 0 ? "minus" : "" });
      bar.style.width = `${Math.abs(factor.points) / most * 100}%`;
      return make("div", { class: "factor" }, make("span", {}, factor.text), make("div", { "aria-hidden": "true" }, bar),
        make("b", {}, `${factor.points > 0 ? "+" : ""}${factor.points.toFixed(1)}`));
    })];
}

function findingEvidence(panel, finding) {
  const journey = finding.journeys[state.journey];
  const end = finding.route[finding.route.length - 1];
  const { listed } = finding;
  panel.append(make("h3", { class: "title" }, `${isDirect(finding) ? "Direct supplier" : "Route"} #${finding.number + 1}: `, nameOf(finding.route[0]), " → ", nameOf(end)), facts([
    ["Listed as", listed ? `${listed.name} (${word("lists", listed.list)})` : ""],
    ["Notice", listed ? [listed.citation, listed.listed_on ? `listed ${listed.listed_on}` : "date of listing not known"].filter(Boolean).join(" · ") : ""],
    ["Licence", asks(finding.requirement)],
    ["How listed", word("bases", finding.basis)],
    ["Recognised by", word("matches", finding.match)],
    ["Timing", finding.certainty === "certain" ? "certain: the order holds for every day the dates allow" : "possible: the order holds for some of the days the dates allow"],
    ["Goods", [className(finding.commodity.class), ...finding.commodity.hs6.map((code) => `${code} ${shorten(word("hs", code), 70)}`)].join(" · ")],
    ["Chains", `${finding.chains} possible, ${finding.chains_certain} certain${finding.truncated ? ", search cut short" : ""}`],
    ["Dates", `${finding.first_departure} to ${finding.last_departure}`],
    ["Also listed", listed ? listed.also.map((one) => `${one.name} (${one.list})`).join(" · ") : ""],
    ["Supplied by", finding.domestic_suppliers.map((one) => one.name || one).join(" · ")],
    ["Places", finding.waypoints.map((point) => [point.code, point.name].filter(Boolean).join(" ")).join(" · ")],
  ]));
  if (finding.journeys.length > 1) {
    panel.append(make("h3", {}, "Journeys"), make("div", { class: "chips" }, ...finding.journeys.map((one, index) => make("button", {
      "aria-pressed": String(index === state.journey), disabled: !journeyPasses(one),
      title: `${one.certainty}, ${word("bases", one.basis)}`, on: { click: () => selectFinding(finding.number, index) },
    }, `${index + 1}: ${one.score.toFixed(1)}`))));
  }
  panel.append(...legTable(journey.legs.map((number) => LEGS[number]), `Journey ${state.journey + 1}: ${journey.certainty}`));
  panel.append(...scoreBars(finding));
  if (finding.proof.length) {
    panel.append(make("h3", {}, "List and ownership rows"), make("ul", { class: "rows" },
      ...finding.proof.map(([kind, file, row]) => make("li", {}, `${kind}: ${file}:${row}`))));
  }
}

function partyEvidence(panel, party) {
  panel.append(make("h3", { class: "title" }, nameOf(party.id)), facts([
    ["Role", ROLES[party.role]], ["Country", `${countryName(party.country)} (${place(party.id)})`], ["Identifier", party.identifier],
    ["Incorporated", party.incorporated], ["Industry", party.industry], ["Logistics", party.logistics],
    ["In the case", `${plural(party.legs_in, "leg")} in, ${party.legs_out} out`],
  ]));
  for (const entry of party.entries) {
    panel.append(make("h3", {}, `Recognised as listed: ${entry.list}`), facts([
      ["Entry", make("bdi", {}, entry.name)], ["By", `${word("matches", entry.match)} “${entry.matched}”`],
      ["Notice", entry.citation], ["Since", entry.listed_on || "not known"],
    ]));
  }
  if (party.ties.length) {
    panel.append(make("h3", {}, "Shared with listed parties: weaker evidence"), make("ul", { class: "rows" }, ...party.ties.map(tieLine)));
  }
  const through = onShown(party);
  if (through.length) {
    panel.append(make("h3", {}, `${plural(through.length, "finding")} with this party`), make("div", { class: "chips" },
      ...through.slice(0, 40).map((finding) => make("button", { on: { click: () => selectFinding(finding.number) } }, `#${finding.number + 1} · ${finding.score.toFixed(0)}`))));
    if (party.score !== null) panel.append(...scoreBars(through[0]));
  }
  const held = [...INTERESTS.values()].filter(({ from, to }) => from === party.id || to === party.id);
  if (held.length) {
    panel.append(make("h3", {}, "Ownership"), make("ul", { class: "rows" }, ...held.map((one) => make("li", {},
      one.from === party.id ? `owns ${one.share} of ` : `owned, ${one.share}, by `, nameOf(one.from === party.id ? one.to : one.from),
      make("small", {}, ` · ${one.kind}, ${one.reach}${one.valid_from ? `, from ${one.valid_from}` : ""}${one.valid_to ? `, until ${one.valid_to}` : ""} · ${META.files[one.file]}:${one.row}`)))));
  }
  const legs = LEGS.filter((leg) => (leg.from === party.id || leg.to === party.id) && legPasses(leg));
  panel.append(...legTable(legs.slice(0, 200), `${plural(legs.length, "leg")} in this picture${legs.length > 200 ? ", the first 200" : ""}`, party.id));
}

function linkEvidence(panel, id) {
  const link = visible.links.get(id) || INTERESTS.get(id);
  if (!link) return panel.append(make("p", {}, "This link is filtered away."));
  panel.append(make("h3", { class: "title" }, nameOf(link.from), " → ", nameOf(link.to)));
  if (INTERESTS.has(id)) {
    return panel.append(facts([["Share", link.share], ["Kind", `${link.kind}, ${link.reach}`], ["From", link.valid_from],
      ["Until", link.valid_to], ["Source", `${META.files[link.file]}:${link.row}`]]));
  }
  return panel.append(...legTable(link.legs.map((number) => LEGS[number]), plural(link.legs.length, "leg")));
}

let panelOf = "";

function renderPanel() {
  const panel = element("panel");
  panel.replaceChildren();
  const now = tab === "evidence" ? [tab, state.finding, state.journey, state.party, state.link].join("|") : tab;
  element("routes-count").textContent = visible.findings.length;
  element("parties-count").textContent = flagged().length;
  for (const button of document.querySelectorAll("[data-tab]")) {
    button.setAttribute("aria-selected", String(button.dataset.tab === tab));
    button.tabIndex = button.dataset.tab === tab ? 0 : -1;
  }
  panel.setAttribute("aria-labelledby", `tab-${tab}`);
  if (tab === "routes") routesPanel(panel);
  else if (tab === "parties") partiesPanel(panel);
  else if (state.link !== null) linkEvidence(panel, state.link);
  else if (state.party !== null) partyEvidence(panel, PARTIES.get(state.party));
  else if (state.finding !== null) findingEvidence(panel, FINDINGS[state.finding]);
  else panel.append(make("p", {}, "Select a route, a party or a link to see the rows it comes from."));
  if (now !== panelOf) panel.scrollTop = 0;
  panelOf = now;
}
