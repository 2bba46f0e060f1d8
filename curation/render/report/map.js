// ---- the map of the utterances -------------------------------------------------------------------------------------

const drawMap = (onPaper) => {
  const canvas = $("map");
  const ratio = window.devicePixelRatio || 1;
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const pen = canvas.getContext("2d");
  pen.scale(ratio, ratio);
  const style = getComputedStyle(document.documentElement);
  const dark = !onPaper && matchMedia("(prefers-color-scheme: dark)").matches;
  const [ink, soft, bad, paper] = onPaper ? ["#000", "#555", "#b00", "#fff"]
    : ["--ink", "--soft", "--bad", "--paper"].map((name) => style.getPropertyValue(name).trim());
  pen.fillStyle = paper;
  pen.fillRect(0, 0, width, height);
  const scope = valueOf($("map-scope"));
  const chosen = valueOf($("map-intent"));
  const only = $("map-doubtful").checked;
  const here = texts.filter((item) => item.scope === scope && item.x >= 0);
  const names = [...new Set(here.map((item) => item.intent))].sort();
  const pad = 14;
  const spots = here.map((item) => ({
    item, x: pad + item.x * (width - 2 * pad), y: pad + (1 - item.y) * (height - 2 * pad),
    on: (chosen === "" || item.intent === chosen) && (!only || item.doubt >= DATA.doubtful || item.taken === "wrong"),
  }));
  const colour = (name) => {
    const turn = (names.indexOf(name) * 137.508) % 360;
    return `hsl(${turn} ${dark ? 65 : 70}% ${dark ? 66 : 38}%)`;
  };
  const size = here.length > 3000 ? 2 : here.length > 800 ? 2.6 : 4;
  for (const spot of spots) {
    pen.globalAlpha = spot.on ? 0.85 : 0.12;
    pen.fillStyle = spot.on ? colour(spot.item.intent) : soft;
    pen.beginPath();
    pen.arc(spot.x, spot.y, size, 0, 2 * Math.PI);
    pen.fill();
    if (spot.on && spot.item.doubt >= DATA.doubtful) {
      pen.strokeStyle = bad;
      pen.lineWidth = 1.5;
      pen.beginPath();
      pen.arc(spot.x, spot.y, size + 2.5, 0, 2 * Math.PI);
      pen.stroke();
    }
  }
  pen.globalAlpha = 1;
  pen.font = "12px system-ui, sans-serif";
  pen.fillStyle = ink;
  pen.textAlign = "center";
  const taken = [];
  for (const name of chosen ? [chosen] : names) {
    const own = spots.filter((spot) => spot.item.intent === name && spot.item.taken !== "wrong");
    if (!own.length) continue;
    const x = own.reduce((sum, spot) => sum + spot.x, 0) / own.length;
    const y = own.reduce((sum, spot) => sum + spot.y, 0) / own.length;
    const half = pen.measureText(name).width / 2 + 3;
    const box = [Math.max(half, Math.min(width - half, x)), y, half];
    if (!chosen && taken.some(([ox, oy, oh]) => Math.abs(ox - box[0]) < oh + half && Math.abs(oy - y) < 15)) continue;
    taken.push(box);
    pen.lineWidth = 3;
    pen.strokeStyle = paper;
    pen.strokeText(name, box[0], y + 4);
    pen.fillText(name, box[0], y + 4);
  }
  return spots;
};

if ($("map")) {
  let spots = [];
  const redraw = () => { spots = drawMap(false); };
  addEventListener("beforeprint", () => drawMap(true));
  addEventListener("afterprint", redraw);
  const fill = () => {
    const names = [...new Set(texts.filter((item) => item.scope === valueOf($("map-scope")) && item.x >= 0).map((item) => item.intent))].sort();
    $("map-intent").replaceChildren(...[["", "all"], ...names.map((name) => [name, name])].map(([value, shown]) => {
      const option = make("option", shown);
      option.value = value && JSON.stringify(value);
      return option;
    }));
    redraw();
  };
  const nearest = (event) => {
    const box = $("map").getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    let best = null;
    for (const spot of spots) {
      const far = (spot.x - x) ** 2 + (spot.y - y) ** 2;
      if (spot.on && far < 196 && (!best || far < best.far)) best = { far, spot };
    }
    return best && best.spot;
  };
  $("map-scope").addEventListener("input", fill);
  $("map-intent").addEventListener("input", redraw);
  $("map-doubtful").addEventListener("input", redraw);
  addEventListener("resize", redraw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  $("map").addEventListener("mousemove", (event) => {
    const spot = nearest(event);
    const tip = $("tip");
    tip.hidden = !spot;
    if (!spot) return;
    const wrong = spot.item.taken === "wrong" ? `, taken for ${spot.item.said} (${percent(spot.item.sure)})` : "";
    tip.replaceChildren(make("strong", spot.item.intent), document.createTextNode(wrong), make("br"), make("bdi", spot.item.text));
    const room = $("map").clientWidth;
    tip.style.left = `${Math.min(spot.x + 12, Math.max(0, room - 290))}px`;
    tip.style.top = `${spot.y + 12}px`;
  });
  $("map").addEventListener("mouseleave", () => { $("tip").hidden = true; });
  $("map").addEventListener("click", (event) => {
    const spot = nearest(event);
    if (spot) showTexts({ find: spot.item.text, scope: spot.item.scope });
  });
  fill();
}
