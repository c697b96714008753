/** Whose week is shown: a team's with the teams below it, or without one everybody's whom the reader may see. */
export type Whose = { team?: string };
