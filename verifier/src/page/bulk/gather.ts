// From what was handed over to single things to judge: files, folders, and the lines of lists.
import { decode, readList } from "./list.ts";
import type { Contents, Job } from "./pool.ts";

/** A list longer than this is not read, and what comes after so many is left out. */
const MAX_LIST = 16 * 1024 * 1024;
export const MOST = 20_000;
const LISTS = /\.(?:csv|tsv|tab|txt)$/i;
/** Files that systems leave in folders. */
const HIDDEN = /(?:^|\/)(?:\.|__MACOSX\/|Thumbs\.db$|desktop\.ini$)/;

/** A file, and its path where it came out of a folder. */
export interface Named {
  file: File;
  path: string;
}

type Part = Omit<Job, "id">;
/** What a file comes to, as far as it can be judged. */
type Read = (file: File) => Promise<Contents>;

/** Whether a file may hold a list. */
export const isList = ({ name, type }: File): boolean => LISTS.test(name) || /^text\/(?:csv|tab-separated-values)$/.test(type);

/** The single things in files and a text; the answer's `cut` is how many were too many. */
export async function gather(files: readonly Named[], text: string, label: string, read: Read): Promise<{ jobs: Job[]; cut: number }> {
  const parts: Part[] = [];
  // One by one, here and below: a call takes no more values at once than its stack has room for.
  for (const named of files) for (const part of await partsOf(named, read)) parts.push(part);
  for (const part of entries(text, label)) parts.push(part);
  const jobs = parts.slice(0, MOST).map((part, id) => ({ ...part, id }));
  return { jobs, cut: parts.length - jobs.length };
}

async function partsOf({ file, path }: Named, read: Read): Promise<Part[]> {
  const listed = isList(file) && file.size <= MAX_LIST ? entries(decode(new Uint8Array(await file.arrayBuffer())), path) : [];
  if (listed.length > 0) return listed;
  return [{ label: path, read: () => read(file) }];
}

function entries(text: string, label: string): Part[] {
  return readList(text).map((entry) => ({ label: `${label}:${entry.line}`, read: async () => ({ inputs: [entry.text] }) }));
}

/** All files below entries that were dropped, in the order of their paths. */
export async function filesBelow(dropped: readonly FileSystemEntry[]): Promise<Named[]> {
  const found: Named[] = [];
  const left = [...dropped];
  for (let entry = left.shift(); entry !== undefined && found.length <= MOST; entry = left.shift()) {
    if (isFile(entry)) found.push({ file: await fileOf(entry), path: entry.fullPath.replace(/^\//, "") });
    else if (isFolder(entry)) for (const member of await membersOf(entry)) left.push(member);
  }
  return found.filter(({ path }) => !HIDDEN.test(path)).sort((a, b) => (a.path < b.path ? -1 : 1));
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
const fileOf = (entry: FileSystemFileEntry): Promise<File> => new Promise((resolve, reject) => entry.file(resolve, reject));

/** A browser gives the members of a folder by and by. */
async function membersOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const members: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return members;
    members.push(...some);
  }
}
