// The canvas. vis-network holds the cards, pans, zooms and drags; bands, links and cards are drawn
// here, and links are found under the pointer here too. Physics never runs.
let network;
let nodeSet;
let where = new Map();
let hoveredLink = null;
let hoveredNode = null;
let curves = new Map();

const flowKind = (id) => (INTERESTS.has(id) ? "owns" : LINKS.get(id).kind);

function createNetwork() {
  nodeSet = new vis.DataSet(DATA.nodes.map(({ id, x, y }) => ({
    id, shape: "custom", ctxRenderer: renderNode, label: "", x: x || 0, y: y || 0, hidden: true,
  })));
  network = new vis.Network(element("graph"), { nodes: nodeSet, edges: [] }, {
    physics: { enabled: false },
    layout: { improvedLayout: false },
    interaction: { hover: true, multiselect: true, tooltipDelay: 1e9, keyboard: false, zoomSpeed: 0.6 },
  });
  network.on("beforeDrawing", drawBehind);
  network.on("afterDrawing", drawStepLabels);
  network.on("click", ({ nodes, pointer }) => {
    const link = nodes.length ? null : linkAt(pointer.canvas);
    if (nodes.length) selectParty(nodes[0]);
    else if (link) selectLink(link);
    else clearSelection();
  });
  network.on("doubleClick", ({ nodes }) => { if (nodes.length) expand(nodes[0]); });
  network.on("dragging", ({ nodes }) => follow(nodes));
  network.on("dragEnd", ({ nodes }) => {
    if (!nodes.length) return;
    follow(nodes);
    change((next) => { for (const id of nodes) next.moved[id] = [where.get(id).x, where.get(id).y]; });
  });
  network.on("hoverNode", ({ node }) => { hoveredNode = node; hoverLink(null); say(partyLine(node)); });
  network.on("blurNode", () => { hoveredNode = null; sayCounts(); });
  let waiting = false;
  element("graph").addEventListener("mousemove", (event) => {
    if (waiting || hoveredNode !== null || event.buttons) return;
    waiting = true;
    const box = element("graph").getBoundingClientRect();
    const at = { x: event.clientX - box.left, y: event.clientY - box.top };
    requestAnimationFrame(() => {
      waiting = false;
      hoverLink(linkAt(network.DOMtoCanvas(at)));
    });
  });
}

// Links follow the card that is being dragged.
function follow(nodes) {
  for (const [id, point] of Object.entries(network.getPositions(nodes))) where.set(Number(id), point);
  curves = new Map();
}

function hoverLink(id) {
  if (id === hoveredLink) return;
  hoveredLink = id;
  element("graph").style.cursor = id ? "pointer" : "";
  if (id) say(linkLine(id));
  else sayCounts();
  network.redraw();
}

function curveOf(id, link) {
  if (!curves.has(id)) curves.set(id, curve(where.get(link.from), where.get(link.to), flowKind(id)));
  return curves.get(id);
}

// The visible link nearest to a point, within a finger's reach; lit ones win.
function linkAt({ x, y }) {
  const reach = 7 / network.getScale();
  let best = null;
  let nearest = reach;
  for (const [id, link] of [...visible.interests, ...visible.links]) {
    if (visible.lit && !visible.lit.has(id)) continue;
    const c = curveOf(id, link);
    const outside = (axis, value) => {
      const values = [c[axis], c[axis + 2], c[axis + 4], c[axis + 6]];
      return value < Math.min(...values) - reach || value > Math.max(...values) + reach;
    };
    if (outside(0, x) || outside(1, y)) continue;
    let [ax, ay] = [c[0], c[1]];
    for (let part = 1; part <= 24; part += 1) {
      const [bx, by] = pointAt(c, part / 24);
      const [dx, dy] = [bx - ax, by - ay];
      const along = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
      const distance = Math.hypot(x - ax - along * dx, y - ay - along * dy);
      if (distance <= nearest) [nearest, best] = [distance, id];
      [ax, ay] = [bx, by];
    }
  }
  return best;
}

function renderNode({ ctx, id, x, y, state: { selected, hover } }) {
  return {
    nodeDimensions: { width: CARD.width, height: CARD.height },
    drawNode() {
      drawCard(ctx, PARTIES.get(id), x, y, { selected, hovered: hover, scale: network ? network.getScale() : 1 });
    },
  };
}

function drawBand(canvas, band, extra, shift) {
  canvas.fillStyle = COLOURS.band;
  canvas.fillRect(band.x, band.y + shift, band.width, band.height + extra);
  canvas.fillStyle = COLOURS.muted;
  canvas.font = `700 12px ${FONT}`;
  canvas.textBaseline = "middle";
}

function drawBehind(canvas) {
  for (const band of META.bands) {
    drawBand(canvas, band, visible.extra, 0);
    canvas.textAlign = "center";
    canvas.fillText(band.title.toUpperCase(), band.x + band.width / 2, band.y + 16);
  }
  for (const { x, y } of visible.partnerHeads) canvas.fillText("OTHER TRADE PARTNERS", x, y);
  if (META.lane && state.owners) {
    drawBand(canvas, META.lane, 0, visible.extra);
    canvas.textAlign = "left";
    canvas.fillText(META.lane.title.toUpperCase(), META.lane.x + 12, META.lane.y + 14 + visible.extra);
  }
  const late = [];
  for (const [id, link] of [...visible.interests, ...visible.links]) {
    if (visible.lit && visible.lit.has(id)) late.push([id, link]);
    else drawLink(canvas, id, link);
  }
  for (const [id, link] of late) drawLink(canvas, id, link);
}

