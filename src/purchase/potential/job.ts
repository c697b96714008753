/** Weighs the open sales by the weights now in use. */
export const chancesJob = 'win-chances';
