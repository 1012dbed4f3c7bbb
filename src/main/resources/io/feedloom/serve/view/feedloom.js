// All that runs on Feedloom's pages. They can be read without it: it says how long ago things were, tells of
// entries that arrived since, and copies addresses.
"use strict";
(() => {
  const units = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60]];
  const words = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "short" });

  const ago = (then) => {
    const seconds = (then - Date.now()) / 1000;
    for (const [unit, size] of units) {
      if (Math.abs(seconds) >= size) {
        return words.format(Math.trunc(seconds / size), unit);
      }
    }
    return "now";
  };

  const tellTimes = () => {
    for (const time of document.querySelectorAll("time[datetime]")) {
      time.dataset.ago = ago(Date.parse(time.dateTime));
    }
  };

  const copy = async (button) => {
    let word = "Copied";
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      word = "Not allowed";
    }
    button.textContent = word;
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.copy");
    if (button) {
      copy(button);
    }
  });

  // Hears what arrives as long as someone looks at the page, and tells how many there are.
  const place = document.querySelector(".news");
  const { events, entries, most } = document.body.dataset;
  const arrived = new Set();
  let source = null;
  let again = 0;

  const name = (entry) => JSON.stringify([entry.source.id, entry.guid]);
  const note = (entry) => arrived.add(name(entry));

  const tellNews = () => {
    const count = arrived.size >= Number(most) ? `${most} or more` : String(arrived.size);
    if (arrived.size === 0) {
      place.replaceChildren();
      delete place.dataset.count;
    } else if (place.dataset.count !== count) {
      place.dataset.count = count;
      const link = document.createElement("a");
      link.href = location.pathname + location.search;
      link.textContent = count === "1" ? "One new entry" : `${count} new entries`;
      place.replaceChildren(link);
    }
  };

  // What came between the making of the page and the first event, or while no events were heard.
  const ask = async () => {
    try {
      const answer = await fetch(entries, { cache: "no-store" });
      if (answer.ok) {
        (await answer.json()).entries.forEach(note);
        tellNews();
      }
    } catch {
      // The server is away; when it is back, the source opens anew.
    }
  };

  const hear = (event) => {
    const entry = JSON.parse(event.data);
    if (entry.firstSeen === entry.lastChanged) {
      note(entry);
      tellNews();
    }
  };

  const unhear = (event) => {
    if (arrived.delete(name(JSON.parse(event.data)))) {
      tellNews();
    }
  };

  const deafen = () => {
    clearTimeout(again);
    source?.close();
    source = null;
  };

  const listen = () => {
    deafen();
    if (document.hidden) {
      return;
    }
    source = new EventSource(events);
    source.addEventListener("open", ask);
    source.addEventListener("reload", ask);
    source.addEventListener("entry", hear);
    source.addEventListener("withdrawn", unhear);
    source.addEventListener("error", () => {
      if (source?.readyState === EventSource.CLOSED) {
        // Refused, which a browser takes for good: too many listen, or something between lets no events through.
        ask();
        again = setTimeout(listen, 60000);
      }
    });
  };

  if (events) {
    document.addEventListener("visibilitychange", listen);
    addEventListener("pagehide", deafen);
    addEventListener("pageshow", listen);
  }

  tellTimes();
  setInterval(tellTimes, 60000);
})();
