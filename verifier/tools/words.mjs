// Words out of spec/messages as modules: `words:en` those that the page starts with, `words:en:later` all others.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const messages = fileURLToPath(new URL("../../spec/messages/", import.meta.url));

/** What only parts that are fetched when they are used say, the log of checks among them. */
const LATER = /^(?:(?:bulk|camera|check|container|embed|help|kind|offline|outside|picture|receipt|state)\.|page\.framed|action\.(?:copied|copy-by-hand|no-link)$)/;

/** Of the sentences on single codes the page starts with those that most verdicts on a link rest on. */
const AT_ONCE = [
  "card-cut",
  "data-missing",
  "data-stale",
  "not-registered",
  "signature-mismatch",
  "state",
];

function isLater(key) {
  const code = /^code\.([^.]+)/.exec(key)?.[1];
  return code === undefined ? LATER.test(key) : !AT_ONCE.includes(code);
}

export const words = {
  name: "words",
  setup(bundle) {
    bundle.onResolve({ filter: /^words:/ }, ({ path }) => ({ path: path.slice("words:".length), namespace: "words" }));
    bundle.onLoad({ filter: /./, namespace: "words" }, ({ path }) => {
      const [language, when] = path.split(":");
      const all = JSON.parse(readFileSync(`${messages}${language}.json`, "utf8"));
      const wanted = Object.entries(all).filter(([key]) => isLater(key) === (when === "later"));
      return { contents: JSON.stringify(Object.fromEntries(wanted)), loader: "json" };
    });
  },
};
