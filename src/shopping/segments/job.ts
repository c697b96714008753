/** The background job that keeps the members of segments. */
export const segmentJob = 'keep-segments';
