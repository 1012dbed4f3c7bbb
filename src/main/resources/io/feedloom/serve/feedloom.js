// All that runs on Feedloom's pages. They can be read without it: it says how long ago things were, and copies addresses.
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

  tellTimes();
  setInterval(tellTimes, 60000);
})();
