// What is being drawn and not done yet: a line, an outline, an ellipse; with mouse or keys.
export class Pending {
  constructor(kind, points) { this.kind = kind; this.points = points; }

  static ellipse(cx, cy, rx, ry) { return new Pending("ellipse", [[cx - rx, cy - ry], [cx + rx, cy + ry]]); }

  get corners() {
    if (this.kind !== "ellipse") return this.points;
    const [[x0, y0], [x1, y1]] = this.points, count = 64, corners = [];
    for (let k = 0; k < count; k++) {
      const t = (2 * Math.PI * k) / count;
      corners.push([(x0 + x1) / 2 + ((x1 - x0) / 2) * Math.cos(t), (y0 + y1) / 2 + ((y1 - y0) / 2) * Math.sin(t)]);
    }
    return corners;
  }

  get isDone() {
    const [[x0, y0]] = this.points, [x1, y1] = this.points[this.points.length - 1];
    if (this.kind === "polygon") return this.points.length >= 3;
    if (this.kind === "ellipse") return Math.abs(x1 - x0) > 1 && Math.abs(y1 - y0) > 1;
    return Math.hypot(x1 - x0, y1 - y0) > 2;
  }

  move(dx, dy) { this.points = this.points.map(([x, y]) => [x + dx, y + dy]); }

  // Keys with shift: a line turns, an ellipse grows.
  reshape(dx, dy) {
    const [[x0, y0], [x1, y1]] = this.points, cx = (x0 + x1) / 2, cy = (y0 + y1) / 2;
    if (this.kind === "line") {
      const turn = ((dx + dy) * Math.PI) / 36, c = Math.cos(turn), s = Math.sin(turn);
      this.points = this.points.map(([x, y]) => [cx + (x - cx) * c - (y - cy) * s, cy + (x - cx) * s + (y - cy) * c]);
    } else if (this.kind === "ellipse") {
      this.points = [[x0 - dx, y0 + dy], [x1 + dx, y1 - dy]];
    }
  }

  // Positions as the server counts them: (0, 0) is the centre of the first pixel.
  edit(particles) {
    const told = (points) => points.map(([x, y]) => [x - 0.5, y - 0.5]);
    if (this.kind === "line") {
      const [start, end] = told([this.points[0], this.points[this.points.length - 1]]);
      return { kind: "split", start, end, particles };
    }
    return { kind: "draw", corners: told(this.corners) };
  }
}
