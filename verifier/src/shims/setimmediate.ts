// What rdf-canonize needs of the polyfill "setimmediate".
const scope = globalThis as { setImmediate?: unknown };
scope.setImmediate ??= (task: () => void) => setTimeout(task);
