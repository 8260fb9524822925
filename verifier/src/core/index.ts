// The verifier's core: pure, without network, page or Node. Give it a Source and a time.
export { type Bytes, fromBase58, setSha256, sha256, toBase58, utf8 } from "./bytes.ts";
export type { Check, Code, State, Verdict } from "./codes.ts";
export { isContainer, MAX_CONTAINER, openInput } from "./containers.ts";
export { setEd25519, setFallback, verifyEd25519 } from "./ed25519.ts";
export { canonicalJson, learnerFile } from "./jcs.ts";
export type { Json, JsonObject } from "./json.ts";
export { type Directory, type Group, type Issuer, readMultikey, type Rows, type Source } from "./lookup.ts";
export { canonicalNQuads } from "./rdf.ts";
export { type Data, type Fetch, SiteSource } from "../source/site.ts";
export type { Names, Outcome, Result } from "./result.ts";
export { readAtHand } from "./strangers.ts";
export { type Judgement, verifyInput } from "./verify.ts";
