// Which part of the picture is seen: picture pixels to screen pixels and back.
export class Camera {
  constructor() { Object.assign(this, { scale: 1, x: 0, y: 0, width: 1, height: 1, w: 1, h: 1 }); }

  // width, height: the picture; w, h: the screen.
  resize(width, height, w, h) {
    const fitted = this.isFitted;
    Object.assign(this, { width, height, w, h });
    if (fitted !== false) this.fit();
    else this.clamp();
  }

  get least() { return Math.min(this.w / this.width, this.h / this.height); }

  fit() {
    this.scale = this.least;
    this.x = (this.w - this.width * this.scale) / 2;
    this.y = (this.h - this.height * this.scale) / 2;
    this.isFitted = true;
  }

  zoomAt(px, py, factor) {
    const scale = Math.min(Math.max(this.scale * factor, this.least), Math.max(40, this.least));
    this.x = px - ((px - this.x) * scale) / this.scale;
    this.y = py - ((py - this.y) * scale) / this.scale;
    this.scale = scale;
    this.isFitted = scale <= this.least * 1.0001;
    this.clamp();
  }

  pan(dx, dy) { this.x += dx; this.y += dy; this.clamp(); }

  // What is smaller than the screen stays in its middle; what is larger leaves no gap.
  clamp() {
    for (const [at, size, screen] of [["x", this.width, this.w], ["y", this.height, this.h]]) {
      const length = size * this.scale;
      this[at] = length <= screen ? (screen - length) / 2 : Math.min(0, Math.max(screen - length, this[at]));
    }
  }

  show(x, y) {
    const [sx, sy] = this.toScreen(x, y);
    if (sx < 40 || sy < 40 || sx > this.w - 40 || sy > this.h - 40) this.pan(this.w / 2 - sx, this.h / 2 - sy);
  }

  toScreen(x, y) { return [x * this.scale + this.x, y * this.scale + this.y]; }
  toPicture(px, py) { return [(px - this.x) / this.scale, (py - this.y) / this.scale]; }
}
