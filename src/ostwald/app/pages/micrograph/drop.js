// Takes files and folders that are dropped or chosen, and sends them one after the other.
export default {
  template: `
    <div class="mg-drop" :class="{ 'mg-drop-over': over, 'mg-drop-small': small }" @dragover.prevent="over = true" @dragleave="over = false" @drop.prevent="dropped">
      <div class="mg-drop-text"><strong>{{ small ? "Drop more images or a folder here" : "Drop micrographs or a folder here, or paste an image" }}</strong>
        <span v-if="!small" class="ow-soft">TIFF, PNG, JPEG, BMP, DM3, DM4, SER, EMD or MRC, from any microscope. Nothing leaves this machine.</span>
        <span v-if="!small" class="ow-soft">The scale bar is read, every particle outlined and measured; you correct what is wrong.</span></div>
      <div class="mg-drop-buttons">
        <button type="button" class="mg-button mg-button-main" @click="$refs.files.click()">Choose images</button>
        <button type="button" class="mg-button" @click="$refs.folder.click()">Choose a folder</button>
      </div>
      <input ref="files" type="file" multiple hidden :accept="suffixes.join(',')" aria-label="Images" data-what="files" @change="chosen($event, false)">
      <input ref="folder" type="file" webkitdirectory hidden aria-label="Folder of images" data-what="folder" @change="chosen($event, true)">
      <div v-if="left" class="mg-drop-progress" role="status">Sending {{ sending }} ({{ percent }} %)<span v-if="left > 1">, {{ left - 1 }} to follow</span></div>
    </div>`,
  props: { url: String, suffixes: Array, small: Boolean },
  data: () => ({ over: false, left: 0, sending: "", percent: 0 }),
  created() { this.queue = []; this.busy = false; this.depth = 0; },
  mounted() {
    // A file dropped beside the field must not replace the page.
    this.stop = (event) => { if (event.dataTransfer && [...event.dataTransfer.types].includes("Files")) event.preventDefault(); };
    this.elsewhere = (event) => { this.stop(event); if (event.dataTransfer && event.dataTransfer.files.length && !this.$el.contains(event.target)) this.dropped(event); };
    this.pasted = (event) => { const found = [...((event.clipboardData && event.clipboardData.files) || [])]; if (found.length) { event.preventDefault(); this.take(found, false); } };
    window.addEventListener("paste", this.pasted);
    window.addEventListener("dragover", this.stop);
    window.addEventListener("drop", this.elsewhere);
  },
  unmounted() { window.removeEventListener("paste", this.pasted); window.removeEventListener("dragover", this.stop); window.removeEventListener("drop", this.elsewhere); },
  methods: {
    chosen(event, folder) { this.take([...event.target.files], folder); event.target.value = ""; },
    async dropped(event) {
      this.over = false;
      const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
      if (!entries.length) { this.take([...event.dataTransfer.files], false); return; }
      const single = [], inside = [];
      for (const entry of entries) {
        if (entry.isDirectory) inside.push(...(await files(entry)));
        else single.push(await new Promise((good) => entry.file(good, () => good(null))));
      }
      this.take(single.filter(Boolean), false);
      this.take(inside, true);
    },
    // Of a folder only images are taken; a file that was chosen is sent, so that its fault is told.
    take(found, folder) {
      const image = (file) => this.suffixes.some((suffix) => file.name.toLowerCase().endsWith(suffix));
      const taken = folder ? found.filter((file) => image(file) && !file.name.startsWith(".")) : found;
      if (folder) this.$emit("skipped", { taken: taken.length, skipped: found.length - taken.length });
      taken.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
      this.queue.push(...taken);
      this.left = this.queue.length + (this.busy ? 1 : 0);
      if (!this.busy) this.run();
    },
    async run() {
      this.busy = true;
      while (this.queue.length) {
        this.left = this.queue.length;
        const file = this.queue.shift();
        this.sending = file.name; this.percent = 0;
        const answer = await this.send(file);
        this.$emit("sent", { ...answer, name: file.name });
      }
      this.busy = false; this.left = 0;
    },
    send(file) {
      return new Promise((done) => {
        const request = new XMLHttpRequest();
        const failed = () => done({ problem: "could not be sent: is the server still there?", where: file.name, hint: null });
        request.upload.onprogress = (event) => { this.percent = Math.round((100 * event.loaded) / (event.total || 1)); };
        request.onload = () => { try { done(JSON.parse(request.responseText)); } catch { failed(); } };
        request.onerror = request.onabort = failed;
        request.open("POST", `${window.path_prefix}${this.url}?name=${encodeURIComponent(file.name)}`);
        request.setRequestHeader("content-type", "application/octet-stream");
        request.send(file);
      });
    },
  },
};

async function files(directory) {
  const reader = directory.createReader(), found = [];
  for (;;) {
    const batch = await new Promise((good) => reader.readEntries(good, () => good([])));
    if (!batch.length) break;
    for (const entry of batch) {
      if (found.length > 5000) return found;
      if (entry.isDirectory) found.push(...(await files(entry)));
      else { const file = await new Promise((good) => entry.file(good, () => good(null))); if (file) found.push(file); }
    }
  }
  return found;
}
