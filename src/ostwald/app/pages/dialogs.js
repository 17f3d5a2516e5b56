// While a dialog is open, nothing behind it can be reached or read: the page toolkit only dims it.
document.addEventListener("DOMContentLoaded", () => {
  const page = document.getElementById("app");
  let last = null;
  page.addEventListener("focusin", event => { last = event.target; });
  new MutationObserver(() => {
    const open = document.body.classList.contains("q-body--prevent-scroll");
    if (open === page.inert) return;
    page.inert = open;
    // The toolkit gives the focus back a moment too early, when what is behind cannot take it yet.
    if (!open && last && !page.contains(document.activeElement)) last.focus();
  }).observe(document.body, { attributeFilter: ["class"] });
});
