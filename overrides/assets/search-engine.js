/* The search: what is typed -> topics and rules, best first. No page in here; search.js shows the results.
   MiniSearch holds the index and scores; build_tools/search.py wrote it; this file reads the query as
   build_tools/search_words.py reads the texts, and weighs what MiniSearch finds. */
(function () {
  "use strict";

  const stemmer = new DutchStemmer();

  /* --- Words, as in build_tools/search_words.py ------------------------------------------------ */

  function words(text) {
    const plain = text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
    return plain.replace(/['\u2018\u2019`]/g, "").replace(/\b([a-z])-(?=[a-z])/g, "$1").match(/[a-z0-9]+/g) || [];
  }

  function level(stem) {
    if (stem.length > 4) stem = stem.replace(/([aio])s$/, "$1");
    if (stem.length > 3) stem = stem.replace(/e$/, "");
    stem = stem.replace(/v$/, "f").replace(/z$/, "s");
    if (stem.length > 3) stem = stem.replace(/ts$/, "t").replace(/([b-df-hj-np-tv-z])[td]{1,2}$/, "$1");
    return stem.replace(/([a-z])\1(?=[b-df-hj-np-tv-z]?$)/, "$1");
  }

  const stem = (word) => (word.length > 2 ? level(stemmer.stemWord(word)) : word);

  /* Of three letters only what the vocabulary names is a half of a compound: app, juf; not "bes" in bestellen. */
  function compoundParts(word, known, meanings, fillers) {
    const half = (text) => !fillers.has(text) && (text.length > 3 ? known.has(stem(text)) : text.length === 3 && stem(text) in meanings);
    for (let cut = 3; word.length > 6 && cut <= word.length - 3; cut++)
      if (half(word.slice(0, cut)) && half(word.slice(cut))) return [stem(word.slice(0, cut)), stem(word.slice(cut))];
    return [];
  }

  /* Words that sound alike are written alike: auteursregt, mediawijshijd, inspekteur, sjorsing. */
  function sound(word) {
    return word
      .replace(/sch|sj|sg/g, "s").replace(/ch|g/g, "g").replace(/ij|ei|y/g, "i").replace(/ou|au/g, "o")
      .replace(/ph|v/g, "f").replace(/th|dt|d/g, "t").replace(/ck|q|c/g, "k").replace(/x/g, "ks").replace(/z/g, "s")
      .replace(/ie/g, "i").replace(/h/g, "").replace(/(.)\1+/g, "$1");
  }

  /* --- The query ------------------------------------------------------------------------------- */

  const WEIGHT = { exact: 1, phrase: 1.6, meaning: 0.75, tail: 0.55, head: 0.4, inside: 0.6, sound: 0.8, fuzzy: 0.6, prefix: 0.45, weak: 0.5 };

  const LIKELY_WORDS = 3;
  const PARTICLES = new Set("aan af bij binnen door in mee na om onder op over samen terug toe uit voor weg".split(" "));

  const span = (start, size) => [...Array(size).keys()].map((step) => start + step);

  function phrasesOf(found, longest = 6) {
    const runs = [];
    for (let size = 2; size <= longest; size++)
      for (let start = 0; start + size <= found.length; start++)
        runs.push({ term: found.slice(start, start + size).join("_"), start, size });
    return runs;
  }

  function engine(index) {
    const topics = MiniSearch.loadJS(index.topics, { fields: Object.keys(index.topics.fieldIds), storeFields: [] });
    const total = index.topics.documentCount;
    const frequency = new Map(index.topics.index.map(([term, fields]) => [term, spread(fields)]));
    const known = new Set([...frequency.keys()].filter((term) => !/[=_]/.test(term)));
    const fillers = new Set(index.fillers), weak = new Set(index.weak);
    const loaded = new Map();
    let sounds = null, spelled = null;

    function spread(fields) {
      const found = new Set();
      for (const postings of Object.values(fields)) for (const number of Object.keys(postings)) found.add(number);
      return found.size;
    }

    const rarity = (term) => Math.log(1 + (total - (frequency.get(term) || 0) + 0.5) / ((frequency.get(term) || 0) + 0.5));

    function alikeInSound(word) {
      if (word.length < 6) return [];
      if (!sounds) {
        sounds = new Map();
        for (const term of known) if (term.length > 3) hear(term, term);
        for (const spelt of index.words) hear(spelt, stem(spelt));
      }
      return [...(sounds.get(sound(word)) || sounds.get(sound(stem(word))) || [])];
    }

    function hear(written, term) {
      const heard = sound(written);
      if (!sounds.has(heard)) sounds.set(heard, new Set());
      sounds.get(heard).add(term);
    }

    const force = (key) => (weak.has(key) ? WEIGHT.weak : 1);
    const meant = (key, weight) => (index.meanings[key] || []).map((term) => ({ term, weight: weight * WEIGHT.meaning }));

    function readings(word, last) {
      const key = stem(word);
      const parts = compoundParts(word, known, index.meanings, fillers);
      if (known.has(key) || index.meanings[key])
        return [{ term: key, weight: WEIGHT.exact }, ...meant(key, 1), ...halves(parts, WEIGHT.inside).map(hinted), ...(last ? started(key).map(hinted) : [])];
      const heard = alikeInSound(word);
      if (heard.length) return heard.flatMap((term) => [{ term, weight: WEIGHT.sound }, ...meant(term, WEIGHT.sound)]);
      if (parts.length) return halves(parts, 1);
      return [...swapped(word), ...misspelt(word), ...started(last ? word : key)];
    }

    const hinted = (reading) => ({ ...reading, hint: true });

    /* The tail of a compound says what it is, the head only of what kind: a match on the head alone answers nothing. */
    const halves = (parts, force) =>
      parts.flatMap((part, place) => {
        const weight = force * (place ? WEIGHT.tail : WEIGHT.head);
        return [{ term: part, weight }, ...meant(part, weight)].map((reading) => (place ? reading : hinted(reading)));
      });

    /* One letter wrong, too many or too few; two in a long word. Short words stay as they are: too much looks like them. */
    function misspelt(word) {
      if (word.length < 5) return [];
      const fuzzy = word.length < 10 ? 1 : 2;
      const meantWords = spelling().search(word, { fuzzy, tokenize: (text) => [text], processTerm: (text) => text });
      const found = [...new Set(meantWords.slice(0, LIKELY_WORDS).map((hit) => stem(hit.id)))];
      if (found.length) return found.flatMap((term) => [{ term, weight: WEIGHT.fuzzy }, ...meant(term, WEIGHT.fuzzy)]);
      return stem(word).length < 6 ? [] : [{ term: stem(word), weight: WEIGHT.fuzzy, fuzzy }];
    }

    function spelling() {
      if (!spelled) {
        spelled = new MiniSearch({ idField: "word", fields: ["word"], tokenize: (text) => [text], processTerm: (text) => text });
        spelled.addAll(index.words.map((word) => ({ word })));
      }
      return spelled;
    }

    function swapped(word) {
      const forms = word.length < 5 ? [] : span(0, word.length - 1).map((at) => stem(word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2)));
      return [...new Set(forms)].filter((form) => known.has(form)).flatMap((term) => [{ term, weight: WEIGHT.sound }, ...meant(term, WEIGHT.sound)]);
    }

    const started = (key) => (key.length < 4 ? [] : [{ term: key, weight: WEIGHT.prefix, prefix: true }]);

    function analyse(text) {
      const typed = words(text);
      const found = typed.map(stem);
      const content = typed.map((_, place) => place).filter((place) => !fillers.has(typed[place]));
      const used = content.length ? content : typed.map((_, place) => place);
      const inside = new Set(phrasesOf(found).filter(({ term }) => index.meanings[term]).flatMap(({ start, size }) => span(start, size)));
      const asked = used.map((place) => ({
        word: typed[place],
        places: [place],
        rarity: rarity(found[place]) * force(found[place]),
        readings: readings(typed[place], place === typed.length - 1).filter(({ term }) => !(inside.has(place) && term.startsWith("="))).map((reading) => ({ ...reading, weight: reading.weight * force(found[place]) })),
      }));
      for (const { term, start, size } of phrasesOf(found))
        if (frequency.has(term) || index.meanings[term])
          asked.push({
            word: term,
            places: span(start, size),
            rarity: span(start, size).some((place) => used.includes(place)) ? 0 : rarity(term),
            readings: [{ term, weight: WEIGHT.phrase }, ...meant(term, 1.2)],
          });
      return [...asked, ...joined(typed), ...separated(typed)];
    }

    /* Two words that are one: vertrouwens inspecteur, groeps app. */
    function joined(typed) {
      return typed.slice(1).flatMap((word, place) => {
        const whole = typed[place] + word;
        const terms = whole.length < 6 ? [] : known.has(stem(whole)) ? [stem(whole)] : alikeInSound(whole);
        return terms.map((term) => together(term, [place, place + 1]));
      });
    }

    /* The two halves of a separable verb: haal ik een foto weg, mee mogen beslissen. */
    function separated(typed) {
      return typed.flatMap((particle, at) => {
        if (!PARTICLES.has(particle)) return [];
        const next = typed.findIndex((word, place) => place > at && !fillers.has(word));
        const verbs = at === typed.length - 1 ? typed.map((_, place) => place).slice(0, at) : next > at ? [next] : [];
        const whole = (place) => stem(particle + typed[place]);
        return verbs.filter((place) => known.has(whole(place))).map((place) => together(whole(place), [place, at]));
      });
    }

    const together = (term, places) => ({
      word: term, places, readings: [{ term, weight: WEIGHT.exact }, ...meant(term, 1)],
    });

    /* --- What MiniSearch finds, word by word: a word counts once, by its best reading -------------- */

    function hitsOf(store, { term, weight, fuzzy, prefix }, boost) {
      return store.search(term, {
        boost, fuzzy: fuzzy || false, prefix: Boolean(prefix), weights: { fuzzy: 0.7, prefix: 0.7 },
        boostTerm: () => weight, tokenize: (text) => [text], processTerm: (text) => text,
      });
    }

    /* id -> what each place in the query scores, which places are answered for sure, what phrases add. */
    function scores(store, asked, boost) {
      const found = new Map();
      for (const part of asked)
        part.readings.forEach((reading, rank) => {
          for (const hit of hitsOf(store, reading, boost)) {
            if (!found.has(hit.id)) found.set(hit.id, { places: {}, sure: {}, phrases: 0 });
            note(found.get(hit.id), part, hit, reading, rank);
          }
        });
      return found;
    }

    /* That a word stands somewhere in a topic's rules, or is half of a longer word, says little of the one rule that is looked at. */
    const sure = (hit) => Object.values(hit.match).some((fields) => fields.some((field) => field !== "body" && field !== "parts"));

    function note(entry, { places }, hit, reading, rank) {
      for (const place of places) {
        entry.places[place] = Math.max(entry.places[place] || 0, hit.score / places.length);
        if (!reading.hint && sure(hit)) entry.sure[place] = true;
      }
      if (places.length > 1 && rank === 0) entry.phrases += PHRASE_SHARE * hit.score;
    }

    const sum = (entry) => Object.values(entry.places).reduce((total, score) => total + score, entry.phrases);

    /* Which share of the query these entries answer: its words and its phrases of fillers, weighed by how rare they are. */
    function answered(asked, entries) {
      const has = (part) => part.places.every((place) => entries.some((entry) => entry.sure[place]));
      const weigh = (parts) => parts.reduce((total, part) => total + (part.rarity || 0), 0);
      return weigh(asked) ? weigh(asked.filter(has)) / weigh(asked) : 0;
    }

    /* --- Topics first, then the rules of the best ones ------------------------------------------ */

    const TOPIC_BOOST = { title: 2, questions: 1.5, words: 3, body: 0.6, parts: 0.5 };
    const RULE_BOOST = { title: 1.6, text: 1, parts: 0.5 };
    const TOPIC_SHARE = 0.5, WITHOUT_COVER = 0.3, PHRASE_SHARE = 0.5, ENOUGH = 0.52, GROUPS = 6, ROWS = 3, ROWS_OF_MANY = 2, NEAR_TOPICS = 4;
    const WORTH_A_GROUP = 0.35, WORTH_A_ROW = 0.5, CANDIDATE_TOPICS = 4;

    const NOTHING = { places: {}, sure: {}, phrases: 0, score: 0 };
    const order = Object.values(index.topics.documentIds);
    const numberOf = new Map(order.map((id, number) => [id, number]));
    const topicAt = (number) => ({ id: order[number], ...index.topics.storedFields[number] });

    function findTopics(asked) {
      const entries = [...scores(topics, asked, TOPIC_BOOST)].map(([id, entry]) => [numberOf.get(id), { ...entry, score: sum(entry) }]);
      return new Map(entries.sort((one, other) => other[1].score - one[1].score));
    }

    /* The parts of the index that hold the rules of the best topics. */
    function partsFor(found) {
      const best = [...found.keys()].slice(0, CANDIDATE_TOPICS);
      return [...new Set(best.map((number) => topicAt(number).part))];
    }

    function addPart(name, data) {
      const store = MiniSearch.loadJS(data, { fields: Object.keys(data.fieldIds), storeFields: [] });
      const rules = new Map(Object.entries(data.documentIds).map(([number, id]) => [id, { id, ...data.storedFields[number] }]));
      loaded.set(name, { store, rules });
    }

    function findRules(asked, found) {
      const rules = new Map();
      for (const name of partsFor(found)) {
        const part = loaded.get(name);
        if (!part) continue;
        const own = scores(part.store, asked, RULE_BOOST);
        for (const rule of part.rules.values()) {
        if (!rule.topics.length) continue; /* results stand under topics, and a decision may have none */
          const rated = rate(rule, own.get(rule.id) || NOTHING, found, asked);
          if (rated.score > 0 && !(rules.has(rule.id) && rules.get(rule.id).score >= rated.score)) rules.set(rule.id, rated);
        }
      }
      return [...rules.values()].sort((one, other) => other.score - one.score);
    }

    function rate(rule, own, found, asked) {
      const topics = rule.topics.map(([number, answer]) => ({ number, answer, entry: found.get(number) || NOTHING }));
      const best = topics.reduce((top, one) => (one.entry.score > top.entry.score ? one : top));
      const share = answered(asked, [own, ...topics.map((topic) => topic.entry)]);
      const score = (sum(own) + TOPIC_SHARE * best.entry.score) * (WITHOUT_COVER + share);
      return { rule, topic: best.number, answer: best.answer, score, answered: share };
    }

    /* Rules under their topics; those that answer alike in one row; the reader's own rules first. */
    function grouped(rules, audience) {
      const groups = new Map();
      for (const found of rules) {
        if (!groups.has(found.topic)) groups.set(found.topic, { topic: topicAt(found.topic), score: found.score, rows: [], more: 0 });
        addRow(groups.get(found.topic), found);
      }
      const best = rules.length ? rules[0].score : 0;
      const worth = [...groups.values()].filter((group) => group.score >= WORTH_A_GROUP * best).slice(0, GROUPS);
      if (worth.length > 2) worth.forEach(shorten);
      return audience ? forReader(worth, audience) : worth;
    }

    function addRow(group, found) {
      const twin = found.answer && group.rows.find((row) => row.answer === found.answer);
      if (twin) twin.alike.push(found.rule);
      else if (group.rows.length < ROWS && found.score >= WORTH_A_ROW * group.score) group.rows.push({ ...found, alike: [] });
      else group.more++;
    }

    function shorten(group) {
      const cut = group.rows.splice(ROWS_OF_MANY);
      group.more += cut.reduce((total, row) => total + 1 + row.alike.length, 0);
    }

    function forReader(groups, audience) {
      const own = (row) => (row.rule.audiences.includes(audience) ? 0 : 1);
      for (const group of groups) group.rows.sort((one, other) => own(one) - own(other));
      const first = (group) => Math.min(...group.rows.map(own));
      return groups.sort((one, other) => first(one) - first(other));
    }

    /* Topics that come near and stand in no group: first those that list what was typed, or ask it, word for word. */
    function nearby(text, found, groups) {
      const key = words(text).map(stem).join("_");
      const listing = new Set(hitsOf(topics, { term: key, weight: 1 }, {}).filter(lists).map((hit) => numberOf.get(hit.id)));
      const shown = new Set(groups.map((group) => group.topic.id));
      const rest = [...found.keys()].filter((number) => !shown.has(order[number]));
      const named = rest.filter((number) => listing.has(number) || topicAt(number).asked.includes(key));
      return [...named, ...rest.filter((number) => !named.includes(number)).slice(0, NEAR_TOPICS)].map(topicAt);
    }

    const lists = (hit) => Object.values(hit.match).some((fields) => fields.includes("words"));

    /* The answer to what is typed: no groups when no rule answers enough of it, only topics that come near. */
    function answer(text, audience) {
      const asked = analyse(text), found = findTopics(asked);
      const rules = findRules(asked, found);
      const surest = Math.max(0, ...rules.slice(0, 5).map((rule) => rule.answered));
      const groups = surest >= ENOUGH ? grouped(rules, audience) : [];
      return { groups, near: nearby(text, found, groups), surest };
    }

    const partsNeeded = (text) => partsFor(findTopics(analyse(text))).filter((name) => !loaded.has(name));

    return { addPart, partsNeeded, answer };
  }

  /* The words are handed out for the test that Python and the browser read them alike. */
  window.protocolwijzerEngine = Object.assign(engine, { words, stem });
})();
