// Dark or light: as the device has it, or as the reader chose last. Runs before the page is painted.
const KEY = "bukti-colours";
const device = matchMedia("(prefers-color-scheme: dark)");

function chosen(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // storage is forbidden here: the device decides
  }
}

function isDark(): boolean {
  return (chosen() ?? (device.matches ? "dark" : "light")) === "dark";
}

function choose(colours: string): void {
  try {
    localStorage.setItem(KEY, colours);
  } catch {
    // without storage the choice cannot be kept
  }
  apply();
}

function apply(): void {
  document.body.setAttribute("data-md-color-scheme", isDark() ? "slate" : "default");
  document.getElementById("bk-colours")?.setAttribute("aria-pressed", String(isDark()));
}

apply();
device.addEventListener("change", apply);
document.addEventListener("DOMContentLoaded", () => {
  const button = document.getElementById("bk-colours");
  if (button === null) return;
  button.hidden = false;
  button.addEventListener("click", () => choose(isDark() ? "light" : "dark"));
  apply();
});
