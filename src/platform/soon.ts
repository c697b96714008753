/** How long is waited for others who want the same, in milliseconds: nobody notices it, and many are served at once. */
const pause = 200;

/** Does `work` soon after it was asked for, once for all who asked meanwhile, and never twice at the same time. Who asks while it is being done has it done again. */
export function soon(
  work: () => Promise<void>,
  failed: (error: unknown) => void,
): { wake(): void; over(): Promise<void> } {
  let asked = false;
  let working: Promise<void> | undefined;

  async function go(): Promise<void> {
    while (asked) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      asked = false;
      await work().catch(failed);
    }
    working = undefined;
  }

  return {
    wake() {
      asked = true;
      working ??= go();
    },
    over: async () => working,
  };
}
