// The search of a web archive: goes through briefs.js in the browser. What a brief says is put into the page as text only.
"use strict";
(() => {
  const MOST = 100, LINES = 2;
  const form = document.querySelector("form.search");
  const briefs = window.briefgenBriefs;
  if (!form || !Array.isArray(briefs)) return;
  const input = form.querySelector("input");
  const status = document.getElementById("found");
  const results = document.getElementById("results");
  const browse = document.getElementById("browse");

  // Letters without case and marks, one character for one, so that a place found stands at the same place in the text.
  const fold = (text) => Array.from(text, (c) => {
    const bare = c.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    return bare.length === c.length ? bare : c;
  }).join("");
  const folded = briefs.map((brief) => fold([brief.title, brief.when, ...brief.lines, brief.words].join("\n")));
  const terms = () => [...new Set(fold(input.value.normalize("NFC")).split(/\s+/).filter(Boolean))];

  const element = (name, className, ...children) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
  };

  const marked = (text, wanted) => {
    const plain = fold(text), parts = [];
    let at = 0;
    while (at < text.length) {
      const hits = wanted.map((term) => [plain.indexOf(term, at), term.length]).filter(([place]) => place >= 0);
      if (!hits.length) break;
      const [place, length] = hits.sort((a, b) => a[0] - b[0] || b[1] - a[1])[0];
      parts.push(text.slice(at, place), element("mark", "", text.slice(place, place + length)));
      at = place + length;
    }
    return [...parts, text.slice(at)];
  };

  const item = (brief, wanted) => {
    const hit = brief.lines.filter((line) => wanted.some((term) => fold(line).includes(term)));
    const link = element("a", "", ...marked(brief.title, wanted));
    link.href = form.dataset.root + brief.page;
    const shown = (hit.length ? hit : brief.lines.slice(0, 1)).slice(0, LINES);
    const what = element("div", "what", element("h2", "title", link));
    what.append(...shown.map((line) => element("p", "", ...marked(line, wanted))));
    return element("li", "", element("p", "when", ...marked(brief.when, wanted)), what);
  };

  const told = (count) => {
    const kind = count > MOST ? "first" : count > 1 ? "many" : count ? "one" : "none";
    return form.dataset[kind].replace("{count}", String(count));
  };

  const search = () => {
    const wanted = terms();
    const searching = wanted.length > 0;
    const found = searching ? briefs.filter((_, n) => wanted.every((term) => folded[n].includes(term))) : [];
    results.replaceChildren(element("ol", "", ...found.slice(0, MOST).map((brief) => item(brief, wanted))));
    results.hidden = !found.length;
    browse.hidden = searching;
    form.classList.toggle("searching", searching);
    status.textContent = searching ? told(found.length) : "";
  };

  const step = (event, by) => {
    const links = [...results.querySelectorAll("h2 a")];
    const next = links.indexOf(document.activeElement) + by;
    if (!links.length || next >= links.length) return;
    event.preventDefault();
    (links[next] || input).focus();
  };

  let waiting = 0;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 60);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    search();
    step(event, 1);
  });
  document.addEventListener("keydown", (event) => {
    const inside = event.target === input || results.contains(event.target);
    if (event.key === "/" && event.target !== input && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      input.focus();
    } else if (event.key === "Escape" && inside) {
      input.value = "";
      search();
      if (event.target === input) input.blur();
      else input.focus();
    } else if (event.key === "ArrowDown" && inside) step(event, 1);
    else if (event.key === "ArrowUp" && inside && event.target !== input) step(event, -1);
  });
  form.hidden = false;
  if (input.value) search();
})();
