/* The search field: loads the index when the field is first used, shows what search-engine.js finds.
   Classic scripts only, added one by one, so that it also works from a disk and under a strict policy. */
(function () {
  "use strict";

  const form = document.querySelector("[data-pw-find]");
  if (!form) return;

  const root = new URL("../", document.currentScript.src);
  const field = form.querySelector("input");
  const box = form.closest(".md-search");
  const output = box.querySelector(".md-search__scrollwrap");
  const status = box.querySelector("[data-pw-find-status]");
  const list = box.querySelector("[data-pw-find-results]");
  const near = box.querySelector("[data-pw-find-near]");
  const hint = status.textContent;
  const toggle = document.getElementById("__search");
  const SCRIPTS = ["assets/vendor/minisearch.js", "assets/vendor/dutch-stemmer.js", "assets/search-engine.js", "search/topics.js"];

  /* --- Loading --------------------------------------------------------------------------------- */

  const received = new Map();
  window.protocolwijzerSearch = { take: (name, data) => received.set(name, data) };
  let loading = null;
  let engine = null;

  function script(path) {
    return new Promise((done, failed) => {
      const element = Object.assign(document.createElement("script"), { src: new URL(path, root).href, async: false });
      element.onload = done;
      element.onerror = () => failed(new Error(path));
      document.head.append(element);
    });
  }

  function start() {
    loading ||= Promise.all(SCRIPTS.map(script)).then(() => {
      engine = window.protocolwijzerEngine(received.get("topics"));
    });
    return loading;
  }

  async function ready(text) {
    await start();
    const needed = engine.partsNeeded(text);
    await Promise.all(needed.filter((name) => !received.has(name)).map((name) => script("search/" + name + ".js")));
    for (const name of needed) engine.addPart(name, received.get(name));
  }

  /* --- Addresses ------------------------------------------------------------------------------- */

  const index = () => received.get("topics");
  const here = form.dataset.pwPage.replace(/(\/index)?\.md$/, "");
  const asFolders = form.dataset.pwAddresses === "folders";

  function address(page, anchor) {
    const file = asFolders ? page + "/" + (location.protocol === "file:" ? "index.html" : "") : page + ".html";
    return new URL(file, root).href + (anchor ? "#" + anchor : "");
  }

  const folder = (page) => (asFolders ? address(page) : address(page + "/index"));

  function audienceHere() {
    const found = index().audiences.find(([, , page]) => here.split("/")[0] === page);
    return found ? { id: found[0], page: found[2] } : null;
  }

  function ruleAddress(rule, audience) {
    const [protocol, id] = rule.id.split("/");
    const share = aboutProtocol(protocol)[1] || ""; /* the folder that it was built in, when the collection is in shares */
    if (audience && rule.audiences.includes(audience.id)) return address(share + audience.page, protocol + "--" + id);
    return address(share + "protocollen/" + protocol, id);
  }

  /* --- Showing --------------------------------------------------------------------------------- */

  function make(name, className, ...content) {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.append(...content);
    return element;
  }

  function link(className, href, ...content) {
    const element = make("a", className, ...content);
    element.href = href;
    return element;
  }

  const listed = (words) => (words.length < 2 ? words.join("") : words.slice(0, -1).join(", ") + " en " + words[words.length - 1]);
  const counted = (number, one, more) => number + " " + (number === 1 ? one : more);

  let named = null;
  const aboutProtocol = (id) => (named ||= new Map(index().protocols.map(([name, ...about]) => [name, about]))).get(id) || [];
  const protocolOf = (rule) => aboutProtocol(rule.id.split("/")[0])[0];
  const sourceOf = (rule) => protocolOf(rule) + (rule.number ? ", nummer " + rule.number : "");

  function readersOf(rule) {
    const labels = index().audiences.filter(([id]) => rule.audiences.includes(id)).map(([, label]) => label);
    const groups = rule.groups.length ? ", alleen groep " + listed(rule.groups.map(String)) : "";
    return "voor " + listed(labels) + groups;
  }

  function rowOf(row, audience) {
    const item = make("li", "pw-found");
    item.append(
      link(
        "md-search-result__link pw-found-link", ruleAddress(row.rule, audience),
        make("span", "pw-found-title", row.rule.title), " ",
        make("span", "pw-found-source", sourceOf(row.rule) + " · " + readersOf(row.rule)),
      ),
    );
    if (row.alike.length) item.append(alikeOf(row.alike, audience));
    return item;
  }

  function alikeOf(rules, audience) {
    const line = make("p", "pw-found-alike", "Zo ook: ");
    rules.forEach((rule, place) => {
      const other = link("", ruleAddress(rule, audience), sourceOf(rule));
      other.title = rule.title;
      line.append(place ? ", " : "", other);
    });
    return line;
  }

  function groupOf(group, place, audience) {
    const item = make("li", "md-search-result__item pw-found-group");
    const heading = make("p", "pw-found-topic", link("", address("onderwerpen/" + group.topic.id), group.topic.title));
    heading.id = "pw-found-" + place;
    const rows = make("ul", "pw-found-rows", ...group.rows.map((row) => rowOf(row, audience)));
    rows.setAttribute("aria-labelledby", heading.id);
    item.append(heading, rows);
    if (group.more) item.append(make("p", "pw-found-more", "Bij dit onderwerp staan nog " + counted(group.more, "regel", "regels") + "."));
    return item;
  }

  function nearOf(topics, none) {
    const items = topics.map((topic) => make("li", "", link("", address("onderwerpen/" + topic.id), topic.title)));
    const heading = make("p", "pw-found-topic", none ? "Deze onderwerpen komen in de buurt:" : "Ook in de buurt:");
    const all = make("p", "", link("", folder("onderwerpen"), "Alle onderwerpen"));
    return [...(items.length ? [heading, make("ul", "", ...items)] : []), ...(none ? [all] : [])];
  }

  /* Pages that are no rule, by the beginnings of the words that ask for them; a site in shares has them per share. */
  const ON_PAPER = ["poster", "affiche", "print", "uitprint", "klassenafspra", "kaartje"];
  const OTHER_PAGES = [
    ["Zelf een poster maken", "kinderen/poster-maken", ON_PAPER],
    ["Groep 6, ook om te printen", "kinderen/groep-6", ON_PAPER],
    ["Groep 7, ook om te printen", "kinderen/groep-7", ON_PAPER],
    ["Groep 8, ook om te printen", "kinderen/groep-8", ON_PAPER],
    ["Voor journalisten", "media/journalisten", ["journalist", "krant", "omroep", "redactie"]],
  ];

  function pagesOf(text) {
    const words = text.toLowerCase().split(/[^\p{L}\d]+/u);
    const asked = (starts) => words.some((word) => starts.some((start) => word.startsWith(start)));
    const found = index().protocols.some((one) => one[2]) ? [] : OTHER_PAGES.filter(([, , starts]) => asked(starts));
    const items = found.map(([title, page]) => make("li", "", link("", address(page), title)));
    return items.length ? [make("p", "pw-found-topic", "Op deze site:"), make("ul", "", ...items)] : [];
  }

  function summary(groups) {
    if (!groups.length) return index().protocols.length === 1 ? "Hierover zegt het protocol niets." : "Hierover zegt geen enkel protocol iets.";
    const rules = groups.reduce((sum, group) => sum + group.rows.length, 0);
    return counted(rules, "regel", "regels") + " bij " + counted(groups.length, "onderwerp", "onderwerpen");
  }

  function show(text) {
    const audience = audienceHere();
    const { groups, near: topics } = engine.answer(text, audience && audience.id);
    list.replaceChildren(...groups.map((group, place) => groupOf(group, place, audience)));
    near.replaceChildren(...pagesOf(text), ...nearOf(topics, !groups.length));
    status.textContent = summary(groups);
    output.scrollTop = 0;
    output.dataset.pwShown = text;
  }

  function clear() {
    list.replaceChildren();
    near.replaceChildren();
    status.textContent = hint;
  }

  async function find() {
    const text = field.value;
    if (!text.trim()) return clear();
    try {
      await ready(text);
    } catch {
      loading = null;
      status.textContent = "Het zoeken kon niet worden geladen. Laad de pagina opnieuw.";
      return;
    }
    if (field.value === text) show(text);
  }

  /* --- Opening, closing and the keyboard --------------------------------------------------------- */

  const open = (wanted) => toggle.checked === wanted || toggle.click();
  const links = () => [...box.querySelectorAll(".md-search__output a")];

  function step(event, by) {
    const all = links();
    const next = all.indexOf(document.activeElement) + by;
    event.preventDefault();
    (next < 0 ? field : all[Math.min(next, all.length - 1)] || field).focus();
  }

  field.addEventListener("focus", () => {
    open(true);
    start().catch(() => (loading = null));
  });
  field.addEventListener("input", find);
  form.addEventListener("reset", () => {
    clear();
    field.focus();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const first = list.querySelector("a.md-search-result__link");
    if (first) first.click();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") step(event, 1);
    else if (event.key === "ArrowUp") step(event, -1);
    else if (event.key === "Escape") {
      open(false);
      document.activeElement.blur();
    }
  });
  box.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !box.contains(event.relatedTarget)) open(false);
  });
  /* On a phone the theme holds the page still below the open search: a part of this page comes in sight once it lets go. */
  function showTargetOnceReleased() {
    const released = new MutationObserver(() => {
      released.disconnect();
      const target = document.querySelector(":target");
      if (target) target.scrollIntoView();
    });
    if (document.body.hasAttribute("data-md-scrolllock"))
      released.observe(document.body, { attributeFilter: ["data-md-scrolllock"] });
  }

  box.addEventListener("click", (event) => {
    if (!event.target.closest(".md-search__output a")) return;
    showTargetOnceReleased();
    open(false);
  });
  toggle.addEventListener("change", () => toggle.checked && field.focus());
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    field.focus();
  });

  const asked = new URLSearchParams(location.search).get("q");
  if (asked) {
    field.value = asked;
    open(true);
    field.focus();
    find();
  }
})();
