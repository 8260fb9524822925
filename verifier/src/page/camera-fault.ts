// Why a camera gives no picture, out of the browser's word for it: the last part of a message's key.

const FAULTS: Readonly<Record<string, string>> = {
  NotAllowedError: "refused",
  SecurityError: "insecure",
  NotFoundError: "none",
  OverconstrainedError: "none",
  NotReadableError: "busy",
  AbortError: "busy",
};

export function cameraFault(error: unknown): string {
  return (error instanceof Error && FAULTS[error.name]) || "failed";
}
