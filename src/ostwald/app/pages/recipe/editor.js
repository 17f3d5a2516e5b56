// The recipe as it is written: rows, conditions, sliders. It owns the text, so that typing never
// waits for the server; what the server says of a text comes back through answer().

const Combo = {
  props: ["modelValue", "field", "inputId", "label", "offers", "describedby", "invalid", "placeholder"],
  emits: ["update:modelValue", "ask", "enter", "pasted", "focused"],
  data: () => ({ open: false, active: -1 }),
  template: `
    <div class="rc-combo">
      <input :id="inputId" ref="input" type="text" role="combobox" aria-autocomplete="list" autocomplete="off"
        autocapitalize="off" spellcheck="false" maxlength="200" :value="modelValue" :placeholder="placeholder"
        :aria-label="label" :aria-expanded="shown ? 'true' : 'false'" :aria-controls="inputId + '-list'"
        :aria-activedescendant="shown && active >= 0 ? inputId + '-o' + active : null"
        :aria-describedby="describedby" :aria-invalid="invalid ? 'true' : null"
        @input="typed" @keydown="key" @blur="open = false" @paste="paste" @focus="$emit('focused')">
      <ul :id="inputId + '-list'" role="listbox" :aria-label="'Completions: ' + label" class="rc-offers" v-show="shown">
        <li v-for="(one, k) in list" :key="one.insert + k" :id="inputId + '-o' + k" role="option"
          :aria-selected="k === active ? 'true' : 'false'" :class="{ active: k === active }"
          @mousedown.prevent="take(k)" @mousemove="active = k">
          <span class="rc-offer-name">{{ one.insert }}</span>
          <span class="rc-offer-more">{{ one.more }}</span>
        </li>
      </ul>
    </div>`,
  computed: {
    list() { return this.offers && this.offers.field === this.field ? this.offers.list : []; },
    shown() { return this.open && this.list.length > 0; },
  },
  watch: {
    offers(now) {
      if (!now || now.field !== this.field) return;
      const first = now.list[0];
      this.active = first && first.sure && !now.known ? 0 : -1;
    },
  },
  methods: {
    typed(event) {
      this.$emit("update:modelValue", event.target.value);
      this.open = true;
      this.active = -1;
      this.$emit("ask", event.target.value);
    },
    take(k) {
      this.$emit("update:modelValue", this.list[k].insert);
      this.open = false;
      this.active = -1;
    },
    key(event) {
      const n = this.list.length;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (!this.open) { this.open = true; this.$emit("ask", this.modelValue); return; }
        if (n) this.active = event.key === "ArrowDown" ? (this.active + 1) % n : (this.active + n - (this.active < 0 ? 0 : 1)) % n;
        this.$nextTick(() => document.getElementById(`${this.inputId}-o${this.active}`)?.scrollIntoView({ block: "nearest" }));
      } else if (event.key === "Escape" && this.open) {
        event.stopPropagation();
        this.open = false;
      } else if ((event.key === "Enter" || event.key === "Tab") && this.shown && this.active >= 0) {
        this.take(this.active);
        if (event.key === "Enter") { event.preventDefault(); this.$emit("enter"); }
      } else if (event.key === "Enter") {
        event.preventDefault();
        this.open = false;
        this.$emit("enter");
      }
    },
    paste(event) {
      const text = event.clipboardData?.getData("text/plain") || "";
      if (!/[\t\n]/.test(text.trim())) return;
      event.preventDefault();
      this.$emit("pasted", text);
    },
  },
};

const FIELDS = [
  { name: "injection_temperature", label: "Injection temperature", example: "as the reaction" },
  { name: "reaction_temperature", label: "Reaction temperature", example: "180 °C" },
  { name: "reaction_time", label: "Reaction time", example: "20 min" },
  { name: "heating_rate", label: "Heating rate", example: "0 for hot injection" },
];
const MORE = [
  { name: "atmosphere", label: "Atmosphere", example: "nitrogen" },
  { name: "pH", label: "pH", example: "10.5" },
  { name: "pressure", label: "Pressure", example: "open or autoclave" },
];
const BLANK = { name: "", amount: "", smiles: "", seeds: "", seeds_size: "" };
const SAVED = "ostwald-recipe-";
let lastKey = 0;
const newKey = () => `k${Date.now().toString(36)}${lastKey++}`;
const store = {
  get(kind, key) { try { return JSON.parse(window[kind].getItem(key)); } catch { return null; } },
  set(kind, key, value) { try { window[kind].setItem(key, JSON.stringify(value)); } catch { /* private window */ } },
  drop(kind, key) { try { window[kind].removeItem(key); } catch { /* private window */ } },
};

