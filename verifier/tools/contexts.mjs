// An esbuild plugin: the module "bukti:contexts" holds the JSON-LD contexts that tools/contexts.mjs takes from npm.
import { documents } from "../../tools/contexts.mjs";

export const contexts = {
  name: "contexts",
  setup(bundle) {
    bundle.onResolve({ filter: /^bukti:contexts$/ }, ({ path }) => ({ path, namespace: "contexts" }));
    bundle.onLoad({ filter: /.*/, namespace: "contexts" }, () => ({ contents: JSON.stringify(documents), loader: "json" }));
  },
};
