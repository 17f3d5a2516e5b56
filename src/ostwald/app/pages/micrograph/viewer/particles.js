// The particles that are drawn: outlines in picture pixels, who is where, who is next.
export class Particles {
  constructor(outlines) {
    this.all = new Map();
    this.change([], outlines);
    this.cut = new Set();
    this.hidden = new Set();
  }

  change(removed, added) {
    for (const number of removed) this.all.delete(number);
    for (const [number, halves] of Object.entries(added)) this.all.set(Number(number), shape(halves));
    this.paths = null;
    // Diameter that half of the particles exceed.
    const sizes = [...this.all.values()].map((one) => Math.sqrt((one.x1 - one.x0) * (one.y1 - one.y0))).sort((a, b) => a - b);
    this.typical = sizes.length ? sizes[sizes.length >> 1] : 0;
  }

  mark(cut, hidden) { this.cut = new Set(cut); this.hidden = new Set(hidden); this.paths = null; }

  // One path a kind: thousands of outlines are three strokes.
  combined() {
    if (this.paths) return this.paths;
    this.paths = { counted: new Path2D(), cut: new Path2D(), hidden: new Path2D() };
    for (const [number, one] of this.all) {
      const kind = this.hidden.has(number) ? "hidden" : this.cut.has(number) ? "cut" : "counted";
      this.paths[kind].addPath(one.path);
    }
    return this.paths;
  }

  at(x, y, slack) {
    let best = null;
    for (const [number, one] of this.all) {
      if (x < one.x0 - slack || x > one.x1 + slack || y < one.y0 - slack || y > one.y1 + slack) continue;
      const area = (one.x1 - one.x0) * (one.y1 - one.y0);
      if ((slack || inside(one.corners, x, y)) && (!best || area < best.area)) best = { number, area };
    }
    return best ? best.number : null;
  }

  // The particle that lies next to another one in a direction.
  next(from, dx, dy) {
    const here = this.all.get(from);
    let best = null, least = Infinity;
    for (const [number, one] of this.all) {
      if (number === from || this.hidden.has(number)) continue;
      const ax = here ? one.cx - here.cx : one.cx, ay = here ? one.cy - here.cy : one.cy;
      const along = ax * dx + ay * dy, across = Math.abs(ax * dy - ay * dx);
      if (here && along <= 0) continue;
      if (here && across > 2 * along) continue;
      const cost = here ? along + 2 * across : Math.hypot(ax, ay);
      if (cost < least) { least = cost; best = number; }
    }
    return best;
  }

  // A line across the narrow side of a particle: where one would split it.
  narrow(number) {
    const one = this.all.get(number), c = one.corners;
    let xx = 0, yy = 0, xy = 0;
    for (let i = 0; i < c.length; i += 2) {
      const x = c[i] - one.cx, y = c[i + 1] - one.cy;
      xx += x * x; yy += y * y; xy += x * y;
    }
    const along = 0.5 * Math.atan2(2 * xy, xx - yy), reach = Math.hypot(one.x1 - one.x0, one.y1 - one.y0) / 2 + 2;
    const dx = -Math.sin(along) * reach, dy = Math.cos(along) * reach;
    return [[one.cx - dx, one.cy - dy], [one.cx + dx, one.cy + dy]];
  }
}

function shape(halves) {
  const corners = halves.map((value) => value / 2), path = new Path2D();
  let x0 = Infinity, y0 = Infinity, x1 = -Infinity, y1 = -Infinity;
  for (let i = 0; i < corners.length; i += 2) {
    const x = corners[i], y = corners[i + 1];
    if (i) path.lineTo(x, y); else path.moveTo(x, y);
    x0 = Math.min(x0, x); x1 = Math.max(x1, x); y0 = Math.min(y0, y); y1 = Math.max(y1, y);
  }
  path.closePath();
  return { corners, path, x0, y0, x1, y1, cx: (x0 + x1) / 2, cy: (y0 + y1) / 2 };
}

function inside(c, x, y) {
  let within = false;
  for (let i = 0, j = c.length - 2; i < c.length; j = i, i += 2)
    if (c[i + 1] > y !== c[j + 1] > y && x < ((c[j] - c[i]) * (y - c[i + 1])) / (c[j + 1] - c[i + 1]) + c[i]) within = !within;
  return within;
}
