import { Worker } from 'node:worker_threads';

/** Heavy numerics beside the program: a pure function in a thread of its own, so that nobody waits for it. */

/** A module and the name of its function; `report` tells how far it is, 0 to 1. Input and output are copied, as `structuredClone` does. */
export type Computation<I, O> = (input: I, report: (share: number) => void) => O | Promise<O>;

interface Options {
  /** Ends the thread. */
  signal?: AbortSignal | undefined;
  onProgress?: ((share: number) => void) | undefined;
  /** Longest run; ten minutes unless told. */
  seconds?: number;
}

/**
 * Runs `name` of the module at `module` (`new URL('./fit.ts', import.meta.url)`) in a worker thread. Pass the function as well, for
 * its types: `compute(fitAll, new URL('./fitAll.ts', import.meta.url), 'fitAll', input)`. Throws what it throws, as a RangeError
 * where it refused its input; an AbortError when cancelled.
 */
export function compute<I, O>(
  _types: Computation<I, O>,
  module: URL,
  name: string,
  input: I,
  { signal, onProgress, seconds = 600 }: Options = {},
): Promise<O> {
  return new Promise<O>((resolve, reject) => {
    if (signal?.aborted) return reject(aborted());
    const worker = new Worker(new URL('./compute-worker.ts', import.meta.url), {
      workerData: { module: module.href, name, input },
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 1024 },
    });
    const late = setTimeout(
      () => end(() => reject(new Error(`${name} took longer than ${seconds} s and was ended.`))),
      seconds * 1000,
    );
    const cancel = () => end(() => reject(aborted()));
    const end = (settle: () => void) => {
      clearTimeout(late);
      signal?.removeEventListener('abort', cancel);
      worker.removeAllListeners();
      // An error that comes while it ends is of no interest any more.
      worker.on('error', () => {});
      void worker.terminate();
      settle();
    };
    signal?.addEventListener('abort', cancel);
    worker.on('message', (said: FromComputation) => {
      if ('share' in said) onProgress?.(said.share);
      else if ('refused' in said)
        end(() => reject(said.range ? new RangeError(said.refused) : new Error(said.refused)));
      else end(() => resolve(said.result as O));
    });
    worker.on('error', (error) => end(() => reject(error)));
    worker.on('exit', (code) =>
      end(() => reject(new Error(`The thread of ${name} ended with ${code} before it answered.`))),
    );
  });
}

export type FromComputation = { share: number } | { result: unknown } | { refused: string; range: boolean };

const aborted = () => new DOMException('Cancelled', 'AbortError');
