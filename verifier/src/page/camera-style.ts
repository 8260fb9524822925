// The looks of the viewfinder, there only once it is opened.

export const style = new CSSStyleSheet();
style.replaceSync(`
.camera { inline-size: min(34rem, 100vw - 1.5rem); max-block-size: calc(100dvh - 1.5rem); padding: 1rem; border: 1px solid var(--rule); border-radius: 14px; background: var(--sheet); color: var(--ink); }
.camera[open] { display: grid; gap: 0.75rem; }
.camera::backdrop { background: #000a; }
.finder { position: relative; overflow: hidden; border-radius: 9px; background: #000; aspect-ratio: 1; max-block-size: 62dvh; inline-size: 100%; }
.finder video { display: block; inline-size: 100%; block-size: 100%; object-fit: cover; }
.finder::after { content: ""; position: absolute; inset: 12%; border: 3px solid #fff; border-radius: 12px; box-shadow: 0 0 0 100vmax #0006; }
.camera:has([data-fault]) .finder { display: none; }
.camera-status { min-block-size: 3.1em; }
.camera [aria-pressed="true"] { background: var(--accent); color: var(--accent-ink); border-color: var(--accent); }
`);
