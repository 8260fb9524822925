// The verifier's core: pure, without network, page or Node. Give it a Source and a time.
export { fromBase58, fromBase64url, fromHex, fromUtf8, setSha256, sha256, toBase58, toBase64url, toHex, utf8 } from "./bytes.ts";
export { type Card, CardFault, decodeCard, encodeCard, readPayload, writePayload } from "./card.ts";
export { CHECKS, KINDS, REASONS, stateOf, VERDICTS } from "./codes.ts";
export { isContainer, MAX_CONTAINER, openInput } from "./containers.ts";
export { setEd25519, setFallback, verifyEd25519 } from "./ed25519.ts";
export { readInput } from "./input.ts";
export { canonicalJson, learnerFile, registryHash } from "./jcs.ts";
export { JsonFault, readJson } from "./json.ts";
export * from "./lookup.ts";
export { canonicalNQuads, RdfFault } from "./rdf.ts";
export { SiteSource } from "../source/site.ts";
export type { Outcome, Result } from "./result.ts";
export { shapeFault } from "./shape.ts";
export { readAtHand } from "./strangers.ts";
export { fill, proofOfCard, type Template, type Values, valuesOf } from "./template.ts";
export { isSignable } from "./text.ts";
export { verdictOf } from "./verdict.ts";
export { type Judgement, verifyInput } from "./verify.ts";
