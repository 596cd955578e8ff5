/* The comparison: choose, filter, share, open, download, print. Classic and without fetch, so that it works from file:// too.
   What is chosen lives in the address; the cells and texts come from data/comparison/*.js, which call pwComparison. */
(function () {
  "use strict";

  const MOST = 4;
  const form = document.querySelector("[data-pw-compare]");
  if (!form) return;

  const here = document.currentScript.src;
  const wrap = document.querySelector(".pw-matrix-wrap");
  const table = wrap.querySelector("table");
  const status = form.querySelector("[role=status]");
  const boxes = [...form.querySelectorAll("input[name=p]")];
  const asWritten = table.innerHTML;
  const protocols = new Map();
  let words = null;

  /* --- Small things ---------------------------------------------------------------------------- */

  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(key, value);
    made.append(...children.filter((child) => child !== null));
    return made;
  }

  const sign = (text) => element("span", { class: "pw-sign", "aria-hidden": "true" }, text);

  function inWords(names) {
    return names.length < 2 ? names.join("") : names.slice(0, -1).join(", ") + " en " + names[names.length - 1];
  }

  const addressIn = (selector) => {
    const link = document.querySelector(selector + " a");
    return link ? link.getAttribute("href") : "";
  };

  const links = { protocol: new Map(), topic: new Map() };

  /* Taken from the page before it is rebuilt: only the builder knows how addresses are written. */
  function readAddresses() {
    for (const kind of Object.keys(links))
      for (const part of document.querySelectorAll("[data-pw-" + kind + "]")) {
        const name = part.getAttribute("data-pw-" + kind);
        links[kind].set(name, addressIn("[data-pw-" + kind + "='" + name + "']"));
      }
  }

  /* --- Data, a script for each protocol ----------------------------------------------------------- */

  const loading = new Map();

  window.pwComparison = {
    index: (content) => {
      words = content;
      for (const found of content.protocols) if (found.share) shareOf.set(found.id, found.share);
    },
    protocol: (content) => protocols.set(content.id, content),
  };

  function load(address) {
    if (!loading.has(address))
      loading.set(
        address,
        new Promise((done, failed) => {
          const script = element("script", { src: new URL(address, here).href });
          script.addEventListener("load", done);
          script.addEventListener("error", failed);
          document.head.append(script);
        }),
      );
    return loading.get(address);
  }

  /* Of a collection that was built in shares, a protocol's script lies in the folder of its share. */
  const shareOf = new Map();
  const loadData = (name) => load("../" + (shareOf.get(name) || "") + "data/comparison/" + name + ".js");

  /* --- What is chosen, in the address ---------------------------------------------------------------- */

  let opened = null;

  function choice() {
    const ticked = boxes.filter((box) => box.checked).map((box) => box.value);
    const shown = ticked.length || words.large ? ticked : words.protocols.map((found) => found.id);
    return {
      ticked,
      shown,
      theme: form.elements.thema.value,
      party: form.elements.wie.value,
      silent: shown.includes(form.elements.niet.value) ? form.elements.niet.value : "",
      different: form.elements.verschil.checked,
    };
  }

  function fromAddress() {
    const query = new URLSearchParams(location.search);
    const names = (query.get("p") || "").split(",").filter((name) => boxes.some((box) => box.value === name));
    for (const box of boxes) box.checked = names.slice(0, MOST).includes(box.value);
    for (const name of ["thema", "wie", "niet"]) {
      const wanted = query.get(name) || "";
      const known = [...form.elements[name].options].some((option) => option.value === wanted);
      form.elements[name].value = known ? wanted : "";
    }
    form.elements.verschil.checked = query.get("verschil") === "1";
    opened = query.get("open");
  }

  function toAddress(chosen) {
    const parts = [
      ["p", chosen.ticked.join(",")],
      ["thema", chosen.theme],
      ["wie", chosen.party],
      ["niet", chosen.silent],
      ["verschil", chosen.different ? "1" : ""],
      ["open", opened || ""],
    ];
    const search = parts.filter((part) => part[1]).map((part) => part.join("=")).join("&");
    try {
      history.replaceState(history.state, "", location.pathname + (search ? "?" + search : "") + location.hash);
    } catch {
      /* some browsers refuse this for a page opened from disk: the choice itself still works */
    }
  }

  /* --- Cells and how they relate: as relation.py says; a test holds the two together ----------------- */

  const SILENT = { status: "silent", answers: [] };

  /* A protocol's cell; for one party only what binds it, and what is unclear stays so. */
  function cellOf(protocol, topic, party) {
    const found = protocols.get(protocol).cells[topic] || SILENT;
    if (!party || found.status === "unreviewed") return found;
    const answers = found.answers.filter((answer) => answer.bound.includes(party));
    const isSilent = found.status === "regulated" && !answers.length;
    return { ...found, answers, status: isSilent ? "silent" : found.status };
  }

  function readings(answers, party) {
    const found = new Map();
    for (const answer of answers)
      for (const bound of answer.bound) {
        if (party && bound !== party) continue;
        if (!found.has(bound)) found.set(bound, new Map());
        const said = [answer.stance, answer.value || "", answer.condition || ""];
        found.get(bound).set(said.join("\n").toLowerCase(), answer.stance);
      }
    return found;
  }

  const sameKeys = (one, other) => one.size === other.size && [...one.keys()].every((key) => other.has(key));
  const onOneSide = (stances, side) => [...stances].every((stance) => words.stances[stance].side === side);

  function pair(one, other) {
    if (sameKeys(one, other)) return "equal";
    const stances = new Set(one.values());
    const others = new Set(other.values());
    if (sameKeys(stances, others)) return "value";
    const opposed = ["for", "against"].some(
      (side) => onOneSide(stances, side) && onOneSide(others, side === "for" ? "against" : "for"),
    );
    return opposed ? "contrary" : "stance";
  }

  const furthest = (names) =>
    names.reduce((most, name) => (words.relations[name].order > words.relations[most].order ? name : most), "none");

  function relation(cells, party) {
    const clear = cells.filter((cell) => cell.status !== "unclear").map((cell) => readings(cell.answers, party));
    const parties = new Set(clear.flatMap((found) => [...found.keys()]));
    const names = [...parties].map((name) => {
      const said = clear.filter((found) => found.has(name)).map((found) => found.get(name));
      return furthest(["one", ...said.flatMap((one, at) => said.slice(at + 1).map((other) => pair(one, other)))]);
    });
    const found = furthest(names);
    const undecided = cells.some((cell) => cell.status === "unclear" || cell.status === "unreviewed");
    return found === "none" && undecided ? "open" : found;
  }

  window.pwComparison.relation = relation;

  const titleOf = (protocol) => words.protocols.find((found) => found.id === protocol).title;

  function rowsOf(chosen) {
    const rows = words.topics
      .filter((topic) => !chosen.theme || topic.theme === chosen.theme)
      .map((topic) => {
        const cells = chosen.shown.map((protocol) => ({ protocol, ...cellOf(protocol, topic.id, chosen.party) }));
        return { topic, cells, relation: relation(cells, chosen.party) };
      });
    return rows.filter((row) => isWanted(row, chosen));
  }

  function isWanted(row, chosen) {
    const others = row.cells.filter((cell) => cell.protocol !== chosen.silent);
    if (chosen.party && row.relation === "none") return false;
    if (chosen.different && !words.different.includes(row.relation)) return false;
    if (!chosen.silent) return true;
    const isSilent = row.cells.some((cell) => cell.protocol === chosen.silent && cell.status === "silent");
    return isSilent && (!others.length || others.some((cell) => cell.answers.length));
  }

  /* --- The table ------------------------------------------------------------------------------------------ */

  function stanceBadge(id, label, mark) {
    return element("span", { class: "pw-stance pw-stance--" + id }, ...(mark ? [sign(mark), " "] : []), label);
  }

  function answerParts(answer) {
    const stance = words.stances[answer.stance];
    const parts = [
      stanceBadge(answer.stance, stance.label, stance.sign),
      " ",
      element("span", { class: "pw-party" }, "voor " + answer.parties),
    ];
    if (answer.value) parts.push(" ", element("span", { class: "pw-value" }, answer.value));
    if (answer.condition) parts.push(" ", element("span", { class: "pw-condition" }, answer.condition));
    return parts;
  }

  function ruleLink(protocol, rule, text) {
    return element("a", { href: links.protocol.get(protocol) + "#" + rule }, text);
  }

  function statusWords(cell, party) {
    const label = words.statuses[cell.status];
    return cell.status === "silent" && party ? label + " voor " + words.parties[party] : label;
  }

  function stateParts(cell, party) {
    const parts = [];
    if (cell.status !== "regulated") {
      const badge = stanceBadge(cell.status, statusWords(cell, party));
      parts.push(element("p", { class: "pw-cell-status" }, badge));
    }
    (cell.readings || []).forEach((reading, at) =>
      parts.push(element("p", { class: "pw-reading" }, "Lezing " + (at + 1) + ": " + reading)),
    );
    if (cell.reason) parts.push(element("p", { class: "pw-reason" }, "Waarom: " + cell.reason));
    return parts;
  }

  function cellParts(cell, topic, party) {
    const rules = protocols.get(cell.protocol).rules;
    const parts = stateParts(cell, party);
    for (const answer of cell.answers) {
      const named = answer.rules.flatMap((rule, at) => [
        at ? ", " : "",
        ruleLink(cell.protocol, rule, rules[rule].title),
      ]);
      parts.push(
        element("p", { class: "pw-norm" }, ...answerParts(answer), " ", element("span", { class: "pw-cell-rules" }, ...named)),
      );
    }
    if (cell.answers.length) parts.push(openButton(cell, topic));
    return parts;
  }

  function openButton(cell, topic) {
    const about = element("span", { class: "pw-sr" }, ": " + topic.title + ", " + titleOf(cell.protocol));
    const button = element("button", { type: "button", class: "pw-open", "data-pw-open": topic.id }, "Lees naast elkaar", about);
    button.addEventListener("click", () => openTopic(topic.id, cell.protocol));
    return button;
  }

  function rowElement(row, chosen) {
    const found = words.relations[row.relation];
    const undecided = row.cells
      .filter((cell) => cell.status === "unclear" || cell.status === "unreviewed")
      .map((cell) => element("p", { class: "pw-undecided" }, words.statuses[cell.status] + ": " + titleOf(cell.protocol)));
    return element(
      "tr",
      { id: row.topic.id, "data-relation": row.relation },
      element("th", { scope: "row" }, element("a", { href: links.topic.get(row.topic.id) }, row.topic.title)),
      element(
        "td",
        { class: "pw-matrix-relation" },
        element("p", { class: "pw-relation pw-relation--" + row.relation }, sign(found.sign), " ", found.label),
        ...undecided,
      ),
      ...row.cells.map((cell) =>
        element(
          "td",
          { class: "pw-cell pw-cell--" + cell.status, "data-pw-cell": cell.protocol },
          element("p", { class: "pw-cell-protocol" }, titleOf(cell.protocol)),
          ...cellParts(cell, row.topic, chosen.party),
        ),
      ),
    );
  }

  function headElement(shown) {
    const names = shown.map((name) =>
      element("th", { scope: "col" }, element("a", { href: links.protocol.get(name) }, titleOf(name))),
    );
    const first = ["Onderwerp", "Hoe de antwoorden zich verhouden"].map((text) => element("th", { scope: "col" }, text));
    return element("thead", {}, element("tr", {}, ...first, ...names));
  }

  function themeElement(theme, rows, chosen) {
    const heading = { scope: "rowgroup", colspan: chosen.shown.length + 2, id: "thema-" + theme.id };
    return element(
      "tbody",
      {},
      element("tr", { class: "pw-matrix-theme" }, element("th", heading, theme.title)),
      ...rows.map((row) => rowElement(row, chosen)),
    );
  }

  function choiceInWords(chosen) {
    const theme = words.themes.find((found) => found.id === chosen.theme);
    return [
      chosen.ticked.length ? inWords(chosen.ticked.map(titleOf)) : "alle protocollen",
      theme ? "thema " + theme.title : "",
      chosen.party ? "voor " + words.parties[chosen.party] : "",
      chosen.silent ? "alleen wat " + titleOf(chosen.silent) + " niet regelt" : "",
      chosen.different ? "alleen verschillen" : "",
    ]
      .filter(Boolean)
      .join("; ");
  }

  function fillTable(rows, chosen) {
    const bodies = words.themes
      .map((theme) => [theme, rows.filter((row) => row.topic.theme === theme.id)])
      .filter(([, found]) => found.length)
      .map(([theme, found]) => themeElement(theme, found, chosen));
    const caption = element("caption", { id: "vergelijking" }, "Wat elk protocol antwoordt, per onderwerp: " + choiceInWords(chosen));
    table.replaceChildren(caption, headElement(chosen.shown), ...bodies);
  }

  /* With nothing chosen, the table that the page came with: on a slow phone building it anew takes longer than all else. */
  const isAsWritten = (chosen) =>
    !words.large && !chosen.ticked.length && !chosen.theme && !chosen.party && !chosen.silent && !chosen.different;

  function restoreTable(rows) {
    if (table.innerHTML !== asWritten) table.innerHTML = asWritten;
    for (const row of rows) {
      const cells = new Map(row.cells.filter((cell) => cell.answers.length).map((cell) => [cell.protocol, cell]));
      const written = document.getElementById(row.topic.id);
      written.dataset.relation = row.relation;
      for (const place of written.querySelectorAll("[data-pw-cell]"))
        if (cells.has(place.dataset.pwCell)) place.append(openButton(cells.get(place.dataset.pwCell), row.topic));
    }
  }

  function statusText(rows, chosen) {
    if (!chosen.shown.length) return "Kies twee tot vier protocollen; dan komen hun antwoorden hier naast elkaar.";
    const count = rows.length + " van " + words.topics.length + " onderwerpen: " + choiceInWords(chosen) + ".";
    return chosen.ticked.length === 1 ? count + " Kies nog een protocol om te vergelijken." : count;
  }

  /* What cannot be chosen now: a fifth protocol, or what a protocol that is not shown leaves out. */
  function limitChoice(chosen) {
    for (const box of boxes) box.disabled = !box.checked && chosen.ticked.length >= MOST;
    for (const option of form.elements.niet.options) option.disabled = Boolean(option.value) && !chosen.shown.includes(option.value);
    if (form.elements.niet.value !== chosen.silent) form.elements.niet.value = chosen.silent;
    for (const button of form.querySelectorAll("[data-pw-do]"))
      button.disabled = button.dataset.pwDo !== "reset" && !chosen.shown.length;
  }

  let current = { chosen: null, rows: [] };

  async function show() {
    const chosen = choice();
    limitChoice(chosen);
    toAddress(chosen);
    await Promise.all(chosen.shown.map(loadData));
    if (JSON.stringify(choice()) !== JSON.stringify(chosen)) return; // chosen anew while loading
    const rows = rowsOf(chosen);
    current = { chosen, rows };
    wrap.hidden = !chosen.shown.length || !rows.length;
    if (!wrap.hidden && isAsWritten(chosen)) restoreTable(rows);
    else if (!wrap.hidden) fillTable(rows, chosen);
    status.textContent = statusText(rows, chosen);
    form.dataset.pwReady = JSON.stringify(chosen.shown);
  }

  /* --- Open a topic: the rules in full beside each other ------------------------------------------------- */

  function runElement(run) {
    let part = document.createTextNode(run.text);
    if (run.strong) part = element("strong", {}, part);
    if (run.emph) part = element("em", {}, part);
    return run.link ? element("a", { href: run.link }, part) : part;
  }

  function blockElement(block) {
    if (block.runs) return element("p", {}, ...block.runs.map(runElement));
    const points = block.points.map((point) => element("li", {}, ...point.map(blockElement)));
    return element(block.ordered ? "ol" : "ul", {}, ...points);
  }

  function ruleElement(protocol, name) {
    const rule = protocols.get(protocol).rules[name];
    return element(
      "section",
      { class: "pw-beside-rule" },
      element("h4", {}, rule.title),
      ...rule.text.map(blockElement),
      element("p", { class: "pw-source" }, ruleLink(protocol, name, "Hele regel in het protocol")),
    );
  }

  function besideElement(cell, topic, party) {
    const rules = [...new Set(cell.answers.flatMap((answer) => answer.rules))];
    return element(
      "section",
      { class: "pw-beside", "data-pw-beside": cell.protocol, tabindex: "-1" },
      element("h3", {}, titleOf(cell.protocol)),
      ...stateParts(cell, party),
      ...cell.answers.map((answer) => element("p", { class: "pw-norm" }, ...answerParts(answer))),
      ...rules.map((rule) => ruleElement(cell.protocol, rule)),
    );
  }

  const dialog = element("dialog", { class: "pw-dialog md-typeset", "aria-labelledby": "pw-dialog-title" });
  document.querySelector(".md-content__inner").append(dialog);

  function openTopic(name, first) {
    const topic = words.topics.find((found) => found.id === name);
    const { chosen } = current;
    if (!topic || !chosen || !chosen.shown.length) return;
    const cells = chosen.shown.map((protocol) => ({ protocol, ...cellOf(protocol, name, chosen.party) }));
    const close = element("button", { type: "button", class: "pw-button" }, "Sluit");
    close.addEventListener("click", () => dialog.close());
    dialog.replaceChildren(
      element(
        "div",
        { class: "pw-dialog-head" },
        element("h2", { id: "pw-dialog-title", tabindex: "-1" }, topic.title),
        close,
      ),
      element("p", {}, topic.question),
      element("div", { class: "pw-besides" }, ...cells.map((cell) => besideElement(cell, topic, chosen.party))),
    );
    if (!dialog.open) dialog.showModal();
    close.focus();
    const wanted = dialog.querySelector("[data-pw-beside='" + first + "']");
    if (wanted) wanted.scrollIntoView({ block: "nearest", inline: "nearest" });
    opened = name;
    toAddress(chosen);
  }

  /* The browser returns the focus to the button; when there was none, to the row. */
  dialog.addEventListener("close", () => {
    const button = opened && table.querySelector("[data-pw-open='" + opened + "']");
    opened = null;
    toAddress(current.chosen);
    if (button && document.activeElement === document.body) button.focus();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });

  /* --- Download and print -------------------------------------------------------------------------------------- */

  function cellText(cell, party) {
    const rules = protocols.get(cell.protocol).rules;
    const said = cell.answers.map((answer) => {
      const more = [answer.value, answer.condition].filter(Boolean).join("; ");
      const stance = words.stances[answer.stance].label + " voor " + answer.parties + (more ? ": " + more : "");
      return stance + " [" + answer.rules.map((rule) => rules[rule].title).join("; ") + "]";
    });
    const state = cell.status === "regulated" ? [] : [statusWords(cell, party)];
    const unclear = (cell.readings || []).map((reading, at) => "lezing " + (at + 1) + ": " + reading);
    return [...state, ...unclear, ...(cell.reason ? ["waarom: " + cell.reason] : []), ...said].join("\n");
  }

  function lines() {
    const { chosen, rows } = current;
    const themes = new Map(words.themes.map((theme) => [theme.id, theme.title]));
    const head = ["Thema", "Onderwerp", "Verhouding", ...chosen.shown.map(titleOf)];
    const body = rows.map((row) => [
      themes.get(row.topic.theme),
      row.topic.title,
      words.relations[row.relation].label,
      ...row.cells.map((cell) => cellText(cell, chosen.party)),
    ]);
    return [head, ...body];
  }

  /* A spreadsheet runs a cell that begins like a formula: an apostrophe keeps it text. */
  const harmless = (text) => (/^[=+\-@\t\r\n＝＋－＠]/.test(text) ? "'" + text : text);
  const csvCell = (text) => '"' + harmless(text).replaceAll('"', '""') + '"';
  const csv = (table) => "\uFEFF" + table.map((line) => line.map(csvCell).join(";")).join("\r\n") + "\r\n";

  window.pwComparison.csv = csv;

  function saveCsv() {
    const url = URL.createObjectURL(new Blob([csv(lines())], { type: "text/csv;charset=utf-8" }));
    const link = element("a", { href: url, download: "vergelijking.csv" });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  }

  async function saveXlsx() {
    await load("vendor/write-excel-file.js");
    const [head, ...body] = lines();
    const bold = head.map((value) => ({ value, type: String, fontWeight: "bold", wrap: true }));
    const rows = body.map((line) => line.map((value) => ({ value, type: String, wrap: true, alignVertical: "top" })));
    const columns = head.map((_, at) => ({ width: at === 2 ? 18 : at < 2 ? 28 : 48 }));
    await window.writeXlsxFile([bold, ...rows], { columns, sheet: "Vergelijking", stickyRowsCount: 1, orientation: "landscape" }).toFile("vergelijking.xlsx");
  }

  function reset() {
    form.reset();
    for (const box of boxes) box.checked = false;
    show();
  }

  const actions = { reset, csv: saveCsv, xlsx: saveXlsx, print: () => window.print() };

  /* --- Start -------------------------------------------------------------------------------------------------------- */

  function startFind() {
    const find = form.querySelector("[data-pw-find]");
    if (!find) return;
    find.addEventListener("input", () => {
      const wanted = find.value.trim().toLowerCase();
      for (const name of form.querySelectorAll("[data-pw-name]"))
        name.hidden = !name.textContent.toLowerCase().includes(wanted) && !name.querySelector("input").checked;
    });
  }

  async function start() {
    readAddresses();
    await loadData("index");
    fromAddress();
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", (event) => {
      if (event.target.name) show();
    });
    for (const button of form.querySelectorAll("[data-pw-do]")) button.addEventListener("click", () => actions[button.dataset.pwDo]());
    startFind();
    const wanted = opened;
    await show();
    if (location.hash) toRow(location.hash.slice(1));
    if (wanted) openTopic(wanted, "");
  }

  function toRow(name) {
    const row = document.getElementById(name);
    if (row && table.contains(row)) row.scrollIntoView({ block: "center" });
  }

  /* Data that did not come: the whole table stands there as it was written. */
  start().catch((fault) => {
    console.error(fault);
    table.innerHTML = asWritten;
    form.hidden = true;
  });
})();
