// Runs before the first paint: the reader's theme and language, so that the
// loading screen already has them. The app keeps both keys.
(() => {
  "use strict";
  const root = document.documentElement;
  let theme = null;
  let lang = null;
  try {
    theme = localStorage.getItem("weir.theme");
    lang = localStorage.getItem("weir.lang");
  } catch {
    // Storage may be refused (private windows, framed pages): the defaults hold.
  }
  if (theme !== "light" && theme !== "dark") {
    theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }
  root.dataset.theme = theme;
  if (lang !== "zh" && lang !== "en") {
    lang = navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
  }
  root.lang = lang === "zh" ? "zh-CN" : "en";
})();
