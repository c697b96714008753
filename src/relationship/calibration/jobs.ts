/** Names of what runs in the background. */
export const runJob = 'relationship-calibration';
export const replayJob = 'relationship-model-replay';
