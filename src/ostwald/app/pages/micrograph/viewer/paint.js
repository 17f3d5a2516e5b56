// Draws picture, outlines and what is pending. Every line has a dark edge: seen on any ground.
const ORANGE = "#ffb000", BLUE = "#56b4e9", GREY = "#d0d0d0", WHITE = "#ffffff", PURPLE = "#ff9ee0", EDGE = "rgba(0,0,0,.72)";

export function paint(ctx, ratio, view) {
  const { camera, image, shade, particles, chosen, hovered, pending, bar, outlines } = view;
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, camera.w, camera.h);
  ctx.setTransform(ratio * camera.scale, 0, 0, ratio * camera.scale, ratio * camera.x, ratio * camera.y);
  if (image) {
    ctx.imageSmoothingEnabled = camera.scale * (camera.width / image.naturalWidth) < 3;
    ctx.imageSmoothingQuality = "medium";
    ctx.drawImage(image, 0, 0, camera.width, camera.height);
    if (shade) ctx.drawImage(shade, 0, 0, camera.width, camera.height);
  }
  const px = 1 / camera.scale;
  ctx.lineJoin = "round";
  const line = (path, colour, width, dash = []) => {
    ctx.setLineDash([]);
    ctx.lineWidth = (width + 1.6 * Math.min(1, width)) * px; ctx.strokeStyle = EDGE; ctx.stroke(path);
    ctx.setLineDash(dash.map((length) => length * px));
    ctx.lineWidth = width * px; ctx.strokeStyle = colour; ctx.stroke(path);
    ctx.setLineDash([]);
  };
  if (particles && outlines) {
    const { counted, cut, hidden } = particles.combined();
    // Small particles get thin lines, or these would hide them.
    const weight = Math.min(1, Math.max(0.45, (particles.typical * camera.scale) / 26));
    line(hidden, GREY, 0.8 * weight, [1.5, 3]);
    line(cut, BLUE, 1.4 * weight, [5, 3]);
    line(counted, ORANGE, 1.5 * weight);
  }
  if (particles) {
    const one = particles.all.get(hovered);
    if (one) line(one.path, WHITE, 1.6);
    for (const number of chosen) {
      const other = particles.all.get(number);
      if (!other) continue;
      ctx.fillStyle = "rgba(255,255,255,.22)"; ctx.fill(other.path);
      line(other.path, WHITE, 2.6);
    }
  }
  if (pending) {
    const path = new Path2D(), corners = pending.corners;
    corners.forEach(([x, y], k) => (k ? path.lineTo(x, y) : path.moveTo(x, y)));
    if (pending.kind !== "line" && corners.length > 2) path.closePath();
    line(path, WHITE, 2, [6, 4]);
    for (const [x, y] of pending.points.length < 40 && pending.kind !== "ellipse" ? pending.points : []) {
      const dot = new Path2D(); dot.arc(x, y, 3 * px, 0, 7); line(dot, WHITE, 2);
    }
  }
  if (bar) {
    const path = new Path2D(), [x0, y0, x1, y1] = bar.ends, length = Math.hypot(x1 - x0, y1 - y0) || 1;
    const nx = (-(y1 - y0) / length) * 7 * px, ny = ((x1 - x0) / length) * 7 * px;
    path.moveTo(x0, y0); path.lineTo(x1, y1);
    for (const [x, y] of [[x0, y0], [x1, y1]]) { path.moveTo(x - nx, y - ny); path.lineTo(x + nx, y + ny); }
    line(path, PURPLE, 2.4);
    label(ctx, ratio, camera, bar);
  }
}

// Beside the bar, where it hides neither the bar nor what the picture itself says above it.
function label(ctx, ratio, camera, bar) {
  const [x0, y0, x1, y1] = bar.ends;
  const [left, leftY] = camera.toScreen(...(x0 <= x1 ? [x0, y0] : [x1, y1]));
  const [right, rightY] = camera.toScreen(...(x0 <= x1 ? [x1, y1] : [x0, y0]));
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.font = "600 13px Roboto, system-ui, sans-serif";
  ctx.textAlign = "left"; ctx.textBaseline = "middle";
  const width = ctx.measureText(bar.text).width + 12, gap = 20;
  const isRight = right + gap + width <= camera.w;
  const x = isRight ? right + gap : Math.max(2, left - gap - width);
  const y = Math.min(Math.max(isRight ? rightY : leftY, 12), camera.h - 12);
  ctx.fillStyle = "rgba(0,0,0,.72)";
  ctx.beginPath(); ctx.roundRect(x, y - 10, width, 20, 4); ctx.fill();
  ctx.fillStyle = PURPLE; ctx.fillText(bar.text, x + 6, y + 0.5);
}
