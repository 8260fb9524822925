// The verifier's core: pure, without network, page or Node. Give it a Source and a time.
export { type Bytes, setSha256 } from "./bytes.ts";
export type { Check, Code, State, Verdict } from "./codes.ts";
export { setEd25519, setFallback } from "./ed25519.ts";
export type { Json, JsonObject } from "./json.ts";
export type { Directory, Group, Issuer, Rows, Source } from "./lookup.ts";
export { type Data, type Fetch, SiteSource } from "../source/site.ts";
export type { Names, Outcome, Result } from "./result.ts";
export { readAtHand } from "./strangers.ts";
export { type Judgement, verifyInput } from "./verify.ts";
