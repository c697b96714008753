/** Days as the server writes them, `2026-06-11`, in UTC. */

const day = 86_400_000;

/** The last day before one. */
export const dayBefore = (of: string): Date => new Date(Date.parse(of) - day);
