import type { SaleType } from '../relationship/vocabulary.ts';
import type { Complexity, SubType } from './stages.ts';

/** Roles on the buyer's side. A solution sale has the first four, a system sale the last four. */
export const buyingRoles = [
  'decision maker',
  'sponsor',
  'user',
  'strategic influence',
  'expert buyer',
  'financial buyer',
  'procurement buyer',
  'tactical influence',
] as const;
export type BuyingRole = (typeof buyingRoles)[number];

export const stances = ['champion', 'supporter', 'neutral', 'sceptic', 'opponent'] as const;
export type Stance = (typeof stances)[number];

export type TeamMember = {
  id: string;
  roles: readonly BuyingRole[];
  /** 0 … 10 */
  influence: number;
  /** Null while nobody knows; a stance without evidence counts as unknown for warnings. */
  stance: Stance | null;
  stanceEvidence: string | null;
  releasesMoney: boolean;
  lastContactAt: Date | null;
};

/** The roles that need a name before the sale can be called covered. */
export function requiredRoles(saleType: SaleType, subType: SubType | null, complexity: Complexity): BuyingRole[] {
  if (saleType !== 'commercial') return saleType === 'retail' ? [] : ['decision maker'];
  if (subType === 'system')
    return complexity === 'simple'
      ? ['expert buyer', 'procurement buyer']
      : ['expert buyer', 'financial buyer', 'procurement buyer'];
  return complexity === 'simple' ? ['decision maker', 'user'] : ['decision maker', 'sponsor', 'user'];
}

/** Required roles that nobody on the team has. */
export function missingRoles(team: readonly TeamMember[], required: readonly BuyingRole[]): BuyingRole[] {
  return required.filter((role) => team.every((member) => !member.roles.includes(role)));
}
