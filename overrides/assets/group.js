/* A group's page: one protocol at a time, and reading aloud with the browser's own Dutch voice. */
(function () {
  "use strict";

  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  /* --- One protocol at a time: its sheet is what the printer prints ------------------------------ */

  const form = document.querySelector("form[data-pw-choice]");
  const sheets = all("[data-pw-sheet]");
  const radios = form ? all("input[name=protocol]", form) : [];

  function show(name) {
    for (const radio of radios) radio.checked = radio.value === name;
    for (const sheet of sheets) sheet.hidden = sheet.dataset.pwSheet !== name;
  }

  function wanted() {
    const target = location.hash ? document.getElementById(location.hash.slice(1)) : null;
    const sheet = target && target.closest("[data-pw-sheet]");
    const asked = sheet ? sheet.dataset.pwSheet : new URLSearchParams(location.search).get("protocol");
    return sheets.some((one) => one.dataset.pwSheet === asked) ? asked : null;
  }

  function follow() {
    const name = wanted();
    if (!name) return;
    show(name);
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (target) target.scrollIntoView();
  }

  function toAddress(name) {
    const query = new URLSearchParams(location.search);
    query.set("protocol", name);
    try {
      history.replaceState(history.state, "", location.pathname + "?" + query);
    } catch {
      /* some browsers refuse this for a page opened from disk: the choice itself still works */
    }
  }

  function startChoice() {
    if (!form) return;
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", (event) => {
      stop();
      show(event.target.value);
      toAddress(event.target.value);
    });
    show(wanted() || sheets[0].dataset.pwSheet);
    addEventListener("hashchange", follow);
    follow();
  }

  /* --- Reading aloud: only with a Dutch voice, only when asked ----------------------------------- */

  const speech = window.speechSynthesis;
  const button = document.querySelector("[data-pw-read]");
  let reading = false;

  const voice = () => speech.getVoices().find((one) => /^nl\b/i.test(one.lang.replace("_", "-")));
  const parts = () => all("[data-pw-speak], .pw-group-part h3, .pw-cards h2").filter((part) => part.getClientRects().length);
  const words = (part) => {
    const copy = part.cloneNode(true);
    for (const extra of all("svg, .headerlink", copy)) extra.remove();
    return copy.textContent.trim();
  };

  function mark(part) {
    for (const old of all(".pw-speaking")) old.classList.remove("pw-speaking");
    if (part) part.classList.add("pw-speaking");
  }

  function stop() {
    if (!reading) return;
    reading = false;
    speech.cancel();
    mark(null);
    button.textContent = "Lees voor";
  }

  function readFrom(queue) {
    if (!reading) return;
    const part = queue.shift();
    if (!part) {
      stop();
      return;
    }
    const said = new SpeechSynthesisUtterance(words(part));
    said.voice = voice();
    said.lang = "nl-NL";
    said.rate = 0.9;
    said.onend = () => readFrom(queue);
    said.onerror = stop;
    mark(part);
    speech.speak(said);
  }

  function toggle() {
    if (reading) {
      stop();
      return;
    }
    reading = true;
    button.textContent = "Stop met voorlezen";
    readFrom(parts());
  }

  function offer() {
    if (voice()) button.closest(".pw-read-aloud").hidden = false;
  }

  function startReading() {
    if (!speech || !button) return;
    button.addEventListener("click", toggle);
    if (speech.addEventListener) speech.addEventListener("voiceschanged", offer);
    addEventListener("pagehide", stop);
    offer();
  }

  startChoice();
  startReading();
})();
