// An esbuild plugin: a style sheet that a module imports is its text, made small.
import { readFileSync } from "node:fs";
import { transform } from "esbuild";

export const styles = {
  name: "styles",
  setup(bundle) {
    bundle.onLoad({ filter: /[\\/]src[\\/].*\.css$/ }, async ({ path }) => {
      const { code } = await transform(readFileSync(path, "utf8"), { loader: "css", minify: true, charset: "utf8" });
      return { contents: code.trim(), loader: "text" };
    });
  },
};
