// Legs by month, with a window to drag. A date less exact than a month is spread over its months.
const MONTHS = (() => {
  const months = [];
  for (let at = new Date(ALL_DAYS[0] * 86400e3); at.getTime() < ALL_DAYS[1] * 86400e3;) {
    const first = Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1);
    at = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1));
    months.push({ first: first / 86400e3, end: at.getTime() / 86400e3 });
  }
  return months;
})();
const FRAME = { height: 112, left: 44, right: 16, top: 22, bottom: 24 };
const WEEK = 7;

function monthCounts() {
  const counts = MONTHS.map(() => ({ priority: 0, other: 0 }));
  const shown = new Set();
  for (const link of LINKS.values()) {
    if (visible.parties.has(link.from) && visible.parties.has(link.to)) link.legs.forEach((number) => shown.add(number));
  }
  for (const number of shown) {
    const leg = LEGS[number];
    const touched = MONTHS.flatMap((month, index) => (leg.first < month.end && leg.last >= month.first ? [index] : []));
    for (const index of touched) counts[index][leg.priority ? "priority" : "other"] += 1 / touched.length;
  }
  return counts;
}

function moveWindow(part, from, to, days) {
  const [low, high] = ALL_DAYS;
  if (part === "start") return [Math.min(Math.max(low, from + days), to - WEEK), to];
  if (part === "end") return [from, Math.max(Math.min(high, to + days), from + WEEK)];
  const shift = Math.max(low - from, Math.min(high - to, days));
  return [from + shift, to + shift];
}

function dragWindow(part, daysPerPixel) {
  return (down) => {
    down.preventDefault();
    const { from, to } = state;
    const before = JSON.stringify(state);
    let frame = 0;
    const move = (event) => {
      [state.from, state.to] = moveWindow(part, from, to, Math.round((event.clientX - down.clientX) * daysPerPixel));
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(render);
    };
    const up = () => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", up);
      if (state.from !== from || state.to !== to) { past.push(before); future.length = 0; }
      render();
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", up);
  };
}

function keyWindow(part) {
  return (event) => {
    const days = { ArrowLeft: -WEEK, ArrowRight: WEEK, PageDown: -30, PageUp: 30 }[event.key];
    if (!days) return;
    event.preventDefault();
    event.stopPropagation();
    change((next) => { [next.from, next.to] = moveWindow(part, next.from, next.to, days); });
    document.querySelector(`[data-handle="${part}"]`).focus();
  };
}

function renderTimeline() {
  const box = element("timeline");
  const width = box.clientWidth || 800;
  const { height, left, right, top, bottom } = FRAME;
  const [low, high] = ALL_DAYS;
  const inner = width - left - right;
  const floor = height - bottom;
  const x = (day) => left + (Math.min(Math.max(day, low), high) - low) / (high - low) * inner;
  const counts = monthCounts();
  const most = Math.max(1, ...counts.map(({ priority, other }) => priority + other));
  const y = (count) => floor - (floor - top) * count / most;
  const svg = draw("svg", { viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": "Legs by month of departure" });
  svg.append(draw("text", { x: 8, y: 13, class: "label" }, "Legs by month of departure, ◆ priority goods below. Drag the window or its handles, or move a handle with the arrow keys."));
  const every = Math.ceil(MONTHS.length / Math.max(1, Math.floor(inner / 64)));
  MONTHS.forEach((month, index) => {
    const [start, end] = [x(month.first), Math.max(x(month.first) + 1, x(month.end) - 2)];
    const { priority, other } = counts[index];
    const inside = month.end > state.from && month.first < state.to;
    const bar = (from, to, kind) => draw("rect", { x: start, width: end - start, y: y(to), height: Math.max(0, y(from) - y(to)), class: kind, opacity: inside ? 0.9 : 0.25 });
    svg.append(bar(0, priority, "priority"), bar(priority, priority + other, "other"));
    if (index % every === 0) svg.append(draw("text", { x: start, y: height - 8, class: "label" }, isoDay(month.first).slice(0, 7)));
  });
  svg.append(draw("text", { x: left - 6, y: top + 8, class: "label end" }, Math.ceil(most)), draw("text", { x: left - 6, y: floor, class: "label end" }, "0"));
  if (state.finding !== null) {
    FINDINGS[state.finding].journeys[state.journey].legs.forEach((number, index) => {
      const leg = LEGS[number];
      const [start, end] = [x(leg.first), Math.max(x(leg.last + 1), x(leg.first) + 2)];
      svg.append(draw("rect", { x: start, y: top, width: end - start, height: floor - top, class: "mark" }),
        draw("text", { x: (start + end) / 2, y: top - 1 + 10, class: "label middle strong" }, index + 1));
    });
  }
  const [a, b] = [x(state.from), x(state.to)];
  const scale = (high - low) / inner;
  svg.append(
    draw("rect", { x: left, y: top, width: Math.max(0, a - left), height: floor - top, class: "outside" }),
    draw("rect", { x: b, y: top, width: Math.max(0, width - right - b), height: floor - top, class: "outside" }),
    draw("rect", { x: a, y: top, width: Math.max(0, b - a), height: floor - top, class: "window", on: { pointerdown: dragWindow("both", scale) } }));
  for (const [part, at, day, name] of [["start", a, state.from, "First day"], ["end", b, state.to - 1, "Last day"]]) {
    svg.append(draw("rect", {
      x: at - 4, y: top + 6, width: 8, height: floor - top - 12, rx: 3, class: "handle", tabindex: 0, role: "slider", "data-handle": part,
      "aria-label": name, "aria-valuemin": low, "aria-valuemax": high, "aria-valuenow": day, "aria-valuetext": isoDay(day),
      on: { pointerdown: dragWindow(part, scale), keydown: keyWindow(part) },
    }));
  }
  box.replaceChildren(svg);
}
