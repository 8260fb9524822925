// The core with its stages, for tests of each of them: every export here would cost all who load the core its bytes.
export { fromBase58, fromBase64url, fromHex, fromUtf8, sha256, toBase58, toBase64url, toHex, utf8 } from "./bytes.ts";
export { type Card, decodeCard, encodeCard, readPayload, writePayload } from "./card.ts";
export { CHECKS, REASONS, stateOf, VERDICTS } from "./codes.ts";
export { isContainer, MAX_CONTAINER, openInput } from "./containers.ts";
export { verifyEd25519 } from "./ed25519.ts";
export { readInput } from "./input.ts";
export { canonicalJson, learnerFile, registryHash } from "./jcs.ts";
export { InputFault } from "./fault.ts";
export { readJson } from "./json.ts";
export * from "./index.ts";
export * from "./lookup.ts";
export { canonicalNQuads, RdfFault } from "./rdf.ts";
export { shapeFault } from "./shape.ts";
export { fill, proofOfCard, type Template, type Values, valuesOf } from "./template.ts";
export { isSignable } from "./text.ts";
export { verdictOf } from "./verdict.ts";
