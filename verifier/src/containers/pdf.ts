// Credentials attached to PDF files (CON-9 to CON-11).
import type { Bytes } from "../core/bytes.ts";
import { type Filter, FILTERS } from "./filters.ts";
import { ContainerFault, type Found, MAX_TEXTS, tooLarge } from "./parts.ts";
import { type Entries, nameOf, namesOf, PdfFile, type PdfObject, referencesOf } from "./pdf-objects.ts";

const MAX_FILTERS = 4;
const PREDICTOR = /\/Predictor(?![\0\t\n\f\r ]*1(?![0-9]))|[0-9][\0\t\n\f\r ]+R/;

/** The texts attached to a PDF; throws ContainerFault. */
export async function readPdf(data: Bytes): Promise<Found> {
  const file = new PdfFile(toText(data));
  if (file.isLocked) throw new ContainerFault("parse-pdf-locked");
  const attached = attachedTo(file);
  if (attached.length > MAX_TEXTS) throw tooLarge();
  const found: Found = { texts: [], damaged: false };
  for (const one of attached) found.texts.push({ data: await dataOf(data, file, one), old: false });
  return found;
}

/** One character a byte; those above 127 stand for themselves or for others, which does not matter here. */
const toText = (data: Bytes): string => new TextDecoder("latin1").decode(data);

function attachedTo({ objects }: PdfFile): PdfObject[] {
  const named = new Set([...objects.values()].flatMap(({ entries }) => referencesOf(entries.get("EF"))));
  return [...objects]
    .filter(([, { start }]) => start !== undefined)
    .filter(([number, { entries }]) => named.has(number) || nameOf(entries.get("Type")) === "EmbeddedFile")
    .map(([, object]) => object)
    .sort((a, b) => (a.start as number) - (b.start as number));
}

/** What the data go through; undefined where one of it is not read. */
function filtersOf(entries: Entries): Filter[] | undefined {
  const names = namesOf(entries.get("Filter"));
  if (names === undefined || names.length > MAX_FILTERS || entries.has("F")) return undefined;
  if (PREDICTOR.test(entries.get("DecodeParms") ?? "")) return undefined;
  const filters = names.map((name) => FILTERS.get(name));
  return filters.every((filter) => filter !== undefined) ? filters : undefined;
}

/** The data of a stream as they were before they were packed; undefined where they cannot be had. */
async function dataOf(bytes: Bytes, file: PdfFile, stream: PdfObject): Promise<Bytes | undefined> {
  const [span, filters] = [file.span(stream), filtersOf(stream.entries)];
  if (span === undefined || filters === undefined) return undefined;
  let data: Bytes | undefined = bytes.subarray(...span);
  for (const filter of filters) data = data && (await filter(data));
  return data;
}
