// Names of what stands on the device.

/** The name of something of the registry below `base`: registries that share an origin keep apart by the path of their root. */
export const placeOf = (base: string, name: string): string => `bukti-${name}:${new URL(base).pathname}`;
