// How cards, links and bands look on the canvas. Role is shape and colour and column at once.
let COLOURS = {};
const COLOUR_NAMES = [
  "page", "panel", "text", "muted", "line", "accent", "band", "selected", "other", "priority", "owns", "card",
  "exporter", "intermediary", "listed", "affiliate", "owner", "partner",
];

function readColours() {
  const style = getComputedStyle(document.documentElement);
  COLOURS = Object.fromEntries(COLOUR_NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

const FADED = 0.13;
const FONT = 'system-ui, "Segoe UI", Roboto, "DejaVu Sans", "Noto Sans CJK SC", sans-serif';
const clipped = new Map();

function clipText(canvas, text, width) {
  const key = `${canvas.font}|${width}|${text}`;
  if (clipped.has(key)) return clipped.get(key);
  let result = text;
  if (canvas.measureText(text).width > width) {
    const letters = [...text];
    let low = 0;
    let high = letters.length;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (canvas.measureText(`${letters.slice(0, middle).join("")}…`).width <= width) low = middle;
      else high = middle - 1;
    }
    result = `${letters.slice(0, low).join("").trimEnd()}…`;
  }
  if (clipped.size > 5000) clipped.clear();
  clipped.set(key, result);
  return result;
}

// Points of each role's shape around 0,0 with radius 1; a circle has none.
const SHAPES = {
  exporter: [[-1, -1], [1, -1], [1, 1], [-1, 1]],
  listed: [[0, -1.3], [1.3, 0], [0, 1.3], [-1.3, 0]],
  affiliate: [[0, -1.3], [1.3, 0], [0, 1.3], [-1.3, 0]],
  owner: [[0, -1.1], [1.1, 0.9], [-1.1, 0.9]],
  partner: [0, 1, 2, 3, 4, 5].map((corner) => [1.1 * Math.cos(corner * Math.PI / 3), 1.1 * Math.sin(corner * Math.PI / 3)]),
};

function drawGlyph(canvas, role, x, y, radius) {
  canvas.beginPath();
  if (SHAPES[role]) SHAPES[role].forEach(([dx, dy]) => canvas.lineTo(x + dx * radius, y + dy * radius));
  else canvas.arc(x, y, radius, 0, 2 * Math.PI);
  canvas.closePath();
  if (role === "affiliate") {
    canvas.lineWidth = 2;
    canvas.strokeStyle = COLOURS[role];
    canvas.stroke();
  } else {
    canvas.fillStyle = COLOURS[role];
    canvas.fill();
  }
}

function cardNote(party) {
  const degree = visible.degree.get(party.id) || { in: new Set(), out: new Set() };
  const country = party.country || "country not known";
  if (party.role === "listed" && party.entries.length) {
    const { list, listed_on: since } = party.entries[0];
    return `${country} · ${list}${since ? ` since ${since}` : ", since when not known"}`;
  }
  if (party.role === "affiliate") return `${country} · owned by a listed party`;
  if (party.role === "owner") return `${country} · on no route`;
  const near = visible.hiddenNear.get(party.id);
  return `${country} · in ${degree.in.size} · out ${degree.out.size}${near ? ` · +${near.size}` : ""}`;
}

function drawPill(canvas, party, x, y) {
  const high = party.score >= META.flag_at;
  canvas.beginPath();
  canvas.roundRect(x - 15, y - 9, 30, 18, 9);
  canvas.fillStyle = high ? COLOURS.priority : COLOURS.band;
  canvas.fill();
  canvas.fillStyle = high ? COLOURS.panel : COLOURS.text;
  canvas.font = `700 11px ${FONT}`;
  canvas.textAlign = "center";
  canvas.fillText(party.score.toFixed(0), x, y + 0.5);
}

function drawCard(canvas, party, x, y, { selected, hovered, scale }) {
  const left = x - CARD.width / 2;
  const top = y - CARD.height / 2;
  const high = party.score !== null && party.score >= META.flag_at;
  canvas.save();
  canvas.globalAlpha = visible.faded.has(party.id) && !hovered ? FADED : 1;
  canvas.beginPath();
  canvas.roundRect(left, top, CARD.width, CARD.height, 6);
  canvas.fillStyle = COLOURS.card;
  canvas.fill();
  canvas.lineWidth = selected ? 3 : high || hovered ? 2 : 1.2;
  canvas.strokeStyle = selected ? COLOURS.selected
    : party.role === "listed" || party.role === "affiliate" ? COLOURS.listed : high ? COLOURS.priority : COLOURS.line;
  canvas.stroke();
  canvas.fillStyle = COLOURS[party.role];
  canvas.beginPath();
  canvas.roundRect(left + 1, top + 1, 4, CARD.height - 2, [5, 0, 0, 5]);
  canvas.fill();
  drawGlyph(canvas, party.role, left + 17, y, 6);
  if (scale > 0.3) {
    const room = party.score === null ? 0 : 34;
    canvas.textBaseline = "middle";
    canvas.textAlign = "left";
    canvas.direction = "ltr";
    canvas.fillStyle = COLOURS.text;
    canvas.font = `600 13px ${FONT}`;
    canvas.fillText(clipText(canvas, party.name, CARD.width - 38 - room), left + 31, y - 8);
    canvas.fillStyle = party.role === "listed" || party.role === "affiliate" ? COLOURS.listed : COLOURS.muted;
    canvas.font = `11.5px ${FONT}`;
    canvas.fillText(clipText(canvas, cardNote(party), CARD.width - 38 - room), left + 31, y + 9);
    if (room) drawPill(canvas, party, left + CARD.width - 20, y);
  } else if (party.score !== null) drawPill(canvas, party, left + CARD.width - 20, y);
  canvas.restore();
}

// Where a link leaves and enters: sides for goods, top and bottom for ownership. Ends at the edge of
// the cards, so that no arrow hides under a name.
function curve(from, to, kind) {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const wide = CARD.width / 2;
  const high = CARD.height / 2;
  if (kind === "owns") {
    if (Math.abs(dy) < CARD.height && Math.abs(dx) > CARD.width) {
      const side = Math.sign(dx);
      return [from.x + side * wide, from.y, from.x + side * (wide + 20), from.y,
        to.x - side * (wide + 20), to.y, to.x - side * wide, to.y];
    }
    const side = dy < 0 ? -1 : 1;
    const reach = Math.max(24, Math.abs(dy) * 0.4);
    return [from.x, from.y + side * high, from.x, from.y + side * (high + reach),
      to.x, to.y - side * (high + reach), to.x, to.y - side * high];
  }
  const shift = kind === "priority" ? -3 : 4;
  if (Math.abs(dx) < CARD.width) {
    const reach = 60 + Math.min(60, Math.abs(dy) * 0.2);
    return [from.x + wide, from.y + shift, from.x + wide + reach, from.y + shift,
      to.x + wide + reach, to.y + shift, to.x + wide, to.y + shift];
  }
  const side = Math.sign(dx);
  const reach = Math.max(50, (Math.abs(dx) - CARD.width) * 0.5);
  return [from.x + side * wide, from.y + shift, from.x + side * (wide + reach), from.y + shift,
    to.x - side * (wide + reach), to.y + shift, to.x - side * wide, to.y + shift];
}

const OWNS_WIDTH = 1.4;

function linkWidth(legs) {
  const value = sumValue(legs);
  return Math.min(6, 1 + Math.max(0, Math.log10(Math.max(1, value) / 2e4)) * 1.6);
}

const pointAt = (c, t) => [0, 1].map((axis) => (1 - t) ** 3 * c[axis] + 3 * (1 - t) ** 2 * t * c[axis + 2]
  + 3 * (1 - t) * t ** 2 * c[axis + 4] + t ** 3 * c[axis + 6]);
