// The canvas. vis-network holds nodes and edges, hit-tests, pans and zooms; bands, links and cards are
// drawn here. Positions come with the payload and physics never runs.
let network;
let nodeSet;
let edgeSet;
let where = new Map();
let hoveredLink = null;

const flowKind = (id) => (INTERESTS.has(id) ? "owns" : LINKS.get(id).kind);

function createNetwork() {
  nodeSet = new vis.DataSet(DATA.graph.nodes.map(({ id, x, y }) => ({
    id, shape: "custom", ctxRenderer: renderNode, label: "", x: x || 0, y: y || 0, hidden: true,
  })));
  edgeSet = new vis.DataSet(DATA.graph.edges.map(({ id, from, to }) => ({
    id, from, to, hidden: true,
    smooth: {
      enabled: true, type: "cubicBezier", roundness: 0.5,
      forceDirection: flowKind(id) === "owns" ? "vertical" : "horizontal",
    },
  })));
  network = new vis.Network(element("graph"), { nodes: nodeSet, edges: edgeSet }, {
    physics: { enabled: false },
    layout: { improvedLayout: false },
    interaction: { hover: true, multiselect: true, tooltipDelay: 1e9, keyboard: false, zoomSpeed: 0.6, selectConnectedEdges: false },
    // The links are drawn by hand; vis-network's own lines only catch the pointer.
    edges: { width: 6, color: { opacity: 0, inherit: false, color: "#000" }, chosen: false, hoverWidth: 0, selectionWidth: 0 },
  });
  network.on("beforeDrawing", drawBehind);
  network.on("afterDrawing", drawStepLabels);
  network.on("click", ({ nodes, edges }) => {
    if (nodes.length) selectParty(nodes[0]);
    else if (edges.length) selectLink(edges[0]);
    else clearSelection();
  });
  network.on("doubleClick", ({ nodes }) => { if (nodes.length) expand(nodes[0]); });
  network.on("dragEnd", ({ nodes }) => {
    if (!nodes.length) return;
    const dropped = network.getPositions(nodes);
    change((next) => { for (const id of nodes) next.moved[id] = [dropped[id].x, dropped[id].y]; });
  });
  network.on("hoverNode", ({ node }) => say(partyLine(node)));
  network.on("hoverEdge", ({ edge }) => { hoveredLink = edge; say(linkLine(edge)); network.redraw(); });
  network.on("blurNode", sayCounts);
  network.on("blurEdge", () => { hoveredLink = null; sayCounts(); network.redraw(); });
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
  const points = curve(where.get(link.from), where.get(link.to), kind);
  const steps = visible.steps.has(id);
  const lit = !visible.lit || visible.lit.has(id);
  canvas.save();
  canvas.globalAlpha = lit ? (steps || hoveredLink === id ? 1 : kind === "priority" ? 0.85 : 0.6) : 0.08;
  canvas.strokeStyle = COLOURS[kind];
  canvas.fillStyle = COLOURS[kind];
  canvas.lineWidth = (steps ? 4 : linkWidth(link, kind)) + (hoveredLink === id ? 2 : 0);
  canvas.setLineDash(kind === "owns" ? [6, 4] : []);
  const [x0, y0, x1, y1, x2, y2, x3, y3] = points;
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
    const [x, y] = pointAt(curve(where.get(link.from), where.get(link.to), flowKind(id)), 0.5);
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
  nodeSet.update(DATA.graph.nodes.map(({ id }) => ({
    id, hidden: !visible.parties.has(id) || !where.has(id), ...(where.get(id) || {}),
  })));
  edgeSet.update(DATA.graph.edges.map(({ id }) => ({
    id, hidden: !visible.links.has(id) && !visible.interests.has(id),
  })));
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
    top: Math.min(...ys) - (ids ? 60 : 80), bottom: Math.max(...ys) + 50,
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
  const low = Math.min(...ys) - 80 + height / 2;
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
