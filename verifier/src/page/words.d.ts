// Words out of spec/messages, as build.mjs hands them over: those of the page (`words:en`), or those of the parts
// that are loaded when they are used (`words:en:later`).
declare module "words:*" {
  const words: Readonly<Record<string, string>>;
  export default words;
}
