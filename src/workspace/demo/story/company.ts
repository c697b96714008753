/** The invented firm of the demo: builds and services water treatment, from municipal works to the tap at home. */
import type { Role } from '../../roles.ts';

export const firm = { name: 'Elmreath Water', domain: 'elmreath.example' };

export type BusinessRole = 'hunter' | 'farmer' | 'service' | 'implementation' | 'marketing' | 'leader' | 'other';

export interface DemoTeam {
  key: string;
  name: string;
  parent: string | null;
  leader: string;
}

export interface DemoMember {
  key: string;
  name: string;
  email: string;
  role: Role;
  businessRole: BusinessRole;
  team: string;
}

/** Stands for the person who loads the demo: no member is made for it. */
export const me = 'me';

export const teams: readonly DemoTeam[] = [
  { key: 'sales', name: 'Elmreath Sales', parent: null, leader: 'marlene' },
  { key: 'industry', name: 'Industry and utilities', parent: 'sales', leader: 'tomas' },
  { key: 'care', name: 'Customer care', parent: 'sales', leader: 'aoife' },
  { key: 'homes', name: 'Homes and shop', parent: 'sales', leader: 'bastien' },
  { key: 'north', name: 'Service North', parent: 'care', leader: 'gerda' },
  { key: 'south', name: 'Service South', parent: 'care', leader: 'gerda' },
];

const member = (name: string, role: Role, businessRole: BusinessRole, team: string): DemoMember => {
  const plain = name
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .toLowerCase();
  const parts = plain.split(' ');
  return {
    key: parts[0]!,
    name,
    email: `${parts[0]}.${parts.at(-1)!.replaceAll(/[^a-z]/g, '')}@${firm.domain}`,
    role,
    businessRole,
    team,
  };
};

export const members: readonly DemoMember[] = [
  member('Marlene Osterhagen', 'manager', 'leader', 'sales'),
  member('Tomas Vrba', 'team leader', 'leader', 'industry'),
  member('Aoife Brannigan', 'team leader', 'leader', 'care'),
  member('Henrik Solberg', 'seller', 'hunter', 'industry'),
  member('Lucia Ferrandiz', 'seller', 'hunter', 'industry'),
  member('Dario Pellegrin', 'seller', 'hunter', 'industry'),
  member('Katrin Wessely', 'account manager', 'farmer', 'care'),
  member('Jonas Rieder', 'account manager', 'farmer', 'care'),
  member('Mirela Dobrev', 'account manager', 'farmer', 'care'),
  member('Bastien Corvel', 'team leader', 'hunter', 'homes'),
  member('Ingrid Halloran', 'seller', 'other', 'homes'),
  member('Noor Haddad', 'marketing', 'marketing', 'sales'),
  member('Rasmus Tvede', 'service', 'implementation', 'care'),
  member('Gerda Pfister', 'team leader', 'service', 'care'),
  member('Anselm Hofer', 'service', 'service', 'north'),
  member('Birgit Nylund', 'service', 'service', 'north'),
  member('Callum Reeve', 'service', 'service', 'north'),
  member('Danuta Wolska', 'service', 'service', 'north'),
  member('Emil Straka', 'service', 'service', 'south'),
  member('Fabio Zanetti', 'service', 'service', 'south'),
  member('Goran Matic', 'service', 'service', 'south'),
  member('Hedda Lorentz', 'service', 'service', 'south'),
];

export interface Cohort {
  name: string;
  /** Days before now on which its two training days ended. */
  trainedAgo: number;
  members: readonly string[];
  /** In the workspace's currency. */
  fee: number;
  hoursEach: number;
}

const inTeam = (team: string): string[] => members.filter((m) => m.team === team).map((m) => m.key);

/** One programme in two waves: the second team waited, so that there is somebody to compare with. */
export const training = {
  programme: 'Noticing what customers need',
  cohorts: [
    { name: 'Service North', trainedAgo: 330, members: inTeam('north'), fee: 6400, hoursEach: 16 },
    { name: 'Service South', trainedAgo: 130, members: inTeam('south'), fee: 6400, hoursEach: 16 },
  ] satisfies Cohort[],
  /** What the demo has planted: needs noticed per 100 service contacts, before and after. */
  planted: { before: 4, after: 13 },
};

/** The members of the demo by name, for whoever lets somebody play them: they have no password of their own. */
export const demoSignIns = (): Pick<DemoMember, 'key' | 'name' | 'email' | 'role' | 'businessRole'>[] =>
  members.map(({ key, name, email, role, businessRole }) => ({ key, name, email, role, businessRole }));
