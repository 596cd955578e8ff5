/* What a page does beyond reading: filter by protocol, open what a link points to, search, print. Plain, so that it works from file:// too. */
(function () {
  "use strict";

  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  /* --- A review that has passed: only the browser knows the day ------------------------------ */

  const standing = document.querySelector("[data-pw-review]");
  const now = new Date();
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  if (standing && standing.dataset.pwReview < today) {
    standing.classList.add("pw-standing--late");
    standing.querySelector("[data-pw-review-text]").textContent = standing.dataset.pwLate;
  }

  /* --- What a link points to is in sight ----------------------------------------------------- */

  function hashTarget(hash) {
    let id = hash.slice(1);
    try {
      id = decodeURIComponent(id);
    } catch {
      /* a lone % in an address: take it as it is written */
    }
    return id ? document.getElementById(id) : null;
  }

  function openAround(target) {
    for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  }

  function reveal(hash) {
    const target = hashTarget(hash);
    if (!target) return;
    const moved = target.closest("[data-pw-moved] a");
    if (moved) {
      location.replace(namedPage(new URL(moved.href)));
      return;
    }
    const wasHidden = target.getClientRects().length === 0;
    showFiltered(target);
    openAround(target);
    if (wasHidden || target.matches("details")) target.scrollIntoView();
  }

  /* --- Filter by protocol -------------------------------------------------------------------- */

  const form = document.querySelector("form[data-pw-filter]");
  const boxes = form ? all("input[name=protocol]", form) : [];

  const chosen = () => boxes.filter((box) => box.checked).map((box) => box.value);

  function fromAddress() {
    const wanted = new URLSearchParams(location.search).get("protocol");
    if (wanted === null) return;
    const names = wanted.split(",");
    for (const box of boxes) box.checked = names.includes(box.value);
  }

  function toAddress() {
    const names = chosen();
    const query = new URLSearchParams(location.search);
    query.delete("protocol");
    const others = query.toString();
    const own = names.length === boxes.length ? "" : "protocol=" + names.map(encodeURIComponent).join(",");
    const search = [others, own].filter(Boolean).join("&");
    try {
      history.replaceState(history.state, "", location.pathname + (search ? "?" + search : "") + location.hash);
    } catch {
      /* some browsers refuse this for a page opened from disk: the filter itself still works */
    }
  }

  function applyFilter() {
    const names = new Set(chosen());
    const inside = "[data-protocols] [data-protocol]";
    for (const part of all("[data-protocol]")) part.hidden = !names.has(part.dataset.protocol);
    for (const rule of all("[data-protocols]")) {
      rule.hidden = !rule.dataset.protocols.split(" ").some((name) => names.has(name));
      openFirstShown(rule);
    }
    for (const group of all(".pw-elsewhere, .pw-topic, .pw-theme, .pw-cards"))
      group.hidden = !all("[data-protocol]", group).some((part) => !part.hidden);
    for (const link of all(".pw-toc a[href^='#'], .pw-jump a[href^='#'], .pw-kids-jump a[href^='#']")) {
      const target = hashTarget(link.hash);
      link.closest("li").hidden = Boolean(target && target.closest("[hidden]"));
    }
    const rules = all(inside);
    const shown = rules.filter((rule) => !rule.hidden).length;
    form.querySelector("[role=status]").textContent = shown + " van " + rules.length + " regels";
  }

  /* With its first wording filtered out, a rule reads from the next one that is left. */
  function openFirstShown(rule) {
    const lead = rule.querySelector("[data-protocol]:not(details)");
    const next = rule.querySelector("details[data-protocol]:not([hidden])");
    if (lead && lead.hidden && next) next.open = true;
  }

  function showFiltered(target) {
    if (!form || !target.closest("[hidden]")) return;
    const part = target.closest("[data-protocol]");
    for (const box of boxes) if (!part || box.value === part.dataset.protocol) box.checked = true;
    toAddress();
    applyFilter();
  }

  function startFilter() {
    if (!form) return;
    fromAddress();
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", () => {
      toAddress();
      applyFilter();
    });
    applyFilter();
  }

  /* --- Search --------------------------------------------------------------------------------- */

  const searchSwitch = document.getElementById("__search");
  const searchField = document.querySelector("[data-md-component=search-query]");
  let searchOpener = null;

  function openSearch(opener) {
    searchOpener = opener;
    if (!searchSwitch.checked) searchSwitch.click();
    searchField.focus();
  }

  /* Closing the search leads back to where it was opened from, unless the reader has gone on already. */
  function backToOpener() {
    const at = document.activeElement;
    if (searchOpener && (at === document.body || at.closest(".md-search"))) searchOpener.focus();
    searchOpener = null;
  }

  function startSearch() {
    if (!searchSwitch || !searchField) return;
    for (const button of all("[data-pw-search]")) {
      button.hidden = false;
      const line = button.closest(".pw-search-door");
      if (line) line.hidden = false;
      button.addEventListener("click", () => openSearch(button));
    }
    for (const button of all("[data-pw-search-close]")) button.addEventListener("click", () => searchSwitch.click());
    for (const found of all(".md-search__output"))
      found.addEventListener("click", (event) => {
        if (event.target.closest("a")) searchOpener = null; /* a result on this very page: its place is not left again */
      });
    searchSwitch.addEventListener("change", () => {
      if (!searchSwitch.checked) setTimeout(backToOpener); /* once the search itself has let go of the focus */
    });
  }

  /* --- Light or dark: as the device asks, until the reader chooses ------------------------------- */

  const SCHEMES = { light: "default", dark: "slate" };
  const KEPT = "protocolwijzer.kleuren";
  const deviceDark = matchMedia("(prefers-color-scheme: dark)");

  function keptScheme() {
    try {
      return localStorage.getItem(KEPT);
    } catch {
      return null; /* storage is closed: the device decides on every page */
    }
  }

  function keepScheme(scheme) {
    try {
      localStorage.setItem(KEPT, scheme);
    } catch {
      /* as above: the choice holds for this page */
    }
  }

  function startColours() {
    const button = document.querySelector("[data-pw-colours]");
    if (!button) return;
    const show = (scheme) => {
      document.body.setAttribute("data-md-color-scheme", scheme);
      button.setAttribute("aria-pressed", String(scheme === SCHEMES.dark));
    };
    const asDevice = () => (deviceDark.matches ? SCHEMES.dark : SCHEMES.light);
    show(keptScheme() || asDevice());
    button.hidden = false;
    button.addEventListener("click", () => {
      const scheme = button.getAttribute("aria-pressed") === "true" ? SCHEMES.light : SCHEMES.dark;
      show(scheme);
      keepScheme(scheme);
    });
    deviceDark.addEventListener("change", () => show(keptScheme() || asDevice()));
  }

  /* --- Menus that drop down: closed by Escape, by a choice, by a click elsewhere ----------------- */

  function startMenus() {
    const menus = all("details[data-pw-menu]");
    document.addEventListener("click", (event) => {
      for (const menu of menus)
        if (menu.open && (!menu.contains(event.target) || event.target.closest("a"))) menu.open = false;
    });
    for (const menu of menus) {
      menu.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || !menu.open) return;
        menu.open = false;
        menu.querySelector("summary").focus();
      });
      menu.addEventListener("focusout", (event) => {
        if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
      });
    }
  }

  /* --- Print ---------------------------------------------------------------------------------- */

  const root = document.documentElement;
  let openedForPrint = [];

  function beforePrint() {
    openedForPrint = all("main details:not([open])").filter((box) => !box.matches("[data-pw-menu]"));
    for (const box of openedForPrint) box.open = true;
  }

  function afterPrint() {
    for (const box of openedForPrint) box.open = false;
    openedForPrint = [];
    root.classList.remove("pw-print-one");
    for (const part of all(".pw-print-this")) part.classList.remove("pw-print-this");
  }

  function startPrint() {
    addEventListener("beforeprint", beforePrint);
    addEventListener("afterprint", afterPrint);
    for (const button of all("[data-pw-print]")) {
      button.closest(".pw-print").hidden = false;
      button.addEventListener("click", () => {
        document.getElementById(button.dataset.pwPrint).closest("section").classList.add("pw-print-this");
        root.classList.add("pw-print-one");
        print();
      });
    }
  }

  /* --- Wide tables: the theme's script wraps them; the keyboard must be able to scroll them --------- */

  function startTables() {
    const times = new Map();
    const named = (name) => {
      times.set(name, (times.get(name) || 0) + 1);
      return times.get(name) > 1 ? name + " (" + times.get(name) + ")" : name; /* two regions of one name cannot be told apart */
    };
    for (const wrap of all(".md-typeset__scrollwrap")) {
      const headings = all("h1, h2, h3, h4", wrap.closest("article"));
      const before = headings.filter((heading) => heading.compareDocumentPosition(wrap) & Node.DOCUMENT_POSITION_FOLLOWING);
      const title = before.length ? before[before.length - 1].textContent.replace("¶", "").trim() : "";
      wrap.tabIndex = 0;
      wrap.setAttribute("role", "region");
      wrap.setAttribute("aria-label", named(title ? "Tabel bij: " + title : "Tabel"));
    }
  }

  /* --- Long pages: what gets the focus may be pushed away by what is laid out above it only then -------------------------- */

  function keepFocusInSight(target) {
    const box = target.getBoundingClientRect();
    const isAway = box.height && (box.top > innerHeight || box.bottom < 0);
    if (document.activeElement === target && isAway) target.scrollIntoView({ block: "nearest" });
  }

  /* A slow device lays out late: it is looked at a few times, until the reader goes elsewhere. */
  function startFocus() {
    let looks = [];
    const stop = () => looks.forEach((look) => clearTimeout(look));
    document.addEventListener("focusin", ({ target }) => {
      stop();
      looks = [100, 300, 900, 2700].map((after) => setTimeout(keepFocusInSight, after, target));
    });
    for (const move of ["wheel", "touchmove", "pointerdown", "keydown"]) addEventListener(move, stop, { passive: true });
  }

  /* --- Contents beside the text: where the reader is. Theme scripts ask where each heading lies, which makes the browser lay
     out all of a long page; here it tells by itself which headings were passed. -------------------------------------- */

  function startContents() {
    const links = all(".pw-toc a[href^='#']");
    if (!links.length) return;
    const linkOf = new Map(links.map((link) => [hashTarget(link.hash), link]));
    const passed = new Set();
    let here = null;

    function mark() {
      const last = links.filter((link) => passed.has(link)).pop() || null;
      if (last === here) return;
      if (here) here.removeAttribute("aria-current");
      here = last;
      if (!here) return;
      here.setAttribute("aria-current", "location");
      const box = here.closest(".md-sidebar__scrollwrap");
      const [at, around] = [here.getBoundingClientRect(), box.getBoundingClientRect()];
      if (at.top < around.top || at.bottom > around.bottom) box.scrollTop += at.top - around.top - around.height / 2;
    }

    const watch = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) passed[entry.isIntersecting ? "add" : "delete"](linkOf.get(entry.target));
        mark();
      },
      { rootMargin: "9999999px 0px -80% 0px" } /* whatever lies above the top fifth of the screen */,
    );
    for (const heading of linkOf.keys()) if (heading) watch.observe(heading);
  }

  /* --- Explained words: with the mouse, a finger or the keyboard, gone on Escape or elsewhere. In each rule the first time that
     a word stands there is a stop of the keyboard: each time would make hundreds. The theme's own explanations cost a second on
     a page with hundreds of titles, and hang outside every landmark. ----------------------------------------------------- */

  const UNIT = ".pw-rule, .pw-card, .pw-group-rule, .pw-term, tr, section, article";
  const PRESSED = "a, button, label, summary";

  function startExplanations() {
    const bubble = Object.assign(document.createElement("div"), { id: "pw-explanation", className: "pw-explanation", role: "tooltip", hidden: true });
    let word = null;

    function hide() {
      if (!word) return;
      word.title = bubble.textContent;
      word.removeAttribute("aria-describedby");
      bubble.hidden = true;
      word = null;
    }

    function show(target) {
      hide();
      word = target;
      bubble.textContent = word.title;
      word.removeAttribute("title"); /* or the browser shows it as well */
      word.setAttribute("aria-describedby", bubble.id);
      bubble.hidden = false;
      const box = word.getBoundingClientRect();
      const above = box.bottom + bubble.offsetHeight > innerHeight && box.top > bubble.offsetHeight;
      bubble.style.top = scrollY + (above ? box.top - bubble.offsetHeight : box.bottom) + "px";
      bubble.style.left = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - bubble.offsetWidth - 8)) + "px";
    }

    const hasFocus = (target) => document.activeElement === target || document.activeElement === target.closest(PRESSED);

    /* A word in a link or a heading of a closed part has no stop of its own: it is explained when those have the focus. */
    function focused(target) {
      if (target.matches("abbr[title]")) show(target);
      else if (target.matches(PRESSED) && target.querySelector("abbr[title]")) show(target.querySelector("abbr[title]"));
      else if (target !== word) hide();
    }

    function makeStops() {
      const met = new Map();
      for (const found of all("main abbr[title]")) {
        if (found.closest(PRESSED)) continue;
        const unit = found.closest(UNIT);
        const words = met.get(unit) || met.set(unit, new Set()).get(unit);
        if (!words.has(found.title)) found.tabIndex = 0;
        words.add(found.title);
      }
    }

    document.querySelector("main").append(bubble);
    makeStops();
    document.addEventListener("pointerover", (event) => {
      const target = event.target.closest("abbr[title]");
      if (target && target !== word) show(target);
      else if (word && !target && !bubble.contains(event.target) && !hasFocus(word)) hide();
    });
    document.addEventListener("focusin", (event) => focused(event.target));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") hide();
    });
    addEventListener("beforeprint", hide);
  }

  /* --- Long pages: what the style sheets leave out of sight is laid out when there is nothing else to do --- */

  function startLayout() {
    if (!window.requestIdleCallback) return; // then it is laid out when a reader comes near
    const waiting = all(".pw-rule, .pw-elsewhere, .pw-card, .pw-fields, .pw-matrix tr").reverse();
    const layOut = (idle) => {
      const end = performance.now() + Math.min(8, idle.timeRemaining() - 5); // a slow phone takes four times as long
      while (waiting.length && performance.now() < end) {
        const some = waiting.splice(-5);
        for (const element of some) element.style.contentVisibility = "visible";
        some[0].getBoundingClientRect(); // lays out now, so that it counts as time spent
      }
      if (waiting.length) requestIdleCallback(layOut);
    };
    requestIdleCallback(layOut);
  }

  /* --- From disk: a browser shows a folder's contents instead of its page ----------------------------- */

  /* The address (a URL or a link) with the page in the folder that it names. */
  function namedPage(address) {
    if (address.protocol === "file:" && address.pathname.endsWith("/")) address.pathname += "index.html";
    return address;
  }

  function startFromDisk() {
    if (location.protocol !== "file:") return;
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[href]");
      if (link) namedPage(link);
    }, true);
  }

  startFromDisk();
  startFilter();
  startSearch();
  startColours();
  startMenus();
  startPrint();
  startContents();
  startFocus();
  startExplanations();
  addEventListener("load", startTables);
  addEventListener("load", startLayout);
  addEventListener("hashchange", () => reveal(location.hash));
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link) reveal(link.hash);
  });
  reveal(location.hash);
})();
