// Light, dark or as the system: kept in the browser, for the page toolkit keeps no choice.
window.ostwaldTheme = {
  order: ["auto", "light", "dark"],
  get: () => { try { return localStorage.getItem("ostwald-theme") || "auto"; } catch { return "auto"; } },
  set(choice) {
    try { localStorage.setItem("ostwald-theme", choice); } catch { /* private window */ }
    Quasar.Dark.set({ auto: "auto", light: false, dark: true }[choice]);
    Quasar.Notify.create({ message: `Colours: ${{ auto: "as the system", light: "light", dark: "dark" }[choice]}`, timeout: 1200 });
  },
  next() { this.set(this.order[(this.order.indexOf(this.get()) + 1) % 3]); },
};
document.addEventListener("DOMContentLoaded", function wait() {
  if (!window.Quasar || !window.Quasar.Dark || !document.body.matches(".body--light, .body--dark")) { setTimeout(wait, 20); return; }
  const choice = window.ostwaldTheme.get();
  if (choice !== "auto") Quasar.Dark.set(choice === "dark");
});
