import { insertMany } from '../../../platform/database.ts';
import type { Call } from '../../../platform/serve.ts';

/** Phases that an import knows of, marked so that they go when it is taken back. */
export async function insertPhases(
  call: Call,
  importId: string,
  phases: readonly { accountId: string; from: string | null; to: string; at: Date }[],
): Promise<void> {
  await insertMany(
    call.db,
    'phase_change',
    {
      workspace_id: 'uuid',
      id: 'uuid',
      account_id: 'uuid',
      from_phase: 'text',
      to_phase: 'text',
      evidence: 'text',
      member_id: 'uuid',
      rule: 'text',
      at: 'timestamptz',
      recorded_at: 'timestamptz',
    },
    phases.map(({ accountId, from, to, at }) => ({
      workspace_id: call.who.workspaceId,
      id: call.newId(),
      account_id: accountId,
      from_phase: from,
      to_phase: to,
      evidence: 'Imported',
      member_id: call.who.memberId,
      rule: phaseRule(importId),
      at,
      recorded_at: at,
    })),
  );
}

export const phaseRule = (importId: string): string => `import ${importId}`;
