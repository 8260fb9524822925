// Names that the registry has by language.

/** The name in a language, else in English, else the first; empty where there is none (LKP-15). */
export function nameIn(names: Readonly<Record<string, string>>, tag: string): string {
  return names[tag] ?? names["en"] ?? Object.values(names)[0] ?? "";
}
