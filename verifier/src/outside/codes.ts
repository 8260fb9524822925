// The states of all codes, those of the core's own among them.
import { type Code, stateOf as stateInside, type State, statesOf } from "../core/codes.ts";
import { NOT_FAILED_OUTSIDE } from "../generated/codes-outside.ts";

const stateOutside = statesOf(NOT_FAILED_OUTSIDE);

/** The state that a code stands for. */
export function stateOf(code: Code): State {
  const state = stateOutside(code);
  return state === "failed" ? stateInside(code) : state;
}