function drawLink(canvas, id, link) {
  const kind = flowKind(id);
  const steps = visible.steps.has(id);
  const lit = !visible.lit || visible.lit.has(id);
  canvas.save();
  canvas.globalAlpha = lit ? (steps || hoveredLink === id ? 1 : kind === "priority" ? 0.85 : 0.6) : 0.08;
  canvas.strokeStyle = COLOURS[kind];
  canvas.fillStyle = COLOURS[kind];
  canvas.lineWidth = (steps ? 4 : link.width || OWNS_WIDTH) + (hoveredLink === id ? 2 : 0);
  canvas.setLineDash(kind === "owns" ? [6, 4] : []);
  const [x0, y0, x1, y1, x2, y2, x3, y3] = curveOf(id, link);
  const length = Math.hypot(x3 - x2, y3 - y2) || 1;
  const [ux, uy] = [(x3 - x2) / length, (y3 - y2) / length];
  const tip = 7 + canvas.lineWidth * 1.2;
  canvas.beginPath();
  canvas.moveTo(x0, y0);
  canvas.bezierCurveTo(x1, y1, x2, y2, x3 - ux * tip * 0.8, y3 - uy * tip * 0.8);
  canvas.stroke();
  canvas.setLineDash([]);
  canvas.beginPath();
  canvas.moveTo(x3, y3);
  canvas.lineTo(x3 - ux * tip - uy * tip * 0.5, y3 - uy * tip + ux * tip * 0.5);
  canvas.lineTo(x3 - ux * tip + uy * tip * 0.5, y3 - uy * tip - ux * tip * 0.5);
  canvas.fill();
  canvas.restore();
}

// Step numbers and dates stand level on the link, whatever its slope.
function drawStepLabels(canvas) {
  for (const [id, steps] of visible.steps) {
    const link = visible.links.get(id);
    const [x, y] = pointAt(curveOf(id, link), 0.5);
    const text = steps.map(({ step, leg }) => `${step} · ${leg.departs}`).join("  ");
    canvas.font = `600 11px ${FONT}`;
    canvas.textAlign = "center";
    canvas.textBaseline = "middle";
    const width = canvas.measureText(text).width + 14;
    canvas.beginPath();
    canvas.roundRect(x - width / 2, y - 10, width, 20, 10);
    canvas.fillStyle = COLOURS.panel;
    canvas.fill();
    canvas.lineWidth = 1.5;
    canvas.strokeStyle = COLOURS.priority;
    canvas.stroke();
    canvas.fillStyle = COLOURS.text;
    canvas.fillText(text, x, y + 0.5);
  }
}

function updateGraph() {
  where = positions();
  curves = new Map();
  nodeSet.update(DATA.nodes.map(({ id }) => ({
    id, hidden: !visible.parties.has(id) || !where.has(id), ...(where.get(id) || {}),
  })));
  // vis-network 9 learns the size of a card when it draws it and uses it only after a refresh: until
  // then the pointer would find a small square in the middle of each card.
  network.once("afterDrawing", () => {
    for (const node of Object.values(network.body.nodes)) node.needsRefresh();
    network.redraw();
  });
  network.unselectAll();
  if (state.party !== null && visible.parties.has(state.party)) network.selectNodes([state.party], false);
  network.redraw();
}

// The part of the picture that matters: all of it where it stays readable, else its width from the top.
function fit(ids) {
  if (state.view !== "graph") return;
  const chosen = (ids || [...visible.parties]).filter((id) => where.has(id) && visible.parties.has(id));
  if (!chosen.length) return;
  const xs = chosen.map((id) => where.get(id).x);
  const ys = chosen.map((id) => where.get(id).y);
  const box = {
    left: Math.min(...xs) - CARD.width / 2 - 40, right: Math.max(...xs) + CARD.width / 2 + 40,
    top: Math.min(...ys) - (ids ? 60 : 92), bottom: Math.max(...ys) + 50,
  };
  const { clientWidth: width, clientHeight: height } = element("graph");
  const across = width / (box.right - box.left);
  const whole = Math.min(across, height / (box.bottom - box.top));
  const scale = Math.min(1.2, whole < 0.42 ? Math.min(across, 0.6) : whole);
  const middle = whole < 0.42 ? box.top + height / scale / 2 : (box.top + box.bottom) / 2;
  const position = { x: (box.left + box.right) / 2, y: ids ? withinPicture(middle, height / scale) : middle };
  network.moveTo({ position, scale, animation: false });
}

// A route at the edge is shown at the edge: no empty half beside it.
function withinPicture(y, height) {
  const ys = [...visible.parties].filter((id) => where.has(id)).map((id) => where.get(id).y);
  const low = Math.min(...ys) - 92 + height / 2;
  const high = Math.max(...ys) + 50 - height / 2;
  return low > high ? (low + high) / 2 : Math.min(Math.max(y, low), high);
}

// Arrow keys walk: right along goods, left against them, up and down in the column.
function walk(key) {
  const here = state.party !== null && visible.parties.has(state.party) ? state.party : null;
  let next = [];
  if (here === null) next = [...visible.parties].filter((id) => PARTIES.get(id).stage === 0);
  else if (key === "ArrowRight") next = [...visible.links.values()].filter(({ from }) => from === here).map(({ to }) => to);
  else if (key === "ArrowLeft") next = [...visible.links.values()].filter(({ to }) => to === here).map(({ from }) => from);
  else {
    const { x, y } = where.get(here);
    next = [...visible.parties].filter((id) => where.has(id) && Math.abs(where.get(id).x - x) < 5
      && (key === "ArrowDown" ? where.get(id).y > y : where.get(id).y < y));
  }
  const from = here === null ? { y: 0 } : where.get(here);
  next.sort((a, b) => Math.abs(where.get(a).y - from.y) - Math.abs(where.get(b).y - from.y) || a - b);
  if (next.length) selectParty(next[0]);
}
