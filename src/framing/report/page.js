"use strict";
/* Filters the evidence and opens articles. All text goes in as text; nothing is fetched. */
(() => {
  const data = JSON.parse(document.getElementById("evidence-data").textContent);
  const find = (id) => document.getElementById(id);
  const COUNTED = 1, HEADLINE = 2, INTRODUCED = 4, INDEX = 8, TITLE = 64;
  const PAGE = 50, AROUND = 70;
  const KEYS = ["o", "v", "c", "n", "w", "t"];
  const rows = [];
  data.rows.forEach((flat, article) => {
    for (let k = 0; k < flat.length;) {
      const row = { article, flags: flat[k], voice: flat[k + 1], category: flat[k + 2],
        entry: flat[k + 3], title: (flat[k] & TITLE) !== 0, start: 0, end: 0, words: 0 };
      if (data.text) {
        row.start = flat[k + 4];
        row.end = row.start + flat[k + 5];
        k += 6;
      } else {
        row.words = flat[k + 4];
        k += 5;
      }
      rows.push(row);
    }
  });
  let found = rows, shown = 0, at = 0, came = null;

  function make(tag, text, name) {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (name) element.className = name;
    return element;
  }
  const isolated = (text) => make("bdi", text);
  const plural = (n, noun) => n.toLocaleString("en") + " " + noun + (n === 1 ? "" : "s");
  const spoken = (name) => name.replace(/_/g, " ").replace(":", ": ");

  /* --- which rows a filter wants ------------------------------------------------------------ */

  function voicesOf(name) {
    if (data.estimands[name]) return new Set(data.estimands[name]);
    return new Set([data.voices.indexOf(name)]);
  }
  function quarter(month) {
    return month.slice(0, 4) + "Q" + Math.ceil(Number(month.slice(5, 7)) / 3);
  }
  function categoryTest(name) {
    if (name.startsWith("index:")) {
      const bit = INDEX << data.indices.indexOf(name.slice(6));
      return (row) => (row.flags & bit) !== 0;
    }
    const wanted = new Set();
    data.categories.forEach((other, k) => {
      if (other === name || other.startsWith(name + ":") || other.startsWith(name + "/")) wanted.add(k);
    });
    return (row) => wanted.has(row.category);
  }
  function choose(wanted) {
    const tests = [];
    if (wanted.o) {
      const group = data.groups.indexOf(wanted.o);
      tests.push((row) => data.articles[row.article][1] === group);
    }
    if (wanted.v) {
      const voices = voicesOf(wanted.v);
      tests.push((row) => voices.has(row.voice));
    }
    if (wanted.c) tests.push(categoryTest(wanted.c));
    if (wanted.n) {
      const entry = data.entries.indexOf(wanted.n);
      tests.push((row) => row.entry === entry);
    }
    const flag = { counted: COUNTED, headline: HEADLINE, introduced: INTRODUCED }[wanted.w];
    if (flag) tests.push((row) => (row.flags & flag) !== 0);
    if (wanted.t) {
      tests.push((row) => {
        const month = data.articles[row.article][2].slice(0, 7);
        if (wanted.t === "(dated)" || wanted.t === "(no date)") return (month !== "") === (wanted.t === "(dated)");
        return month !== "" && (month.startsWith(wanted.t) || quarter(month) === wanted.t);
      });
    }
    return rows.filter((row) => tests.every((test) => test(row)));
  }

  /* --- the form ------------------------------------------------------------------------------ */

  function option(select, value, text) {
    const element = make("option", text);
    element.value = value;
    select.append(element);
  }
  function ensure(select, value) {
    if (value && ![...select.options].some((o) => o.value === value)) option(select, value, spoken(value));
  }
  function fillEntries(category) {
    const select = find("filter-n"), kept = select.value;
    const test = category ? categoryTest(category) : () => true;
    const counts = new Map();
    for (const row of rows) if (test(row)) counts.set(row.entry, (counts.get(row.entry) || 0) + 1);
    const listed = [...counts].map(([k, n]) => [data.entries[k], n]);
    listed.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    select.replaceChildren();
    option(select, "", "all");
    for (const [name, n] of listed.slice(0, 1000)) option(select, name, name + " (" + n + ")");
    ensure(select, kept);
    select.value = kept;
  }
  const read = () => Object.fromEntries(KEYS.map((key) => [key, find("filter-" + key).value]));
  function set(wanted) {
    fillEntries(wanted.c || "");
    for (const key of KEYS) {
      const select = find("filter-" + key);
      ensure(select, wanted[key]);
      select.value = wanted[key] || "";
    }
  }
  function address(wanted) {
    const kept = new URLSearchParams();
    for (const key of KEYS) if (wanted[key]) kept.set(key, wanted[key]);
    const query = kept.toString();
    return query ? "#evidence?" + query : "#evidence";
  }
  function apply(remember) {
    const wanted = read();
    found = choose(wanted);
    shown = 0;
    find("hits").replaceChildren();
    say();
    more();
    if (remember) {
      try { history.pushState(wanted, "", address(wanted)); } catch (fault) { /* a sandbox */ }
    }
  }
  function say() {
    const articles = new Set(found.map((row) => row.article)).size;
    let told = plural(found.length, "place") + " in " + plural(articles, "article") + ".";
    if (data.sampled) {
      told += " This page holds a sample of " + data.articles.length.toLocaleString("en") + " of " +
        plural(data.sampled, "article") + "; tables/evidence.csv has every place.";
    }
    find("found").textContent = told;
  }

  /* --- the list ------------------------------------------------------------------------------ */

  function pieces(row) {
    const { title, start, end } = row;
    const text = data.articles[row.article][title ? 4 : 6];
    const flat = (part) => part.replace(/\s+/g, " ");
    const stop = Math.min(end, start + 160);
    return [(start > AROUND ? "…" : "") + flat(text.slice(Math.max(0, start - AROUND), start)),
      flat(text.slice(start, stop)) + (stop < end ? "…" : ""),
      flat(text.slice(stop, stop + AROUND)) + (stop + AROUND < text.length ? "…" : "")];
  }
  function standing(row) {
    if (row.flags & HEADLINE) return " · headline";
    return row.flags & (COUNTED | INTRODUCED) ? "" : " · not counted";
  }
  function line(row, number) {
    const item = make("li");
    const box = make(data.text ? "button" : "div", undefined, data.text ? "hit" : "plain");
    const article = data.articles[row.article];
    const words = make("span", undefined, "kwic");
    if (data.text) {
      const [left, hit, right] = pieces(row);
      const bold = make("b");
      bold.append(isolated(hit));
      words.append(isolated(left), bold, isolated(right));
      box.type = "button";
      box.addEventListener("click", () => open(number));
    } else {
      const bold = make("b");
      bold.append(isolated(data.expressions[row.words]));
      words.append(bold);
    }
    const about = make("span", undefined, "about");
    about.append(isolated(data.groups[article[1]]), " · " + (article[2] || "no date") + " · ",
      isolated(spoken(data.categories[row.category])), " · ", isolated(data.entries[row.entry]),
      " · voice: " + data.voices[row.voice] + standing(row) + " · ", isolated(article[0]));
    box.append(words, about);
    item.append(box);
    return item;
  }
  function more() {
    const list = find("hits");
    const first = shown;
    const stop = Math.min(found.length, shown + PAGE);
    for (; shown < stop; shown += 1) list.append(line(found[shown], shown));
    const button = find("more");
    button.hidden = shown >= found.length;
    button.textContent = "Show " + Math.min(PAGE, found.length - shown) + " more (" +
      shown + " of " + found.length.toLocaleString("en") + " shown)";
    return first;
  }

  /* --- the article --------------------------------------------------------------------------- */

  function stretches(flat, length) {
    const parts = [];
    let start = 0;
    for (let k = 0; k < flat.length; k += 4) {
      parts.push({ start, end: flat[k], voice: flat[k + 1], section: flat[k + 2], who: flat[k + 3] });
      start = flat[k];
    }
    return parts.length ? parts : [{ start: 0, end: length, voice: 0, section: 2, who: 0 }];
  }
  function marked(text, flat, hits, current) {
    const whole = document.createDocumentFragment();
    for (const part of stretches(flat, text.length)) {
      const voice = data.voices[part.voice], section = data.sections[part.section];
      const span = make("span", undefined, "seg " + voice);
      let label = voice === "outlet" ? "" : voice;
      if (label && part.who) label += ": " + data.speakers[part.who];
      if (["caption", "teaser", "boilerplate"].includes(section)) {
        span.classList.add("aside");
        label = section + ", not scored" + (label ? "; " + label : "");
      }
      if (label) span.dataset.label = label;
      const here = hits.filter((hit) => hit.start < part.end && hit.end > part.start);
      const cuts = new Set([part.start, part.end]);
      for (const hit of here) {
        cuts.add(Math.max(hit.start, part.start));
        cuts.add(Math.min(hit.end, part.end));
      }
      const borders = [...cuts].sort((a, b) => a - b);
      for (let k = 0; k + 1 < borders.length; k += 1) {
        const [start, end] = [borders[k], borders[k + 1]];
        const inside = here.filter((hit) => hit.start <= start && hit.end >= end);
        const words = text.slice(start, end);
        if (inside.length) span.append(mark(words, start, end, inside, current));
        else span.append(words);
      }
      whole.append(span);
    }
    return whole;
  }
  function mark(words, start, end, inside, current) {
    const element = make("mark", words);
    const look = inside.map((hit) => data.looks[hit.category]).find((name) => name);
    if (look) element.classList.add(look);
    if (inside.length > 1) element.classList.add("many");
    if (inside.some((hit) => hit.start === start)) element.classList.add("a");
    const ends = inside.filter((hit) => hit.end === end);
    if (ends.length) {
      element.classList.add("z");
      element.dataset.tag = ends.map((hit) => data.codes[hit.category]).join(", ");
    }
    element.title = inside.map((hit) => spoken(data.categories[hit.category]) + ": " +
      data.entries[hit.entry] + "\nvoice: " + data.voices[hit.voice]).join("\n\n");
    if (inside.includes(current)) {
      element.classList.add("here");
      element.tabIndex = -1;
    }
    return element;
  }
  function open(number) {
    const row = found[number];
    const [id, , day, outlet, title, url, text, body, head] = data.articles[row.article];
    const speaks = (hit) => data.categories[hit.category].split(":")[0] === "speaks";
    const here = rows.filter((hit) => hit.article === row.article && (hit === row || !speaks(hit)));
    const view = make("article", undefined, "framing-highlight");
    view.setAttribute("aria-labelledby", "reader-title");
    const heading = make("h2");
    heading.id = "reader-title";
    if (title) heading.append(marked(title, head, here.filter((hit) => hit.title), row));
    else heading.append(isolated(id));
    const about = make("p", undefined, "about");
    about.append(isolated(outlet), " · " + (day || "no date") + " · ", isolated(id));
    if (url) about.append(" · ", link(url));
    const words = make("div", undefined, "text");
    words.dir = "auto";
    words.append(marked(text, body, here.filter((hit) => !hit.title), row));
    view.append(heading, about, words);
    find("reader-view").replaceChildren(view);
    find("reader-place").textContent = "Place " + (number + 1) + " of " + found.length + ": " +
      spoken(data.categories[row.category]) + ", " + data.entries[row.entry] + ", voice: " +
      data.voices[row.voice];
    find("reader-before").disabled = number === 0;
    find("reader-after").disabled = number + 1 >= found.length;
    at = number;
    find("reader-before").onclick = () => open(number - 1);
    find("reader-after").onclick = () => open(number + 1);
    const dialog = find("reader");
    if (!dialog.open) dialog.showModal();
    const target = view.querySelector("mark.here") || heading;
    target.tabIndex = -1;
    target.focus();
    target.scrollIntoView({ block: "center" });
  }
  function link(url) {
    if (!/^https?:\/\//i.test(url)) return isolated(url);
    const anchor = make("a");
    anchor.href = url;
    anchor.rel = "noopener noreferrer";
    anchor.append(isolated(url));
    return anchor;
  }

  /* --- what happens when --------------------------------------------------------------------- */

  function follow(query) {
    set(Object.fromEntries(new URLSearchParams(query)));
    apply(false);
  }
  function arrive(first) {
    if (location.hash.startsWith("#evidence?")) {
      follow(location.hash.slice("#evidence?".length));
      find("evidence").scrollIntoView();
      return;
    }
    const target = location.hash ? find(location.hash.slice(1)) : null;
    if (target && target.tagName === "DETAILS") target.open = true;
    // An address without filters is everything; another chapter's leaves the list as it is.
    if (first || !target || location.hash === "#evidence") follow("");
  }
  document.addEventListener("click", (event) => {
    const anchor = event.target.closest ? event.target.closest("a") : null;
    if (!anchor) return;
    if (anchor.dataset.find !== undefined) {
      event.preventDefault();
      came = anchor;
      follow(anchor.dataset.find);
      try { history.pushState(null, "", address(read())); } catch (fault) { /* a sandbox */ }
      find("back").hidden = false;
      find("found").focus();
      find("evidence").scrollIntoView();
    } else if (anchor.getAttribute("href") === "#receipt-rows") {
      find("receipt-rows").open = true;
    }
  });
  for (const key of KEYS) {
    find("filter-" + key).addEventListener("change", () => {
      if (key === "c") { find("filter-n").value = ""; fillEntries(find("filter-c").value); }
      apply(true);
    });
  }
  find("filters").addEventListener("submit", (event) => event.preventDefault());
  find("clear").addEventListener("click", () => { set({}); apply(true); find("found").focus(); });
  find("back").addEventListener("click", () => {
    if (!came) return;
    const folded = came.closest("details");
    if (folded) folded.open = true;
    came.focus();
    came.scrollIntoView({ block: "center" });
  });
  find("more").addEventListener("click", () => {
    const first = more();
    const item = find("hits").children[first];
    if (item && item.firstChild.focus) item.firstChild.focus();
  });
  find("reader-close").addEventListener("click", () => find("reader").close());
  find("reader").addEventListener("close", () => {
    // Back to the line of the place that was read last, which may not be listed yet.
    while (shown <= at) more();
    find("hits").children[at].firstChild.focus();
  });
  window.addEventListener("popstate", () => arrive(false));
  function reachable() {
    // A table that fits needs no stop of its own.
    for (const box of document.querySelectorAll(".wide")) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  }
  window.addEventListener("resize", reachable);
  document.addEventListener("toggle", reachable, true);
  reachable();
  find("scripted").hidden = false;
  arrive(true);
})();
