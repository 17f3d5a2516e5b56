// A picture with its particles: zoom, pan, choose, draw; the server is told what a person wants.
import { Camera, Particles, Pending, paint } from "ostwald-viewer";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const TOOL_KEYS = { v: "choose", s: "split", d: "draw", e: "ellipse" };

export default {
  template: `
    <div class="mg-view" ref="view" :style="{ aspectRatio: width > 1 ? width / height : 1.5 }">
      <canvas ref="canvas" tabindex="0" role="application" :aria-label="label" aria-describedby="mg-keys"
        @pointerdown="down" @pointermove="moved" @pointerup="up" @pointercancel="up" @pointerleave="left"
        @wheel.prevent="wheel" @dblclick.prevent="finish" @keydown="key" @contextmenu.prevent></canvas>
      <button v-for="end in bar ? [0, 1] : []" :key="end" type="button" role="slider" class="mg-handle" :style="handleStyle(end)"
        :aria-label="end ? 'Right end of the scale bar' : 'Left end of the scale bar'" aria-valuemin="0" :aria-valuemax="width"
        :aria-valuenow="Math.round(ends[2 * end])" :aria-valuetext="barText"
        @pointerdown.stop.prevent="handleDown(end, $event)" @pointermove.stop="handleMoved(end, $event)" @pointerup.stop="handleUp"
        @pointercancel.stop="handleUp" @keydown="handleKey(end, $event)"></button>
      <span v-if="tip" class="mg-tip">{{ tip }}</span>
    </div>`,
  props: { src: String, veil: String, outlines_url: String, width: Number, height: Number, tool: String, bar: Object, visible: Boolean, label: String, version: Number, cut: Array, hidden: Array, chosen: Array },
  data: () => ({ ends: [0, 0, 0, 0], view: 0, tip: "" }),
  computed: {
    barText() {
      const length = Math.hypot(this.ends[2] - this.ends[0], this.ends[3] - this.ends[1]);
      return `${this.bar && this.bar.text ? this.bar.text + " = " : ""}${length.toFixed(1)} px`;
    },
  },
  watch: {
    src() { this.loadPicture(); },
    veil() { this.loadVeil(); },
    outlines_url() { this.loadOutlines(); },
    version() { this.restate(); },
    chosen() { this.restate(); },
    visible() { this.draw(); },
    width() { this.camera.isFitted = true; this.$nextTick(() => this.resize()); },
    tool() { if (this.tool !== this.mode) this.hold(this.tool); },
    bar: { handler(bar) { if (bar && !this.grabbed) this.ends = [...bar.ends]; this.draw(); }, deep: true },
  },
  created() {
    // The tool in hand is known here first: a drag may begin before the server has answered a key.
    this.mode = this.tool;
    Object.assign(this, { camera: new Camera(), pointers: new Map(), selected: new Set(), queued: [] });
    this.image = this.shade = this.particles = this.pending = this.hovered = this.grabbed = null;
  },
  mounted() {
    this.ctx = this.$refs.canvas.getContext("2d");
    if (this.bar) this.ends = [...this.bar.ends];
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.$refs.view);
    this.resize();
    this.say();
    setTimeout(() => { this.loadPicture(); this.loadVeil(); this.loadOutlines(); }, 0);
  },
  unmounted() { this.observer.disconnect(); },
  methods: {
    // From the server
    change(removed, added) {
      if (!this.particles) { this.queued.push([removed, added]); return; }
      this.particles.change(removed, added);
      for (const number of removed) this.selected.delete(number);
      if (removed.includes(this.hovered)) this.hovered = null;
      this.$refs.view.dataset.outlines = String(this.particles.all.size);
      this.draw();
    },
    zoom(factor) { this.camera.zoomAt(this.camera.w / 2, this.camera.h / 2, factor); this.draw(); },
    fit() { this.camera.fit(); this.draw(); },
    reveal(number) {
      const one = this.particles && this.particles.all.get(number);
      if (one) { this.camera.show(one.cx, one.cy); this.draw(); }
    },

    loadPicture() {
      const src = this.src;
      if (!src) { this.image = null; this.draw(); return; }
      const image = new Image();
      image.onload = () => {
        if (src !== this.src) return;
        this.image = image; this.camera.isFitted = true; this.resize();
        this.$refs.view.dataset.picture = "ready";
      };
      delete this.$refs.view.dataset.picture;
      image.src = window.path_prefix + src;
    },
    loadVeil() {
      const veil = this.veil;
      this.shade = null;
      if (!veil) { this.draw(); return; }
      const image = new Image();
      image.onload = () => { if (veil === this.veil) { this.shade = image; this.draw(); } };
      image.src = window.path_prefix + veil;
    },
    async loadOutlines() {
      const url = this.outlines_url;
      this.particles = null; this.queued = [];
      delete this.$refs.view.dataset.outlines;
      this.draw();
      if (!url) return;
      const answer = await fetch(window.path_prefix + url);
      if (!answer.ok || url !== this.outlines_url) return;
      const particles = new Particles(await answer.json());
      if (url !== this.outlines_url) return;
      for (const [removed, added] of this.queued) particles.change(removed, added);
      this.particles = particles;
      this.restate();
      this.$refs.view.dataset.outlines = String(particles.all.size);
    },
    restate() {
      this.selected = new Set(this.chosen);
      if (this.particles) {
        this.particles.mark(this.cut, this.hidden);
        this.$refs.view.dataset.outlines = String(this.particles.all.size);
      }
      this.draw();
    },
    resize() {
      const { clientWidth: w, clientHeight: h } = this.$refs.view, canvas = this.$refs.canvas;
      if (!w || !h) return;
      this.ratio = window.devicePixelRatio || 1;
      canvas.width = Math.round(w * this.ratio); canvas.height = Math.round(h * this.ratio);
      this.camera.resize(this.width || 1, this.height || 1, w, h);
      this.draw();
    },
    draw() {
      if (this.frame) return;
      this.frame = requestAnimationFrame(() => {
        this.frame = null;
        if (!this.ctx) return;
        this.view++;
        const bar = this.bar && { ends: this.ends, text: this.bar.text || "set its length" };
        paint(this.ctx, this.ratio, { camera: this.camera, image: this.image, shade: this.visible && this.shade, particles: this.particles, chosen: this.selected, hovered: this.hovered, pending: this.pending, bar, outlines: this.visible });
      });
    },
    say() {
      this.tip = { split: "Draw a line across a particle", draw: "Click corners or draw around; double-click or Enter ends", ellipse: "Drag from corner to corner" }[this.mode] || "";
    },
    hold(tool) { this.mode = tool; this.pending = null; this.say(); this.draw(); },

    // Mouse, pen and fingers
    place(event) { const box = this.$refs.canvas.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; },
    down(event) {
      const [px, py] = this.place(event), point = this.camera.toPicture(px, py);
      this.$refs.canvas.setPointerCapture(event.pointerId);
      this.pointers.set(event.pointerId, [px, py]);
      this.travel = 0;
      if (this.pointers.size === 2) { if (this.mode !== "draw") this.pending = null; this.drawing = false; return; }
      this.panning = this.mode === "choose" || event.button !== 0;
      this.drawing = !this.panning;
      if (!this.drawing) return;
      if (this.mode === "split") this.pending = new Pending("line", [point, point]);
      else if (this.mode === "ellipse") this.pending = new Pending("ellipse", [point, point]);
      else if (this.pending && this.pending.kind === "polygon") {
        const [sx, sy] = this.camera.toScreen(...this.pending.points[0]);
        if (this.pending.points.length > 2 && Math.hypot(sx - px, sy - py) < 12) { this.drawing = false; this.finish(); return; }
        this.pending.points.push(point);
      } else this.pending = new Pending("polygon", [point]);
      this.draw();
    },
    moved(event) {
      const [px, py] = this.place(event), before = this.pointers.get(event.pointerId), point = this.camera.toPicture(px, py);
      if (!before) { this.hover(point); return; }
      const dx = px - before[0], dy = py - before[1];
      this.travel += Math.hypot(dx, dy);
      if (this.pointers.size === 2) {
        const other = [...this.pointers].find(([id]) => id !== event.pointerId)[1];
        const was = Math.hypot(before[0] - other[0], before[1] - other[1]), is = Math.hypot(px - other[0], py - other[1]);
        this.camera.pan(dx / 2, dy / 2);
        if (was > 0) this.camera.zoomAt((px + other[0]) / 2, (py + other[1]) / 2, is / was);
      } else if (this.panning) { if (this.travel > 4) this.camera.pan(dx, dy); }
      else if (this.drawing && this.pending) {
        if (this.pending.kind === "polygon") { if (this.travel > 6) this.pending.points.push(point); }
        else this.pending.points[1] = point;
      }
      this.pointers.set(event.pointerId, [px, py]);
      this.draw();
    },
    up(event) {
      const place = this.pointers.get(event.pointerId);
      if (!place) return;
      this.pointers.delete(event.pointerId);
      const clicked = this.travel <= 4 && event.type === "pointerup";
      if (this.panning && clicked && event.button === 0) this.click(this.camera.toPicture(...place), event.shiftKey || event.ctrlKey || event.metaKey);
      else if (this.drawing && this.pending) {
        if (this.pending.kind !== "polygon") { if (this.travel > 4) this.finish(); else { this.pending = null; this.draw(); } }
        else if (this.travel > 40) this.finish();
      }
      this.drawing = this.panning = false;
    },
    left() { if (this.hovered !== null) { this.hovered = null; this.draw(); } },
    hover(point) {
      const number = this.particles && this.visible ? this.particles.at(...point, 0) : null;
      if (number !== this.hovered) { this.hovered = number; this.draw(); }
    },
    wheel(event) {
      const unit = event.deltaMode === 1 ? 30 : 1;
      this.camera.zoomAt(...this.place(event), Math.exp(-Math.max(-200, Math.min(200, event.deltaY * unit)) / 350));
      this.draw();
    },
    click(point, more) {
      if (!this.particles) return;
      const slack = 6 / this.camera.scale;
      let number = this.particles.at(...point, 0);
      if (number === null) number = this.particles.at(...point, slack);
      this.select(number, more);
    },
    select(number, more) {
      const chosen = more ? new Set(this.selected) : new Set();
      if (number !== null) { if (more && chosen.has(number)) chosen.delete(number); else chosen.add(number); this.current = number; }
      this.selected = chosen;
      this.draw();
      this.$emit("choose", [...chosen]);
    },
    finish() {
      const pending = this.pending;
      if (!pending) return;
      if (pending.isDone) { this.pending = null; this.$emit("edit", pending.edit(pending.kind === "line" ? [...this.selected] : [])); }
      else if (pending.kind !== "polygon") this.pending = null;
      if (!this.pending) this.say();
      this.draw();
    },

    // Keys
    key(event) {
      const key = event.key, arrow = ARROWS[key], lower = key.toLowerCase();
      if ((event.ctrlKey || event.metaKey) && !arrow) {
        if (lower === "z") this.$emit(event.shiftKey ? "redo" : "undo");
        else if (lower === "y") this.$emit("redo");
        else return;
        event.preventDefault(); return;
      }
      if (event.altKey) return;
      const step = (event.ctrlKey ? 60 : 1);
      if (arrow && this.pending) {
        const size = Math.max(1, 2 / this.camera.scale);
        if (event.shiftKey) this.pending.reshape(arrow[0] * (this.pending.kind === "line" ? 1 : size), arrow[1] * (this.pending.kind === "line" ? 1 : size));
        else this.pending.move(arrow[0] * size, arrow[1] * size);
      } else if (arrow && event.ctrlKey) this.camera.pan(-arrow[0] * step, -arrow[1] * step);
      else if (arrow && this.particles) {
        const from = this.selected.has(this.current) ? this.current : [...this.selected].pop();
        const next = this.particles.next(from, ...arrow);
        if (next !== null) { this.select(next, event.shiftKey && this.selected.size > 0); this.reveal(next); }
      } else if (key === "+" || key === "=") this.zoom(1.4);
      else if (key === "-") this.zoom(1 / 1.4);
      else if (key === "0") this.fit();
      else if (key === "Enter") this.finish();
      else if (key === "Escape") { if (this.pending) this.pending = null; else if (this.mode !== "choose") this.take("choose"); else this.select(null); }
      else if (key === "Backspace" && this.pending && this.pending.kind === "polygon") { this.pending.points.pop(); if (!this.pending.points.length) this.pending = null; }
      else if (key === "Delete" || key === "Backspace") { if (this.selected.size) this.$emit("edit", { kind: "delete", particles: [...this.selected] }); }
      else if (lower === "m") { if (this.selected.size) this.$emit("edit", { kind: "merge", particles: [...this.selected] }); }
      else if (lower === "o") this.$emit("outlines");
      else if (TOOL_KEYS[lower]) {
        if (this.mode !== TOOL_KEYS[lower] || !this.pending) { this.take(TOOL_KEYS[lower]); this.suggest(); }
      } else return;
      event.preventDefault();
      this.draw();
    },
    take(tool) { this.hold(tool); this.$emit("tool", tool); },
    // By keyboard a tool begins with a shape that arrows move.
    suggest() {
      const tool = this.mode;
      if (!this.particles) return;
      const last = [...this.selected].pop();
      if (tool === "split" && last !== undefined) this.pending = new Pending("line", this.particles.narrow(last));
      else if (tool === "ellipse") {
        const [cx, cy] = this.camera.toPicture(this.camera.w / 2, this.camera.h / 2);
        const radius = (this.particles.typical || this.width / 20) / 2;
        this.pending = Pending.ellipse(cx, cy, radius, radius);
      } else return;
      this.tip = "Arrows move it, Shift and arrows turn or stretch it, Enter does it, Esc ends";
      this.draw();
    },

    // The scale bar's ends
    handleStyle(end) {
      void this.view;
      const [x, y] = this.camera.toScreen(this.ends[2 * end], this.ends[2 * end + 1]);
      const seen = x >= -2 && y >= -2 && x <= this.camera.w + 2 && y <= this.camera.h + 2;
      return { left: `${x}px`, top: `${y}px`, visibility: seen ? "visible" : "hidden" };
    },
    handleDown(end, event) { event.target.setPointerCapture(event.pointerId); event.target.focus(); this.grabbed = { end }; },
    handleMoved(end, event) {
      if (!this.grabbed || this.grabbed.end !== end) return;
      const [x, y] = this.camera.toPicture(...this.place(event)), other = 1 - end;
      const level = Math.abs(y - this.ends[2 * other + 1]) * this.camera.scale < 8 ? this.ends[2 * other + 1] : y;
      this.setEnd(end, x, level);
    },
    handleUp() { if (!this.grabbed) return; this.grabbed = null; this.$emit("bar", { ends: [...this.ends], done: true }); },
    handleKey(end, event) {
      const arrow = ARROWS[event.key];
      if (!arrow) return;
      event.preventDefault();
      const step = event.shiftKey ? 10 : 1;
      this.setEnd(end, this.ends[2 * end] + step * arrow[0], this.ends[2 * end + 1] + step * arrow[1]);
      this.$emit("bar", { ends: [...this.ends], done: true });
    },
    setEnd(end, x, y) {
      const ends = [...this.ends];
      ends[2 * end] = Math.min(Math.max(x, 0), this.width); ends[2 * end + 1] = Math.min(Math.max(y, 0), this.height);
      this.ends = ends;
      this.draw();
      if (this.grabbed) this.$emit("bar", { ends, done: false });
    },
  },
};
