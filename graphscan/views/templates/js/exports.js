// What is visible, as files. Nothing leaves the page: each file is made here and handed to the browser.
function save(name, parts, type) {
  const link = make("a", { href: URL.createObjectURL(new Blob(parts, { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// Characters that XML 1.0 forbids would make the whole file unreadable.
const xmlText = (value) => String(value).replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
  .replace(/[<>&"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

// A cell that begins like a formula would run in a spreadsheet.
function csvCell(value) {
  const text = value === null || value === undefined ? "" : String(value);
  const safe = typeof value !== "number" && /^[=+\-@＝＋－＠\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

const legsNow = () => [...visible.legs].sort((a, b) => a - b).map((number) => LEGS[number]);

function exportCsv() {
  const head = ["shipment_id", "departs", "arrives", "from", "from_country", "to", "to_country", "class", "hs6", "quantity", "quantity_unit",
    "gross_weight_kg", "value_usd", "on_route", "source_rows"];
  const rows = legsNow().map((leg) => [leg.shipment_id, leg.departs, leg.arrives, PARTIES.get(leg.from).name, PARTIES.get(leg.from).country,
    PARTIES.get(leg.to).name, PARTIES.get(leg.to).country, leg.class, leg.hs6.join(" "), leg.quantity, leg.quantity_unit, leg.gross_weight_kg,
    leg.value_usd, leg.on_route ? "Y" : "N", rowsOf(leg).join(" ")]);
  save("graphscan-legs.csv", ["\uFEFF", [head, ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n"), "\r\n"], "text/csv");
}

function exportGraphml() {
  const nodeKeys = { name: "string", role: "string", country: "string", score: "double" };
  const edgeKeys = { kind: "string", legs: "int", value_usd: "double", share: "string" };
  const keys = (target, all) => Object.entries(all).map(([name, type]) => `<key id="${target}_${name}" for="${target}" attr.name="${name}" attr.type="${type}"/>`);
  const data = (target, values) => Object.entries(values).filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `<data key="${target}_${name}">${xmlText(value)}</data>`).join("");
  const nodes = [...visible.parties].map((id) => PARTIES.get(id)).map((party) => `<node id="${party.id}">${data("node", {
    name: party.name, role: party.role, country: party.country, score: party.score })}</node>`);
  const edges = [...visible.links.values()].map((link) => `<edge id="${link.id}" source="${link.from}" target="${link.to}">${data("edge", {
    kind: link.kind, legs: link.legs.length, value_usd: sumValue(link.legs) })}</edge>`);
  const owned = [...visible.interests].map(([id, one]) => `<edge id="${id}" source="${one.from}" target="${one.to}">${data("edge", { kind: "owns", share: one.share })}</edge>`);
  save("graphscan.graphml", [['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ...keys("node", nodeKeys), ...keys("edge", edgeKeys), '<graph edgedefault="directed">', ...nodes, ...edges, ...owned, "</graph></graphml>"].join("\n")], "application/xml");
}

function svgLink([id, link]) {
  const kind = flowKind(id);
  const [x0, y0, ...rest] = curveOf(id, link);
  const lit = !visible.lit || visible.lit.has(id);
  const dash = kind === "owns" ? ' stroke-dasharray="6 4"' : "";
  return `<path d="M${x0} ${y0}C${rest.join(" ")}" fill="none" stroke="${COLOURS[kind]}" stroke-width="${visible.steps.has(id) ? 4 : (link.width || OWNS_WIDTH).toFixed(1)}"`
    + `${dash} opacity="${lit ? 0.85 : 0.1}" marker-end="url(#${kind})"/>`;
}

function svgCard(id) {
  const party = PARTIES.get(id);
  const { x, y } = where.get(id);
  const [left, top] = [x - CARD.width / 2, y - CARD.height / 2];
  const listed = party.role === "listed" || party.role === "affiliate";
  const text = (dy, size, weight, colour, value) => `<text x="${left + 14}" y="${y + dy}" font-size="${size}" font-weight="${weight}" fill="${colour}">${xmlText(value)}</text>`;
  const score = party.score === null ? "" : ` · ${party.score.toFixed(0)}`;
  return `<g opacity="${visible.faded.has(id) ? 0.2 : 1}"><rect x="${left}" y="${top}" width="${CARD.width}" height="${CARD.height}" rx="6" fill="${COLOURS.card}"`
    + ` stroke="${listed ? COLOURS.listed : COLOURS.line}"/><rect x="${left}" y="${top}" width="5" height="${CARD.height}" fill="${COLOURS[party.role]}"/>`
    + `${text(-3, 12, 600, COLOURS.text, party.name.length > 28 ? `${[...party.name].slice(0, 27).join("")}…` : party.name)}${text(12, 10.5, 400, COLOURS.muted, `${place(id)} · ${ROLES[party.role]}${score}`)}</g>`;
}

function exportSvg() {
  const shown = [...visible.parties].filter((id) => where.has(id));
  if (!shown.length) return;
  const at = shown.map((id) => where.get(id));
  const left = Math.min(...at.map(({ x }) => x)) - CARD.width;
  const top = Math.min(...at.map(({ y }) => y)) - 70;
  const width = Math.max(...at.map(({ x }) => x)) + CARD.width - left;
  const height = Math.max(...at.map(({ y }) => y)) + 60 - top;
  const markers = ["priority", "other", "owns"].map((kind) => `<marker id="${kind}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L10 5L0 10z" fill="${COLOURS[kind]}"/></marker>`);
  const titles = META.bands.map((band) => `<text x="${band.x + band.width / 2}" y="${band.y + 20}" text-anchor="middle" font-size="12" font-weight="700" fill="${COLOURS.muted}">${xmlText(band.title)}</text>`);
  const labels = [...visible.steps].map(([id, steps]) => {
    const link = visible.links.get(id);
    const [x, y] = pointAt(curveOf(id, link), 0.5);
    return `<text x="${x}" y="${y - 6}" text-anchor="middle" font-size="11" font-weight="600" fill="${COLOURS.text}">${xmlText(steps.map(({ step: number, leg }) => `${number} · ${leg.departs}`).join("  "))}</text>`;
  });
  save("graphscan.svg", [`<svg xmlns="http://www.w3.org/2000/svg" viewBox="${left} ${top} ${width} ${height}" font-family="sans-serif"><defs>${markers.join("")}</defs>`
    + `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="${COLOURS.page}"/>${titles.join("")}`
    + `${[...visible.interests, ...visible.links].map(svgLink).join("")}${shown.map(svgCard).join("")}${labels.join("")}</svg>`], "image/svg+xml");
}

function exportPng() {
  const shown = element("graph").querySelector("canvas");
  const copy = make("canvas", { width: shown.width, height: shown.height });
  const canvas = copy.getContext("2d");
  canvas.fillStyle = COLOURS.page;
  canvas.fillRect(0, 0, copy.width, copy.height);
  canvas.drawImage(shown, 0, 0);
  copy.toBlob((blob) => save("graphscan.png", [blob], "image/png"));
}

const exportJson = () => save("graphscan-view.json", [JSON.stringify({ run_id: META.run_id, as_of: META.as_of, state }, null, 1)], "application/json");

async function copyLink() {
  location.hash = toHash();
  try {
    await navigator.clipboard.writeText(location.href);
    say("Link copied. It holds the view, no names; the reader needs this file.");
  } catch { say("The link is in the address bar. It holds the view, no names; the reader needs this file."); }
}

const EXPORTS = { png: exportPng, svg: exportSvg, csv: exportCsv, graphml: exportGraphml, json: exportJson, link: copyLink };

function bindExports() {
  for (const button of document.querySelectorAll("[data-export]")) {
    button.addEventListener("click", () => {
      EXPORTS[button.dataset.export]();
      button.closest("details").open = false;
    });
  }
}
