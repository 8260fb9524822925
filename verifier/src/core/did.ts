// Identities that follow from a base address (CRD-16). A DID of this registry is known by its form alone.

const PROVIDER = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;

function didPrefix(base: string): string {
  const [host = "", ...path] = base.slice("https://".length).split("/");
  return ["did:web", host.replaceAll(":", "%3A"), ...path, "issuers", ""].join(":");
}

/** The provider that `did` stands for under one of `bases`; undefined when it is outside all of them. */
export function providerOf(did: string, bases: readonly string[]): string | undefined {
  for (const base of bases) {
    const prefix = didPrefix(base);
    if (did.startsWith(prefix) && PROVIDER.test(did.slice(prefix.length))) return did.slice(prefix.length);
  }
  return undefined;
}

/** The `did:web` DID of a provider under a base address. */
export function didOf(base: string, provider: string): string {
  return didPrefix(base) + provider;
}

/** The id of the achievement of one MC version under a base address. */
export function achievementId(base: string, provider: string, mc: string, version: number): string {
  return `${base}/mc/${provider}/${mc}/v${version}.json`;
}
