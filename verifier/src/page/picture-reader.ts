// Asks the thread that reads codes, one thing at a time; a thread that takes too long is ended, and the next one is new.
import type { Tools } from "./tools.ts";

export type Order = { picture: Blob | ImageBitmap } | { frame: ImageBitmap; turn: number };
/** `large`, `unreadable`: the picture is. `time`: it took too long. `broken`: the reader itself does not work here. */
export type Fault = "large" | "unreadable" | "time" | "broken";

export interface Reply {
  texts: readonly string[];
  fault?: Fault;
  /** The search goes on. */
  isOpen?: boolean;
}

export interface Reader {
  read(order: Order): Promise<Reply>;
  close(): void;
}

const LIMIT = 1_900;

export function newReader(startWorker: Tools["startWorker"]): Reader {
  let worker: Worker | undefined;
  const close = (): void => {
    worker?.terminate();
    worker = undefined;
  };
  const read = async (order: Order): Promise<Reply> => {
    const given = "frame" in order ? order.frame : order.picture;
    try {
      worker ??= startWorker("picture-worker.js");
      const reply = await answerOf(worker, order, given instanceof Blob ? [] : [given]);
      if (reply.isOpen || reply.fault === "time" || reply.fault === "broken") close();
      return reply;
    } catch {
      close();
      return { texts: [], fault: "broken" };
    }
  };
  return { read, close };
}

/** The thread's answer; when the time is over what it has found so far. */
function answerOf(worker: Worker, order: Order, handedOver: Transferable[]): Promise<Reply> {
  return new Promise((resolve) => {
    let latest: Reply = { texts: [], fault: "time" };
    const timer = setTimeout(() => resolve(latest), LIMIT);
    const take = (reply: Reply): void => {
      latest = reply;
      if (reply.isOpen) return;
      clearTimeout(timer);
      resolve(reply);
    };
    worker.onmessage = ({ data }: MessageEvent<Reply>) => take(data);
    worker.onerror = () => take({ texts: [], fault: "broken" });
    worker.postMessage(order, handedOver);
  });
}
