// Which addresses are a registry's own.

/** Whether an address lies below one of `bases`; the scheme does not matter. */
export function isBelow(address: URL, bases: readonly string[]): boolean {
  const folder = (path: string): string => path.replace(/\/*$/, "/");
  return bases.filter((base) => URL.canParse(base)).some((text) => {
    const base = new URL(text);
    return address.host === base.host && folder(address.pathname).startsWith(folder(base.pathname));
  });
}
