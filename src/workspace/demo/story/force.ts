/** How the demo's force is arranged this quarter. */

export const territories: readonly {
  name: string;
  within: string | null;
  team: string;
  rule: Record<string, string[] | number>;
}[] = [
  { name: 'Europe', within: null, team: 'Elmreath Sales', rule: {} },
  {
    name: 'Alps and Danube',
    within: 'Europe',
    team: 'Industry and utilities',
    rule: { countries: ['AT', 'CH', 'DE', 'SI', 'HU', 'CZ', 'SK'] },
  },
  {
    name: 'North and west',
    within: 'Europe',
    team: 'Industry and utilities',
    rule: { countries: ['SE', 'NO', 'DK', 'FI', 'NL', 'BE', 'GB', 'IE', 'FR'] },
  },
  { name: 'South', within: 'Europe', team: 'Customer care', rule: { countries: ['IT', 'ES', 'PT', 'GR', 'HR'] } },
  {
    name: 'Alpine works and clinics',
    within: 'Alps and Danube',
    team: 'Industry and utilities',
    rule: { countries: ['AT', 'CH', 'DE'], minEmployees: 300 },
  },
];

export const capacities: readonly {
  member: string;
  type: 'direct' | 'distributor' | 'in-house' | 'outside';
  open: number;
}[] = [
  { member: 'henrik', type: 'direct', open: 5 },
  { member: 'lucia', type: 'direct', open: 4 },
  { member: 'dario', type: 'outside', open: 6 },
  { member: 'tomas', type: 'direct', open: 2 },
  { member: 'katrin', type: 'in-house', open: 8 },
  { member: 'jonas', type: 'in-house', open: 8 },
  { member: 'mirela', type: 'outside', open: 14 },
  { member: 'aoife', type: 'direct', open: 3 },
  { member: 'bastien', type: 'distributor', open: 16 },
  { member: 'ingrid', type: 'in-house', open: 20 },
];

/** Of this quarter; the three before were a little lower each. */
export const goals: readonly {
  scope: 'team' | 'member' | 'territory';
  of: string;
  amount: number;
  saleType?: 'commercial' | 'relationship';
  offering?: string;
}[] = [
  { scope: 'team', of: 'Elmreath Sales', amount: 2_400_000 },
  { scope: 'team', of: 'Elmreath Sales', amount: 120_000, saleType: 'relationship' },
  { scope: 'team', of: 'Industry and utilities', amount: 1_700_000 },
  { scope: 'team', of: 'Customer care', amount: 500_000 },
  { scope: 'team', of: 'Homes and shop', amount: 80_000 },
  { scope: 'member', of: 'henrik', amount: 600_000 },
  { scope: 'member', of: 'lucia', amount: 550_000 },
  { scope: 'member', of: 'dario', amount: 400_000 },
  { scope: 'member', of: 'katrin', amount: 180_000 },
  { scope: 'member', of: 'jonas', amount: 160_000 },
  { scope: 'member', of: 'bastien', amount: 80_000 },
  { scope: 'territory', of: 'Europe', amount: 2_400_000 },
  { scope: 'territory', of: 'Alps and Danube', amount: 1_100_000 },
  { scope: 'territory', of: 'North and west', amount: 1_000_000 },
];
export const earlierQuarters: readonly { later: number; share: number }[] = [
  { later: -1, share: 0.92 },
  { later: -2, share: 0.85 },
  { later: -3, share: 0.8 },
];

/** What the teams' quarter is of each of its months, and their year of the quarter. */
export const sharesOfMonths: readonly number[] = [0.3, 0.3, 0.4];
export const shareOfYear = 3.8;

/** Rules by which what comes without an owner is given away, and some that were given lately. */
export const rules: readonly {
  key: string;
  name: string;
  what: 'account' | 'opportunity' | 'case';
  saleType: 'commercial' | null;
  method: 'fit' | 'territory' | 'round robin';
  members: readonly string[];
}[] = [
  {
    key: 'fit',
    name: 'New business to who fits',
    what: 'opportunity',
    saleType: 'commercial',
    method: 'fit',
    members: ['henrik', 'lucia', 'dario'],
  },
  {
    key: 'region',
    name: 'New customers to who covers the region',
    what: 'account',
    saleType: null,
    method: 'territory',
    members: ['henrik', 'lucia', 'dario', 'katrin', 'jonas'],
  },
  {
    key: 'turn',
    name: 'Service by turn',
    what: 'case',
    saleType: null,
    method: 'round robin',
    members: ['anselm', 'birgit', 'emil', 'fabio'],
  },
];
