// The ways in: pasting, choosing files, dropping, and those of the parts that are loaded when they are used.
import type { Bytes } from "../core/bytes.ts";
import { isContainer, MAX_CONTAINER } from "../core/containers.ts";
import { MAX_BYTES } from "../core/json.ts";
import { aidOf } from "./aids.ts";
import { answersShown, check, fail, type Item, keepAtHand, questions } from "./desk.ts";
import { byId, el } from "./dom.ts";
import { isOutside } from "./explain.ts";
import { say } from "./messages.ts";
import { isPicture } from "./pictures.ts";
import { type Handed, LINKS, TAKERS, WAYS } from "./ways.ts";

let taken = 0;

/** Checks what was handed over, or leaves it to the first who takes it; of what is asked meanwhile the last one counts. */
export async function take(given: Omit<Handed, "isLate">): Promise<void> {
  const [turn, before] = [++taken, questions()];
  const handed = { ...given, isLate: () => turn !== taken || questions() !== before };
  for (const taker of TAKERS) if (await taker(handed)) return;
  if (handed.isLate()) return;
  if (handed.files.length > 0) return checkFiles(handed);
  const { text, label } = handed;
  // Of several links only one is read here: without the part for them that is said.
  const remark = LINKS.test(text) ? "input.part-missing" : undefined;
  if (text !== "") await checkInSight({ input: text, label, remark });
}

/** Checks what came by the form, which stands below: the place where the answer comes is brought into sight first. */
function checkInSight(...items: readonly Item[]): Promise<void> {
  const done = check(...items);
  byId("results").scrollIntoView({ block: "start" });
  return done;
}

/** The bytes of a file. What is longer than may be read is not read into memory; its first part is enough to be told so. */
export async function contents(file: Blob): Promise<Bytes> {
  const bytes = async (count: number): Promise<Bytes> => new Uint8Array(await file.slice(0, count).arrayBuffer());
  return bytes((isContainer(await bytes(64)) ? MAX_CONTAINER : MAX_BYTES) + 1);
}

/**
 * Keeps the documents at hand among the files and checks all others. Where there are none, what they may help is checked
 * once more: what is of an issuer outside, and nothing else, so that no file gets the answer of another one.
 */
async function checkFiles(handed: Handed): Promise<void> {
  const { files, isLate } = handed;
  const [aids, others]: [Item[], Item[]] = [[], []];
  const inputs = await Promise.all(files.map(contents)).catch(() => undefined);
  if (isLate()) return;
  // A file that cannot be read leaves no earlier answer standing as if it were its own.
  if (inputs === undefined) return fail(() => void take(handed));
  for (const [i, file] of files.entries()) {
    const input = inputs[i] as Bytes;
    const aid = aidOf(input);
    if (aid !== undefined) keepAtHand(aid);
    (aid === undefined ? others : aids).push({ input, label: file.name, file: isPicture(file) ? file : undefined });
  }
  const answers = answersShown();
  const inside = answers.filter(({ result }) => !isOutside(result)).map(({ item }) => item);
  const helped = new Set(answers.map(({ item }) => item).filter((item) => !inside.includes(item)));
  await checkInSight(...[others, [...helped], aids].find(({ length }) => length > 0) as Item[]);
}

function setUpPaste(): void {
  const paste = byId("paste") as HTMLTextAreaElement;
  const checkPasted = (): Promise<void> => take({ files: [], text: paste.value, label: "pasted" });
  byId("form").addEventListener("submit", (event) => {
    event.preventDefault();
    void (paste.value === "" ? checkInSight({ input: "", label: "pasted" }) : checkPasted());
  });
  document.addEventListener("paste", ({ clipboardData }) => {
    const files = [...(clipboardData?.files ?? [])];
    const isPicturePasted = files.length > 0 && clipboardData?.getData("text") === "";
    if (isPicturePasted) void take({ files, text: "", label: "" });
  });
  paste.addEventListener("paste", () => setTimeout(() => paste.value.trim() !== "" && void checkPasted()));
}

function setUpFiles(): void {
  const file = byId("file") as HTMLInputElement;
  file.addEventListener("change", () => {
    const chosen = [...(file.files ?? [])];
    if (chosen.length > 0) void take({ files: chosen, text: "", label: "" });
    file.value = ""; // so that the same file, once mended, may be chosen again
  });
}

function setUpDrop(): void {
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    const { files = [], items = [] } = event.dataTransfer ?? {};
    const dropped = [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
    const entries = dropped.some(({ isDirectory }) => isDirectory) ? dropped : undefined;
    void take({ files: [...files], entries, text: event.dataTransfer?.getData("text") ?? "", label: "dropped" });
  });
}

function setUpWays(): void {
  const missing = el("p", { role: "alert", "data-message": "input.part-missing" }, say("input.part-missing"));
  const buttons = WAYS.filter(({ isOffered }) => isOffered()).map(({ id, label, open }) => {
    const button = el("button", { type: "button", id, "data-message": label }, say(label));
    button.addEventListener("click", () => {
      missing.remove();
      open().catch(() => byId("ways").append(missing));
    });
    return button;
  });
  byId("ways").replaceChildren(...buttons);
}

export function setUpForm(): void {
  setUpPaste();
  setUpFiles();
  setUpDrop();
  setUpWays();
}
