// Dark or light: as the device has it, or as the reader chose last. Runs before the page is painted.
"use strict";
(() => {
  const KEY = "bukti-colours";
  const device = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // storage is forbidden here: the device decides
    }
  };
  const isDark = () => (chosen() ?? (device.matches ? "dark" : "light")) === "dark";
  const apply = () => {
    document.body.setAttribute("data-md-color-scheme", isDark() ? "slate" : "default");
    document.getElementById("bk-colours")?.setAttribute("aria-pressed", String(isDark()));
  };

  apply();
  device.addEventListener("change", apply);
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("bk-colours");
    button.hidden = false;
    button.addEventListener("click", () => {
      try {
        localStorage.setItem(KEY, isDark() ? "light" : "dark");
      } catch {
        // without storage the choice cannot be kept
      }
      apply();
    });
    apply();
  });
})();
