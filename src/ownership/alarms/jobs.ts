/** Names of what runs in the background. */
export const worthJob = 'alarm-worth';
