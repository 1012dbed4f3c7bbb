// The only script of Feedloom's pages, which also work without it. It shows how long ago things happened,
// counts new entries, and copies addresses.
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

  const showTimes = () => {
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

  // Listens for new entries while the page is visible, and shows how many there are.
  const place = document.querySelector(".news");
  const { events, entries, most } = document.body.dataset;
  const arrived = new Set();
  let source = null;
  let again = 0;

  const name = (entry) => JSON.stringify([entry.source.id, entry.guid]);
  const note = (entry) => arrived.add(name(entry));

  const showNews = () => {
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

  // Requests the entries that arrived before the first event, or while no events came through.
  const ask = async () => {
    try {
      const answer = await fetch(entries, { cache: "no-store" });
      if (answer.ok) {
        (await answer.json()).entries.forEach(note);
        showNews();
      }
    } catch {
      // The server is unavailable. The event source reconnects when it is back.
    }
  };

  const add = (event) => {
    const entry = JSON.parse(event.data);
    if (entry.firstSeen === entry.lastChanged) {
      note(entry);
      showNews();
    }
  };

  const remove = (event) => {
    if (arrived.delete(name(JSON.parse(event.data)))) {
      showNews();
    }
  };

  const stop = () => {
    clearTimeout(again);
    source?.close();
    source = null;
  };

  const listen = () => {
    stop();
    if (document.hidden) {
      return;
    }
    source = new EventSource(events);
    source.addEventListener("open", ask);
    source.addEventListener("reload", ask);
    source.addEventListener("entry", add);
    source.addEventListener("withdrawn", remove);
    source.addEventListener("error", () => {
      if (source?.readyState === EventSource.CLOSED) {
        // A browser does not reconnect after a refusal: too many listeners, or a proxy that blocks events.
        ask();
        again = setTimeout(listen, 60000);
      }
    });
  };

  if (events) {
    document.addEventListener("visibilitychange", listen);
    addEventListener("pagehide", stop);
    addEventListener("pageshow", listen);
  }

  showTimes();
  setInterval(showTimes, 60000);
})();
