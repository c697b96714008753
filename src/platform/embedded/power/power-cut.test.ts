import { describe, expect, it } from 'vitest';
import { cutInFirstStart, cutWhileWriting } from './cuts.ts';

/** A few of what `npm run bench -- power-cuts` does a hundred times. */
describe('a power cut of the embedded database', () => {
  it('loses no order that was confirmed, and leaves no half of one', { timeout: 240_000 }, async () => {
    expect(await cutWhileWriting(60, { cuts: 3 })).toMatchObject({ lost: 0, damaged: 0, unopened: 0, faults: [] });
  });

  it('in the first start leaves a folder that the next start finishes', { timeout: 240_000 }, async () => {
    expect(await cutInFirstStart({ cuts: 2, seed: 3 })).toMatchObject({ lost: 0, damaged: 0, unopened: 0, faults: [] });
  });

  it('would be noticed on a disk that never hears a sync', { timeout: 240_000 }, async () => {
    const { lost, damaged, unopened } = await cutWhileWriting(60, { cuts: 2, deaf: true });
    expect(lost + damaged + unopened).toBeGreaterThan(0);
  });
});
