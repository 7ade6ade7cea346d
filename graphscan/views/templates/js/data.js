// The payload, indexed, and small helpers. Text reaches the page through textContent only: names come
// from shipment records and may carry anything.
const DATA = JSON.parse(document.getElementById("payload").textContent);
const META = DATA.meta;
const PARTIES = new Map(DATA.parties.map((party) => [party.id, party]));
const LEGS = DATA.legs.map((row, number) => {
  const leg = { number };
  DATA.leg_columns.forEach((column, index) => { leg[column] = row[index]; });
  return leg;
});
const LINKS = new Map(DATA.links.map((link) => [link.id, link]));
const INTERESTS = new Map(DATA.interests.map((interest) => [`own${interest.id}`, interest]));
const FINDINGS = DATA.findings;
FINDINGS.forEach((finding, number) => {
  finding.number = number;
  finding.parties = [...new Set([...finding.route, ...finding.via])];
});

const CARD = META.card;
const ROLES = {
  exporter: "Exporter",
  intermediary: "Intermediary",
  listed: "Listed party",
  affiliate: "Owned by a listed party",
  owner: "Owner or owned, on no route",
  partner: "Other trade partner",
};
const ALL_DAYS = LEGS.length
  ? [Math.min(...LEGS.map((leg) => leg.first)), Math.max(...LEGS.map((leg) => leg.last)) + 1]
  : [0, 1];

const element = (id) => document.getElementById(id);

function setAttributes(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") {
      for (const [event, handler] of Object.entries(value)) node.addEventListener(event, handler);
    } else if (value !== null && value !== undefined && value !== false) {
      node.setAttribute(name, value === true ? "" : value);
    }
  }
  return node;
}

function make(tag, attributes = {}, ...children) {
  const node = setAttributes(document.createElement(tag), attributes);
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

function draw(tag, attributes = {}, ...children) {
  const node = setAttributes(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes);
  node.append(...children);
  return node;
}

// A name in its own direction: a right-to-left name must not turn the text around it.
const nameOf = (id) => make("bdi", {}, PARTIES.get(id).name);
const place = (id) => PARTIES.get(id).country || "??";
const countryName = (code) => META.countries[code] || code;
const word = (kind, code) => (META.words[kind] && META.words[kind][code]) || code;

const isoDay = (day) => new Date(day * 86400e3).toISOString().slice(0, 10);
const dayOf = (text) => Math.round(Date.parse(`${text}T00:00:00Z`) / 86400e3);
const plural = (count, one, many) => `${count.toLocaleString("en")} ${count === 1 ? one : many || `${one}s`}`;

function money(value) {
  if (value === null || value === undefined) return "–";
  if (value >= 1e6) return `${(value / 1e6).toFixed(1)}M`;
  return value >= 1e4 ? `${Math.round(value / 1e3)}k` : Math.round(value).toLocaleString("en");
}

function amount(leg) {
  if (leg.quantity !== null) return `${leg.quantity.toLocaleString("en")} ${leg.quantity_unit || ""}`.trim();
  return leg.gross_weight_kg !== null ? `${leg.gross_weight_kg.toLocaleString("en")} kg` : "–";
}

// A class for a line; the words of the heading stand in titles, they fill paragraphs.
function className(code) {
  if (code === "advanced-computing") return "advanced computing";
  return code === "unknown" ? "goods without a code" : `HS ${code}`;
}

const goodsOf = (leg) => (leg.hs6.length ? leg.hs6.join(", ") : className(leg.class));
const shorten = (text, most) => (text.length > most ? `${text.slice(0, most).trimEnd()}…` : text);
const sumValue = (numbers) => numbers.reduce((sum, number) => sum + (LEGS[number].value_usd || 0), 0);
const rowsOf = (leg) => leg.rows.map(([file, row]) => `${META.files[file]}:${row}`);
