/* The poster maker: choose rules, order them, add the class's own, see the sheet, print it. Nothing is sent or kept. */
(function () {
  "use strict";

  const root = document.querySelector("[data-pw-maker]");
  if (!root) return;

  const data = JSON.parse(document.getElementById("pw-maker-data").textContent);
  const form = root.querySelector("form");
  const find = (selector) => root.querySelector(selector);
  const [LARGEST, SMALLEST_IN_ONE_COLUMN, SMALLEST] = [26, 18, 14]; /* points of type on A4: smaller is not readable from a desk */
  const STEP = 0.5;

  const state = { protocol: data.protocols[0].id, group: "6", order: [], chosen: new Set(), own: [], name: "", sign: false };

  const protocol = () => data.protocols.find((one) => one.id === state.protocol);
  const rule = (id) => protocol().rules.find((one) => one.id === id);
  const fits = (one) => Boolean(one.texts[state.group]);

  function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name in made && typeof value !== "string") made[name] = value;
      else made.setAttribute(name, value);
    }
    made.append(...children);
    return made;
  }

  function picture(name, label) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", "#" + name);
    if (label) {
      svg.setAttribute("role", "img");
      svg.setAttribute("aria-label", label);
    } else svg.setAttribute("aria-hidden", "true");
    svg.append(use);
    return svg;
  }

  /* --- The choice, and the link that carries it (never names) ------------------------------------ */

  function startFresh() {
    state.order = protocol().rules.filter(fits).map((one) => one.id);
    state.chosen = new Set(protocol().poster[state.group]);
  }

  function link() {
    const rules = state.order.filter((id) => state.chosen.has(id));
    const choice = new URLSearchParams({ protocol: state.protocol, groep: state.group, regels: rules.join(",") });
    return location.href.split("#")[0] + "#" + choice;
  }

  function fromLink() {
    const choice = new URLSearchParams(location.hash.slice(1));
    const wanted = data.protocols.find((one) => one.id === choice.get("protocol"));
    if (!wanted || !(choice.get("groep") in wanted.poster)) return;
    state.protocol = wanted.id;
    state.group = choice.get("groep");
    startFresh();
    const named = (choice.get("regels") || "").split(",").filter((id) => rule(id) && fits(rule(id)));
    state.order = [...named, ...state.order.filter((id) => !named.includes(id))];
    state.chosen = new Set(named);
  }

  /* --- What the reader hears --------------------------------------------------------------------- */

  const say = (words) => {
    find("[data-pw-status]").textContent = words;
  };

  /* --- The lists ----------------------------------------------------------------------------------- */

  function mover(what, step, id, words, off) {
    const button = element("button", { type: "button", class: "pw-maker-move", "aria-label": words, "data-move": what + step + id }, step < 0 ? "↑" : "↓");
    button.disabled = off;
    return button;
  }

  function moveWithin(list, from, to) {
    const [one] = list.splice(from, 1);
    list.splice(to, 0, one);
  }

  function refocus(key) {
    const button = find(`[data-move="${CSS.escape(key)}"]`);
    if (button && !button.disabled) button.focus();
    else if (button) [...button.parentElement.querySelectorAll("button")].find((one) => !one.disabled)?.focus();
  }

  const ofKind = (kind) => state.order.filter((id) => rule(id).kind === kind);

  function moveRule(id, step) {
    const kind = ofKind(rule(id).kind);
    const neighbour = kind[kind.indexOf(id) + step];
    moveWithin(state.order, state.order.indexOf(id), state.order.indexOf(neighbour));
    draw();
    refocus("rule" + step + id);
    say(`Regel staat nu op plaats ${ofKind(rule(id).kind).indexOf(id) + 1} van ${kind.length}.`);
  }

  function ruleLine(id, place, total) {
    const words = rule(id).texts[state.group];
    const box = element("input", { type: "checkbox", value: id });
    box.checked = state.chosen.has(id);
    box.addEventListener("change", () => {
      if (box.checked) state.chosen.add(id);
      else state.chosen.delete(id);
      preview();
      say(`${state.chosen.size} regels gekozen.`);
    });
    const up = mover("rule", -1, id, "Omhoog: " + words, place === 0);
    const down = mover("rule", 1, id, "Omlaag: " + words, place === total - 1);
    up.addEventListener("click", () => moveRule(id, -1));
    down.addEventListener("click", () => moveRule(id, 1));
    return element("li", {}, element("label", {}, box, element("span", {}, words)), element("span", { class: "pw-maker-moves" }, up, down));
  }

  function ruleLists() {
    const groups = data.kinds.filter((kind) => ofKind(kind.id).length).map((kind) => {
      const ids = ofKind(kind.id);
      const list = element("ol", { class: "pw-maker-list" }, ...ids.map((id, place) => ruleLine(id, place, ids.length)));
      return element("fieldset", {}, element("legend", {}, kind.title), list);
    });
    find("[data-pw-rules]").replaceChildren(...groups);
  }

  function moveOwn(place, step) {
    moveWithin(state.own, place, place + step);
    draw();
    refocus("own" + step + (place + step));
    say(`Afspraak staat nu op plaats ${place + step + 1} van ${state.own.length}.`);
  }

  function dropOwn(place) {
    state.own.splice(place, 1);
    draw();
    find("#pw-maker-own").focus();
    say("Afspraak weggehaald.");
  }

  function ownLine(words, place) {
    const up = mover("own", -1, place, "Omhoog: " + words, place === 0);
    const down = mover("own", 1, place, "Omlaag: " + words, place === state.own.length - 1);
    const drop = element("button", { type: "button", class: "pw-maker-move", "aria-label": "Haal weg: " + words }, "×");
    up.addEventListener("click", () => moveOwn(place, -1));
    down.addEventListener("click", () => moveOwn(place, 1));
    drop.addEventListener("click", () => dropOwn(place));
    return element("li", {}, element("span", { class: "pw-maker-own" }, words), element("span", { class: "pw-maker-moves" }, up, down, drop));
  }

  function addOwn() {
    const field = find("#pw-maker-own");
    const words = field.value.trim();
    if (!words) {
      say("Vul eerst een afspraak in.");
      field.focus();
      return;
    }
    state.own.push(words);
    field.value = "";
    draw();
    field.focus();
    say(`Afspraak toegevoegd: ${words}`);
  }

  /* --- The sheet, as it will print ------------------------------------------------------------------ */

  /* A rule's picture bears the sign of its kind, so that it tells yes or no without words. */
  function card(pictures, words, place) {
    const text = element("div", {}, element("p", {}, words));
    if (place) text.append(element("p", { class: "pw-sheet-place" }, place));
    return element("li", { class: "pw-sheet-card" }, element("span", { class: "pw-sheet-picture" }, ...pictures), text);
  }

  const ruleCard = (one) =>
    card([picture("pw-" + one.picture, one.label), picture("pw-sign-" + one.kind)], one.texts[state.group], one.place);

  const ownCard = (words) => card([picture("pw-samen-klas")], words, "");

  function part(kind, title, cards) {
    return element("section", { class: "pw-sheet-part pw-sheet-part--" + kind }, element("h3", {}, picture(kind === "own" ? "pw-samen-klas" : "pw-sign-" + kind), title), element("ul", {}, ...cards));
  }

  function parts() {
    const made = data.kinds.map((kind) => {
      const rules = ofKind(kind.id).filter((id) => state.chosen.has(id)).map(rule);
      return rules.length ? part(kind.id, kind.title, rules.map(ruleCard)) : null;
    });
    if (state.own.length) made.push(part("own", "Onze eigen afspraken", state.own.map(ownCard)));
    return made.filter(Boolean);
  }

  function signatures() {
    const lines = Array.from({ length: 30 }, () => element("span"));
    return element("section", { class: "pw-sheet-sign" }, element("h3", {}, "Wij doen mee: onze namen of handtekeningen"), element("div", { "aria-hidden": "true" }, ...lines));
  }

  function fill(sheet) {
    const head = element("header", {}, element("div", {}, element("h2", {}, "Zo doen wij online"), element("p", {}, protocol().whose)), element("p", { class: "pw-sheet-group" }, state.name.trim() || "Groep " + state.group));
    const [ask, tell] = data.help;
    const foot = element("footer", {}, element("p", { class: "pw-sheet-help" }, element("strong", {}, ask), " " + tell), element("p", { class: "pw-sheet-origin" }, `${protocol().origin} ${protocol().version}`));
    sheet.replaceChildren(head, element("div", { class: "pw-sheet-body" }, ...parts(), ...(state.sign ? [signatures()] : [])), foot);
  }

  /* The largest type at which all fits on one A4; when even the smallest does not, the sheet says so. Halved each time, since
     every size that is tried sets the whole sheet anew. */
  function fitType(sheet) {
    const body = sheet.querySelector(".pw-sheet-body");

    function fitsAt(columns, size) {
      sheet.dataset.columns = columns;
      sheet.style.setProperty("--pw-type", size + "pt");
      return body.scrollHeight <= body.clientHeight && body.scrollWidth <= body.clientWidth;
    }

    for (const [columns, smallest] of [["1", SMALLEST_IN_ONE_COLUMN], ["2", SMALLEST]]) {
      let [fitting, tooLarge] = [smallest, LARGEST + STEP];
      if (!fitsAt(columns, fitting)) continue;
      while (tooLarge - fitting > STEP) {
        const size = fitting + STEP * Math.floor((tooLarge - fitting) / STEP / 2);
        if (fitsAt(columns, size)) fitting = size;
        else tooLarge = size;
      }
      return fitsAt(columns, fitting);
    }
    return false;
  }

  function scale() {
    const frame = find(".pw-sheet-frame");
    const sheet = find("[data-pw-sheet]");
    const factor = Math.min(1, frame.clientWidth / sheet.offsetWidth);
    frame.style.setProperty("--pw-scale", factor);
    frame.style.height = sheet.offsetHeight * factor + "px";
  }

  function preview() {
    const sheet = find("[data-pw-sheet]");
    fill(sheet);
    const fitted = fitType(sheet);
    const error = find("[data-pw-error]");
    error.hidden = fitted;
    error.textContent = fitted ? "" : "Dit past niet leesbaar op één A4. Haal een regel weg of maak uw eigen afspraken korter.";
    find("[data-pw-print-sheet]").disabled = !fitted;
    sheet.classList.toggle("pw-sheet--full", !fitted);
    scale();
  }

  function drawOwn() {
    find("[data-pw-own]").replaceChildren(...state.own.map(ownLine));
  }

  function draw() {
    ruleLists();
    drawOwn();
    preview();
  }

  /* --- Start ------------------------------------------------------------------------------------------ */

  function showChoice() {
    for (const name of ["protocol", "group"])
      for (const radio of form.querySelectorAll(`input[name=${name}]`)) radio.checked = radio.value === state[name];
  }

  function chose(event) {
    const { name, value, checked } = event.target;
    if (name === "protocol" || name === "group") {
      state[name] = value;
      startFresh();
      draw();
      say(`${protocol().title}, groep ${state.group}: ${state.chosen.size} regels gekozen.`);
    }
    if (name === "sign") {
      state.sign = checked;
      preview();
    }
  }

  async function copyLink() {
    try {
      await navigator.clipboard.writeText(link());
      say("De link is gekopieerd.");
    } catch {
      location.hash = link().split("#")[1];
      say("De link staat in de adresbalk. Kopieer hem daar.");
    }
  }

  startFresh();
  fromLink();
  showChoice();
  document.querySelector("[data-pw-noscript]").hidden = true;
  root.hidden = false;
  draw();
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", chose);
  find("#pw-maker-class").addEventListener("input", (event) => {
    state.name = event.target.value;
    preview();
  });
  find("#pw-maker-own").addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    addOwn();
  });
  find("[data-pw-add]").addEventListener("click", addOwn);
  find("[data-pw-link]").addEventListener("click", copyLink);
  find("[data-pw-print-sheet]").addEventListener("click", () => print());
  addEventListener("resize", scale);
  addEventListener("hashchange", () => {
    fromLink();
    showChoice();
    draw();
  });
  document.fonts.ready.then(preview); /* the first fit may have been measured in another face */
})();
