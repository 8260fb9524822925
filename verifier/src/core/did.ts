// Identities that follow from a base address (CRD-16). A DID of this registry is known by its form alone.

const PROVIDER = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;
const ACHIEVEMENT = /^([a-z0-9-]{1,64})\/([a-z0-9-]{1,64})\/v([1-9][0-9]{0,8})\.json$/;

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

export interface AchievementName {
  provider: string;
  mc: string;
  version: number;
}

/** The MC version that an achievement id names under one of `bases`. */
export function achievementName(id: string, bases: readonly string[]): AchievementName | undefined {
  for (const base of bases) {
    const prefix = `${base}/mc/`;
    const parts = id.startsWith(prefix) ? ACHIEVEMENT.exec(id.slice(prefix.length)) : null;
    if (parts) return { provider: parts[1] as string, mc: parts[2] as string, version: Number(parts[3]) };
  }
  return undefined;
}
