// The picture as tables: the same filters, every value as text, sortable. What a screen reader reads.
const TABLE_ROWS = 1000;
const order = { routes: [0, 1], legs: [0, 1], parties: [4, -1] };

const TABLES = {
  routes: {
    title: "Findings",
    columns: ["#", "Score", "Exporter", "Through", "End", "List", "Goods", "Timing", "Legs", "First", "Last"],
    rows: () => visible.findings.map((finding) => ({
      open: () => { tab = "evidence"; selectFinding(finding.number); },
      cells: [finding.number + 1, finding.score, PARTIES.get(finding.route[0]).name,
        finding.route.slice(1, -1).map((id) => `${PARTIES.get(id).name} (${place(id)})`).join(" → ") || (isDirect(finding) ? "direct supplier" : "direct"),
        PARTIES.get(finding.route[finding.route.length - 1]).name, finding.listed ? finding.listed.list : "",
        className(finding.commodity.class), finding.certainty, finding.route.length - 1, finding.first_departure, finding.last_departure],
    })),
  },
  legs: {
    title: "Legs",
    columns: ["Departs", "Arrives", "From", "Country", "To", "Country", "HS", "Amount", "USD", "Shipment", "Row"],
    rows: () => [...visible.legs].sort((a, b) => a - b).map((number) => {
      const leg = LEGS[number];
      return {
        open: () => selectParty(leg.from),
        cells: [leg.departs, leg.arrives, PARTIES.get(leg.from).name, place(leg.from), PARTIES.get(leg.to).name, place(leg.to),
          goodsOf(leg) + (leg.priority ? " ◆" : ""), amount(leg), leg.value_usd === null ? "" : leg.value_usd, leg.shipment_id, rowsOf(leg).join(", ")],
      };
    }),
  },
  parties: {
    title: "Parties",
    columns: ["Name", "Country", "Role", "Listed as", "Best score", "Findings", "Legs in", "Legs out"],
    rows: () => [...visible.parties].map((id) => PARTIES.get(id)).map((party) => ({
      open: () => selectParty(party.id),
      cells: [party.name, place(party.id), ROLES[party.role], party.entries.map((entry) => `${entry.list}: ${entry.name}`).join("; "),
        party.score === null ? "" : party.score, onShown(party).length, party.legs_in, party.legs_out],
    })),
  },
};

const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en", { numeric: true }));

function sortHeader(name, index) {
  const [column, direction] = order[state.table];
  const arrow = column === index ? (direction > 0 ? " ▲" : " ▼") : "";
  return make("th", { scope: "col", "aria-sort": column === index ? (direction > 0 ? "ascending" : "descending") : "none" },
    make("button", { class: "plain", on: { click: () => { order[state.table] = [index, column === index ? -direction : 1]; renderTable(); } } }, name + arrow));
}

function renderTable() {
  const table = TABLES[state.table];
  const [column, direction] = order[state.table];
  const rows = table.rows();
  const empty = (row) => row.cells[column] === "";
  rows.sort((a, b) => empty(a) - empty(b) || direction * compare(a.cells[column], b.cells[column]));
  const cell = (value, index, open) => {
    const digits = { minimumFractionDigits: /score/i.test(table.columns[index]) ? 1 : 0, maximumFractionDigits: 1 };
    const text = typeof value === "number" ? value.toLocaleString("en", digits) : value;
    const content = index ? text : make("button", { class: "plain", on: { click: open } }, text);
    return make("td", { class: typeof value === "number" ? "number" : text.length < 13 ? "short" : null }, content);
  };
  element("table").replaceChildren(
    make("div", { class: "choice", role: "group", "aria-label": "Table" }, ...Object.entries(TABLES).map(([key, { title }]) => make("button", {
      "aria-pressed": String(key === state.table), "data-table": key, on: { click: () => change((next) => { next.table = key; }) },
    }, title))),
    make("div", { class: "scroll", tabindex: "0" }, make("table", {},
      make("caption", {}, `${table.title} under the filters: ${rows.length.toLocaleString("en")}`
        + (rows.length > TABLE_ROWS ? `, the first ${TABLE_ROWS} shown; Export has all` : "")),
      make("thead", {}, make("tr", {}, ...table.columns.map(sortHeader))),
      make("tbody", {}, ...rows.slice(0, TABLE_ROWS).map(({ cells, open }) => make("tr", {}, ...cells.map((value, index) => cell(value, index, open))))))));
}
