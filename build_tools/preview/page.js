/* Only in a preview: loads this page again when it changed, and shows what is wrong in the sources over it. */
(() => {
  const script = document.currentScript;
  const address = `/_voorvertoning/gebeurtenissen?adres=${encodeURIComponent(location.pathname)}&gezien=${script.dataset.gezien}`;
  const FOLDED = "protocolwijzer-voorvertoning-dicht";
  let events = null;

  const panel = document.createElement("protocolwijzer-melding");
  const root = panel.attachShadow({ mode: "open" });
  root.innerHTML = `
    <style>
      :host { all: initial }
      [role=alert]:not(:empty) {
        position: fixed; inset: auto 0 0 0; z-index: 2147483647; max-height: 60vh; overflow: auto; box-sizing: border-box;
        padding: 1rem 1.25rem 1.25rem; border-top: 4px solid #b3261e; background: #fff; color: #1b1b1b;
        font: 16px/1.5 system-ui, sans-serif; box-shadow: 0 -2px 16px rgb(0 0 0 / .35);
      }
      summary { font-size: 1.15em; font-weight: 700; color: #8c1d18; cursor: pointer }
      :focus-visible { outline: 3px solid #8c1d18; outline-offset: 2px }
      p { margin: .25rem 0 .75rem }
      ol { margin: 0; padding: 0; list-style: none }
      li { margin: 0 0 .75rem; padding: .5rem .75rem; border-left: 4px solid #b3261e; background: #fbeeee }
      li > * { display: block; overflow-wrap: anywhere }
      code { font: .9em/1.5 ui-monospace, monospace }
      b { font-weight: 700 }
      @media print { :host { display: none } }
    </style>
    <div role="alert"></div>`;
  const alert = root.querySelector("[role=alert]");

  const element = (name, text) => Object.assign(document.createElement(name), { textContent: text });

  const sentence = (text) => (/[.?!]$/.test(text) ? text : `${text}.`);

  function told(fault) {
    const item = document.createElement("li");
    const line = fault.line ? `, regel ${fault.line}` : "";
    const place = fault.file + line + (fault.column ? `, kolom ${fault.column}` : "");
    if (place) item.append(element("code", place));
    item.append(element("b", fault.what));
    if (fault.expected) item.append(element("span", sentence(`Verwacht: ${fault.expected}`)));
    if (fault.remedy) item.append(element("span", sentence(`Zo lost u het op: ${fault.remedy}`)));
    if (fault.code) item.append(element("code", `[${fault.code}]`));
    return item;
  }

  /* Folded away it stays so, over a page that loads itself again too, until other faults are found. */
  function show({ lead, faults }) {
    if (!faults.length) {
      alert.replaceChildren();
      return;
    }
    const list = document.createElement("ol");
    list.append(...faults.map(told));
    const found = list.textContent;
    const details = document.createElement("details");
    const title = faults.length === 1 ? "Er is een fout gevonden" : `Er zijn ${faults.length} fouten gevonden`;
    details.append(element("summary", title), element("p", lead), list);
    details.open = sessionStorage.getItem(FOLDED) !== found;
    details.addEventListener("toggle", () => sessionStorage.setItem(FOLDED, details.open ? "" : found));
    const hasFocus = root.activeElement !== null;
    alert.replaceChildren(details);
    if (hasFocus) details.firstChild.focus();
  }

  function listen() {
    if (events || document.hidden) return;
    events = new EventSource(address);
    events.addEventListener("reload", () => location.reload());
    events.addEventListener("notice", (event) => show(JSON.parse(event.data)));
  }

  /* A browser has six connections to a host: a tab that nobody looks at keeps none of them. */
  function rest() {
    events?.close();
    events = null;
  }

  document.body.prepend(panel); // the first stop of the Tab key, as long as there is something in it
  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : listen()));
  addEventListener("pagehide", rest);
  addEventListener("pageshow", listen);
  listen();
})();
