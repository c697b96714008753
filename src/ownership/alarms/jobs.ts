/** Names of what runs in the background. */
export const worthJob = 'alarm-worth';
export const alarmClock = 'alarm-clock';
