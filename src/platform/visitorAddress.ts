/**
 * From where somebody asks. Behind a proxy of ours it is the last address that the header names: the one that our proxy saw and added;
 * whatever stands before it was written by the visitor. Without such a proxy the header is not believed.
 */
export function visitorAddress(connected: string, forwardedFor: string | null, behindProxy: boolean): string {
  if (!behindProxy) return connected;
  const last = forwardedFor?.split(',').at(-1)?.trim();
  return last || connected;
}
