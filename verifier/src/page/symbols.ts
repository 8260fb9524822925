// One shape for each verdict, so that none rests on its colour alone.
import type { Verdict } from "../core/codes.ts";
import { drawing } from "./dom.ts";

type Shapes = Parameters<typeof drawing>[0];

const OCTAGON = "M15.5 3h17L45 15.5v17L32.5 45h-17L3 32.5v-17z";
const TRIANGLE = "M24 4 46 43H2z";
const outline = (d: string): Shapes[number] => ["path", { d, class: "outline" }];
const line = (d: string): Shapes[number] => ["path", { d, class: "line" }];
const circle: Shapes[number] = ["circle", { cx: "24", cy: "24", r: "21", class: "outline" }];
const square: Shapes[number] = ["rect", { x: "4", y: "4", width: "40", height: "40", rx: "8", class: "outline" }];
const dashed: Shapes[number] = ["circle", { cx: "24", cy: "24", r: "21", class: "dashed" }];

const SYMBOLS: Record<Verdict | "checking", Shapes> = {
  valid: [circle, line("m14 25 7 7 14-16")],
  expired: [square, line("M24 13v11l7 6")],
  not_yet_valid: [square, line("M24 13v11l-7 6")],
  revoked: [outline(OCTAGON), line("M14 24h20")],
  invalid: [outline(OCTAGON), line("m17 17 14 14m0-14L17 31")],
  superseded: [outline(TRIANGLE), line("M16 33h15m-5-5 5 5-5 5")],
  suspended: [outline(TRIANGLE), line("M20 23v13m8-13v13")],
  cannot_tell: [dashed, line("M18 19c0-8 12-8 12 0 0 5-6 4-6 10m0 6v.5")],
  checking: [dashed, line("M15 24h.1M24 24h.1m8.9 0h.1")],
};

export function symbol(word: Verdict | "checking"): SVGElement {
  return drawing(SYMBOLS[word]);
}
