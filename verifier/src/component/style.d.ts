// Styles are bundled as text (tools/styles.mjs).
declare module "*.css" {
  const text: string;
  export default text;
}
