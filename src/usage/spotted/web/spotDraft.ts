import { mayContacts, urgencies, type Urgency } from '../spotted.ts';

/** What a person has said so far of business that they spotted. Pure. */
export interface SpotDraft {
  what: string;
  /** Another company than the account, by its name; empty: the account itself. */
  forName: string;
  urgency: Urgency;
  mayContact: (typeof mayContacts)[number];
}

export const emptySpot: SpotDraft = { what: '', forName: '', urgency: 'soon', mayContact: 'not asked' };

/** Reads a kept draft; what cannot be read is dropped. */
export function parseSpot(value: unknown): SpotDraft | null {
  if (typeof value !== 'object' || value === null || !('what' in value) || typeof value.what !== 'string') return null;
  return {
    what: value.what,
    forName: 'forName' in value && typeof value.forName === 'string' ? value.forName : '',
    urgency: ('urgency' in value && urgencies.find((each) => each === value.urgency)) || emptySpot.urgency,
    mayContact:
      ('mayContact' in value && mayContacts.find((each) => each === value.mayContact)) || emptySpot.mayContact,
  };
}