export default {
  components: { combo: Combo },
  props: { variant: String, given: Object, origin: String, example: Object, steps: String },
  emits: ["draft", "ask", "yaml", "pasted", "restored", "chosen"],
  data() {
    return {
      draft: { id: "", product: "", rows: [], conditions: {}, procedure: "" },
      said: { rows: {}, fields: {}, sliders: {}, general: [], yaml: "", marks: {} },
      structures: {},
      offers: null,
      yaml: { open: false, text: "", problem: "", focused: false },
      more: {},
      sliding: "",
      undo: null,
      fields: FIELDS,
      moreFields: MORE,
      seq: 0,
    };
  },
  template: `
  <div class="rc-editor" @dragover.prevent @drop="dropped">
    <div class="rc-two">
      <div class="rc-field" :class="mark('product')">
        <label :for="id('product')">Product</label>
        <combo v-model="draft.product" field="product" :input-id="id('product')" label="Product" :offers="offers"
          placeholder="CdSe" :describedby="id('product-said')" :invalid="has('product')"
          @ask="text => ask('product', text)" @enter="focus(id('name', 0))" @pasted="text => $emit('pasted', { text })"/>
        <p class="rc-said" :id="id('product-said')">
          <span v-for="one in problems('product')" class="ow-problem rc-problem">{{ one }}</span>
          <span>{{ said.fields.product?.label }}</span>
          <span v-for="one in said.fields.product?.flags || []" :class="one.class"><strong>{{ one.word }}</strong> {{ one.text }}</span>
          <span v-if="said.marks.product" class="rc-mark">{{ said.marks.product }}</span>
        </p>
      </div>
      <div class="rc-field">
        <label :for="id('id')">Name of the recipe <span class="ow-soft">(optional)</span></label>
        <input :id="id('id')" type="text" v-model="draft.id" maxlength="200" autocomplete="off" spellcheck="false">
      </div>
    </div>

    <div class="rc-heads" aria-hidden="true"><span>Reagent</span><span>Amount</span></div>
    <ul class="rc-rows" aria-label="Reagents">
      <li v-for="(row, i) in draft.rows" :key="row.key" class="rc-row" :class="mark('row ' + row.key)">
        <div class="rc-structure" aria-hidden="true">
          <span v-if="structure(row)" v-html="structure(row)"></span>
          <span v-else-if="of(row).formula" class="rc-formula"><template v-for="part in parts(of(row).formula)"><sub v-if="part.low">{{ part.text }}</sub><template v-else>{{ part.text }}</template></template></span>
        </div>
        <combo class="rc-name" v-model="row.name" :field="'row ' + row.key" :input-id="id('name', i)" :label="'Reagent ' + (i + 1)"
          :offers="offers" :placeholder="i ? '' : 'name, abbreviation, formula or CAS'" :describedby="id('said', i)"
          :invalid="of(row).problems?.name?.length > 0" @ask="text => ask('row ' + row.key, text)"
          @enter="focus(id('amount', i))" @pasted="text => $emit('pasted', { text })" @focused="choose('row ' + row.key)"/>
        <input class="rc-amount" type="text" :id="id('amount', i)" v-model="row.amount" maxlength="200" autocomplete="off" spellcheck="false"
          :aria-label="'Amount of ' + (row.name || 'reagent ' + (i + 1))" :placeholder="i ? '' : '2 mL of 1 M in TOP'"
          :aria-describedby="id('said', i)" :aria-invalid="of(row).problems?.amount?.length ? 'true' : null"
          @keydown.enter.prevent="next(i)" @focus="choose('row ' + row.key)">
        <div class="rc-buttons">
          <button type="button" class="rc-icon" :aria-label="'More about ' + (row.name || 'reagent ' + (i + 1)) + ': structure, seeds'"
            :aria-expanded="isMore(row) ? 'true' : 'false'" title="Structure or seeds" @click="more[row.key] = !isMore(row)">⋯</button>
          <button type="button" class="rc-icon" :aria-label="'Remove ' + (row.name || 'reagent ' + (i + 1))" title="Remove" @click="remove(i)">×</button>
        </div>
        <div class="rc-said" :id="id('said', i)">
          <span v-for="one in of(row).problems?.name || []" class="ow-problem rc-problem">{{ one }}</span>
          <span v-for="one in of(row).problems?.amount || []" class="ow-problem rc-problem">{{ one }}</span>
          <span v-if="of(row).text">{{ of(row).text }}</span>
          <span v-for="one in of(row).asks || []" class="rc-ask">{{ one }}</span>
          <span v-for="one in of(row).flags || []" :class="one.class"><strong>{{ one.word }}</strong> {{ one.text }}</span>
          <span v-for="one in of(row).notes || []" class="rc-note">{{ one }}</span>
          <span v-if="said.marks['row ' + row.key]" class="rc-mark">{{ said.marks['row ' + row.key] }}</span>
        </div>
        <input v-if="said.sliders['row ' + row.key]" class="rc-slider" type="range" v-bind="range('row ' + row.key)"
          :aria-label="'Slider: amount of ' + row.name" :aria-valuetext="row.amount"
          @input="event => slide('row ' + row.key, event, v => row.amount = v)" @change="sliding = ''" @focus="choose('row ' + row.key)">
        <div v-if="isMore(row)" class="rc-more">
          <div class="rc-field"><label :for="id('smiles', i)">SMILES, for a chemical the program does not know</label>
            <input :id="id('smiles', i)" type="text" v-model="row.smiles" maxlength="2000" autocomplete="off" spellcheck="false"></div>
          <div class="rc-field"><label :for="id('seeds', i)">If these are seeds: their product</label>
            <input :id="id('seeds', i)" type="text" v-model="row.seeds" maxlength="100" autocomplete="off" spellcheck="false"></div>
          <div class="rc-field"><label :for="id('seeds-size', i)">Their size</label>
            <input :id="id('seeds-size', i)" type="text" v-model="row.seeds_size" maxlength="60" placeholder="3 nm" autocomplete="off"></div>
        </div>
      </li>
    </ul>
    <p class="rc-add"><button type="button" class="rc-plain" @click="add()">Add a reagent</button>
      <span v-if="said.marks.rows" class="rc-mark">{{ said.marks.rows }}</span></p>

    <div class="rc-conditions">
      <div v-for="one in fields" class="rc-field" :class="mark(one.name)">
        <label :for="id(one.name)">{{ one.label }}</label>
        <input :id="id(one.name)" type="text" v-model="draft.conditions[one.name]" maxlength="100" autocomplete="off" spellcheck="false"
          :placeholder="one.example" :aria-describedby="id(one.name, 'said')" :aria-invalid="has(one.name) ? 'true' : null" @focus="choose(one.name)">
        <input v-if="said.sliders[one.name]" class="rc-slider" type="range" v-bind="range(one.name)" :aria-label="'Slider: ' + one.label.toLowerCase()"
          :aria-valuetext="draft.conditions[one.name]" @input="event => slide(one.name, event, v => draft.conditions[one.name] = v)"
          @change="sliding = ''" @focus="choose(one.name)">
        <p class="rc-said" :id="id(one.name, 'said')"><span v-for="text in problems(one.name)" class="ow-problem rc-problem">{{ text }}</span>
          <span v-if="said.fields[one.name]?.label">{{ said.fields[one.name].label }}</span>
          <span v-for="flag in said.fields[one.name]?.flags || []" :class="flag.class"><strong>{{ flag.word }}</strong> {{ flag.text }}</span>
          <span v-if="said.marks[one.name]" class="rc-mark">{{ said.marks[one.name] }}</span></p>
      </div>
    </div>

    <details class="rc-details" :open="hasMore">
      <summary>Procedure, atmosphere, pH, pressure</summary>
      <div class="rc-field">
        <label :for="id('procedure')">Procedure, one step a line</label>
        <textarea :id="id('procedure')" v-model="draft.procedure" rows="5" spellcheck="false" :placeholder="steps"
          :aria-describedby="id('procedure-said')" :aria-invalid="has('procedure') ? 'true' : null" maxlength="20000"></textarea>
        <p class="rc-said" :id="id('procedure-said')"><span v-for="text in problems('procedure')" class="ow-problem rc-problem">{{ text }}</span>
          <span>The temperatures and times above follow from it where they are left out.</span></p>
      </div>
      <div class="rc-conditions">
        <div v-for="one in moreFields" class="rc-field" :class="mark(one.name)">
          <label :for="id(one.name)">{{ one.label }}</label>
          <input :id="id(one.name)" type="text" v-model="draft.conditions[one.name]" maxlength="60" autocomplete="off" spellcheck="false"
            :placeholder="one.example" :aria-describedby="id(one.name, 'said')" :aria-invalid="has(one.name) ? 'true' : null">
          <p class="rc-said" :id="id(one.name, 'said')"><span v-for="text in problems(one.name)" class="ow-problem rc-problem">{{ text }}</span></p>
        </div>
      </div>
    </details>

    <details class="rc-details" @toggle="openYaml">
      <summary>The recipe as YAML</summary>
      <div class="rc-field">
        <label :for="id('yaml')">Text of the recipe file; what is changed here changes the recipe</label>
        <textarea :id="id('yaml')" :value="yaml.text" rows="14" spellcheck="false" :aria-describedby="id('yaml-said')"
          :aria-invalid="yaml.problem ? 'true' : null" @input="typedYaml" @focus="yaml.focused = true" @blur="leaveYaml"></textarea>
        <p class="rc-said" :id="id('yaml-said')"><span v-if="yaml.problem" class="ow-problem rc-problem">{{ yaml.problem }}</span></p>
      </div>
    </details>

    <div class="rc-general" aria-live="polite">
      <p v-for="one in said.general" :class="one.class"><strong>{{ one.word }}</strong> {{ one.text }}</p>
    </div>
    <p v-if="undo" class="rc-undo"><button type="button" class="rc-plain" @click="takeBack">Undo: bring the recipe before back</button></p>
  </div>`,
  computed: {
    hasMore() { return Boolean(this.draft.procedure || MORE.some(one => this.draft.conditions[one.name])); },
  },
  created() {
    this.timer = 0;
    this.fresh = true;
  },
  mounted() {
    const saved = store.get("sessionStorage", SAVED + this.variant);
    const last = this.variant === "A" && !this.given ? store.get("localStorage", SAVED + "last") : null;
    const start = saved && saved.origin === (this.origin || "") ? saved.draft : this.given || last?.draft || this.example;
    this.take(start);
    this.$watch("draft", () => this.changed(), { deep: true });
    this.send();
    this.$emit("restored", { b: this.variant === "A" && Boolean(store.get("sessionStorage", SAVED + "B")) });
    this.leave = () => this.save();
    window.addEventListener("pagehide", this.leave);
  },
  unmounted() {
    clearTimeout(this.timer);
    window.removeEventListener("pagehide", this.leave);
    if (this.variant === "B") store.drop("sessionStorage", SAVED + "B");
  },
  methods: {
    id(...parts) { return ["rc", this.variant, ...parts].join("-"); },
    of(row) { return this.said.rows[row.key] || {}; },
    structure(row) { return this.structures[this.of(row).structure]; },
    parts(formula) { return formula.split(/(\d+(?:\.\d+)?)/).filter(Boolean).map(text => ({ text, low: /^\d/.test(text) })); },
    problems(name) { return this.said.fields[name]?.problems || []; },
    has(name) { return this.problems(name).length > 0; },
    mark(name) { return { "rc-changed": Boolean(this.said.marks[name]) }; },
    isMore(row) { return this.more[row.key] ?? Boolean(row.smiles || row.seeds); },
    focus(id) { this.$nextTick(() => document.getElementById(id)?.focus()); },
    range(name) {
      const one = this.said.sliders[name];
      return { min: one.low, max: one.high, step: one.step, value: one.value };
    },
    slide(name, event, set) {
      const one = this.said.sliders[name];
      const number = Number(Number(event.target.value).toPrecision(4));
      one.value = number;
      this.sliding = name;
      set(String(number) + one.after);
    },
    choose(name) { this.$emit("chosen", { field: name }); },
    next(i) {
      if (i + 1 >= this.draft.rows.length) this.add();
      else this.focus(this.id("name", i + 1));
    },
    add() {
      this.draft.rows.push({ key: newKey(), ...BLANK });
      this.focus(this.id("name", this.draft.rows.length - 1));
    },
    remove(i) {
      this.draft.rows.splice(i, 1);
      if (!this.draft.rows.length) this.draft.rows.push({ key: newKey(), ...BLANK });
      this.focus(this.id("name", Math.min(i, this.draft.rows.length - 1)));
    },
    ask(field, text) {
      clearTimeout(this.asking);
      this.asking = setTimeout(() => this.$emit("ask", { field, text }), 40);
    },
    offer(offers) { this.offers = offers; },
    changed() {
      if (!this.fresh) this.undo = null;
      this.fresh = false;
      clearTimeout(this.timer);
      const now = Date.now();
      // a slider that is moved sends on its way, text when the fingers rest
      const wait = this.sliding ? Math.max(0, 70 - (now - (this.sentAt || 0))) : 80;
      this.timer = setTimeout(() => this.send(), wait);
    },
    send() {
      this.sentAt = Date.now();
      this.seq += 1;
      this.save();
      this.$emit("draft", { draft: JSON.parse(JSON.stringify(this.draft)), seq: this.seq, yaml: this.yaml.open });
    },
    save() {
      const kept = { origin: this.origin || "", draft: this.draft };
      store.set("sessionStorage", SAVED + this.variant, kept);
      if (this.variant === "A") store.set("localStorage", SAVED + "last", kept);
    },
    take(draft) {
      const given = JSON.parse(JSON.stringify(draft));
      const rows = (given.rows || []).map(row => ({ ...BLANK, ...row, key: newKey() }));
      if (!rows.length) rows.push({ key: newKey(), ...BLANK });
      this.draft = { id: "", product: "", procedure: "", ...given, rows, conditions: { ...(given.conditions || {}) } };
    },
    load(draft, text) {
      if (!text) { this.undo = JSON.parse(JSON.stringify(this.draft)); this.fresh = true; }
      this.yaml.problem = "";
      this.take(draft);
    },
    insert(rows) {
      const kept = this.draft.rows.filter(row => row.name || row.amount);
      this.undo = JSON.parse(JSON.stringify(this.draft));
      this.fresh = true;
      this.draft.rows = [...kept, ...rows.map(row => ({ ...BLANK, ...row, key: newKey() }))];
    },
    pick() {
      const input = document.createElement("input");
      input.type = "file";
      input.accept = ".yaml,.yml,.json,.csv,.tsv,.txt,text/plain";
      input.onchange = () => this.read(input.files[0]);
      input.click();
    },
    async read(file) {
      if (!file) return;
      if (file.size > 1000000) { this.$emit("pasted", { problem: `${file.name} is larger than 1 MB: it is no recipe file.` }); return; }
      const text = await file.text();
      if (text.includes("\0")) this.$emit("pasted", { problem: `${file.name} is no text file: save it as CSV or YAML.` });
      else this.$emit("pasted", { text });
    },
    dropped(event) {
      const file = event.dataTransfer?.files?.[0];
      if (!file) return;
      event.preventDefault();
      this.read(file);
    },
    empty() { this.load({ rows: [] }); this.focus(this.id("product")); },
    exemplify() { this.load(this.example); },
    takeBack() { const before = this.undo; this.take(before); this.fresh = true; this.undo = null; },
    openYaml(event) {
      this.yaml.open = event.target.open;
      if (this.yaml.open) this.send();
    },
    typedYaml(event) {
      this.yaml.text = event.target.value;
      clearTimeout(this.typing);
      this.typing = setTimeout(() => this.$emit("yaml", { text: this.yaml.text }), 250);
    },
    leaveYaml() {
      this.yaml.focused = false;
      if (!this.yaml.problem && this.said.yaml) this.yaml.text = this.said.yaml;
    },
    answer(said) {
      Object.assign(this.structures, said.structures || {});
      if (this.sliding && this.said.sliders[this.sliding]) said.sliders[this.sliding] = this.said.sliders[this.sliding];
      this.said = { ...said, marks: this.said.marks };
      if (!this.yaml.focused && said.yaml) { this.yaml.text = said.yaml; this.yaml.problem = ""; }
    },
    differ(marks) { this.said = { ...this.said, marks }; },
    refuse(problem) { this.yaml.problem = problem; },
  },
};
