import type { View } from '../../../web/kit/view.ts';

/** Whose week is shown: a team's with the teams below it, or without one everybody's whom the reader may see. */
export type Whose = { team?: string };

export const whoseIn = (view: View): Whose => (view['team'] === undefined ? {} : { team: view['team'] });
