// One camera at a time: which one, its picture, its focus and its light.

/** What browsers know of a camera beyond the types that are at hand. */
type Capabilities = MediaTrackCapabilities & { torch?: boolean; focusMode?: string[] };
type Constraint = MediaTrackConstraintSet & { torch?: boolean; focusMode?: string };

export interface Lens {
  start(): Promise<void>;
  stop(): void;
  /** Has the next start take another camera of the device. */
  change(): void;
  /** Turns the light on or off, and says which. */
  light(): Promise<boolean>;
  hasLight(): boolean;
  isOneOfSeveral(): boolean;
}

const SIZE = { width: { ideal: 1_280, max: 1_920 }, height: { ideal: 960, max: 1_440 } };

export function newLens(video: HTMLVideoElement): Lens {
  let stream: MediaStream | undefined;
  let cameras: readonly string[] = [];
  let chosen: string | undefined;
  let isLit = false;
  let starts = 0;
  const track = (): MediaStreamTrack | undefined => stream?.getVideoTracks()[0];
  const can = (): Capabilities => track()?.getCapabilities?.() ?? {};
  const set = (constraint: Constraint): Promise<void> | undefined => track()?.applyConstraints({ advanced: [constraint] });

  const stop = (): void => {
    starts++;
    for (const each of stream?.getTracks() ?? []) each.stop();
    [stream, isLit, video.srcObject] = [undefined, false, null];
  };
  const start = async (): Promise<void> => {
    stop();
    const mine = starts;
    const which = chosen === undefined ? { facingMode: { ideal: "environment" } } : { deviceId: { exact: chosen } };
    const opened = await navigator.mediaDevices.getUserMedia({ audio: false, video: { ...SIZE, ...which } });
    if (mine !== starts) return opened.getTracks().forEach((each) => each.stop());
    stream = video.srcObject = opened;
    await video.play();
    if (can().focusMode?.includes("continuous")) await set({ focusMode: "continuous" })?.catch(() => undefined);
    cameras = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === "videoinput").map(({ deviceId }) => deviceId);
  };
  const change = (): void => {
    const at = cameras.indexOf(track()?.getSettings().deviceId ?? "");
    chosen = cameras[(at + 1) % cameras.length];
  };
  const light = async (): Promise<boolean> => {
    const wanted = !isLit;
    const isDone = await set({ torch: wanted })?.then(() => true, () => false);
    return (isLit = isDone === true ? wanted : isLit);
  };
  return { start, stop, change, light, hasLight: () => can().torch === true, isOneOfSeveral: () => cameras.length > 1 };
}
