import { covers, type Role } from './roles.ts';

interface Member {
  role: Role;
  joined: boolean;
  disabled: boolean;
}

/** Somebody who can sign in and see to the workspace: the last one of them may not go. */
export const keepsHouse = ({ role, joined, disabled }: Member): boolean => role === 'owner' && joined && !disabled;

/** Why a member may not become another, or null. `othersKeepHouse`: whether some other owner can sign in. */
export function refusal(
  by: Role,
  before: Member,
  after: Member,
  othersKeepHouse: boolean,
): 'higher' | 'last owner' | null {
  if (!covers(by, before.role) || !covers(by, after.role)) return 'higher';
  if (keepsHouse(before) && !keepsHouse(after) && !othersKeepHouse) return 'last owner';
  return null;
}
