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

  // Asks for what is newer than the page as long as someone looks at it, and tells how many there are.
  const place = document.querySelector(".news");
  const address = document.body.dataset.news;
  const lookForNews = async () => {
    if (document.hidden) {
      return;
    }
    try {
      const answer = await fetch(address, { cache: "no-cache" });
      if (!answer.ok) {
        return;
      }
      const { items } = await answer.json();
      if (items.length > 0 && place.dataset.count !== String(items.length)) {
        place.dataset.count = items.length;
        const link = document.createElement("a");
        link.href = location.href;
        link.textContent = items.length === 1 ? "One new entry" : `${items.length} new entries`;
        place.replaceChildren(link);
      }
    } catch {
      // The server is away: the next look tells.
    }
  };
  if (address) {
    setInterval(lookForNews, 10000);
    document.addEventListener("visibilitychange", lookForNews);
  }

  tellTimes();
  setInterval(tellTimes, 60000);
})();
