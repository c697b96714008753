/** What the program itself keeps about a record: it goes with it. What people added to it stands on touchpoints and rows of their own, and those hold it. */
export const goesWith: Record<string, ReadonlySet<string>> = {
  account: new Set([
    'relationship',
    'cycle_step',
    'phase_change',
    'snooze',
    'promise',
    'alarm',
    'alarm_watch',
    'past_dip',
    'segment_look',
    'segment_member',
    'customer_value',
    'relationship_model_case',
    'notification',
  ]),
  contact: new Set(['affiliation']),
  opportunity: new Set(['first_contact']),
};
