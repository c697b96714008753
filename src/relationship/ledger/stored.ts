import type { OwnershipRules } from '../../ownership/rules.ts';
import { listeningTo, settingsOf } from '../../workspace/settings.ts';
import type { Hearing } from '../confidence.ts';
import type { CycleState } from '../cycle.ts';
import type { Setting } from '../ledger.ts';
import type { Model } from '../model.ts';
import type { Listening } from '../silence.ts';
import type { Phase, Position, SaleType } from '../vocabulary.ts';

/** What is stored of a relationship and needed to move it. */
export interface Stored {
  account_id: string;
  /** Neither deleted nor merged into another one. */
  alive: boolean;
  sale_type: SaleType;
  standing: Setting['standing'];
  phase: Phase;
  phase_since: Date;
  position: Position;
  position_since: Date;
  trust: number;
  interest: number;
  state: CycleState;
  /** What it brings in a year. */
  revenue: number;
}

export interface Hears extends Hearing {
  listening: Listening[];
  /** The weights that the workspace uses. */
  model: Model;
  /** What a contact costs and how many it keeps: from which probability on an alarm is worth it. */
  stakes: Pick<OwnershipRules, 'contactCost' | 'savePercent'>;
}

/** Which channels of the workspace are connected. Every account could be heard on these five. */
const possibleChannels = ['call', 'mail', 'meeting', 'service', 'order'] as const;

/** What the settings of the workspace say of it. */
export function hearingOf(settings: unknown, model: Model): Hears {
  const { channels, ownership } = settingsOf(settings);
  return {
    stakes: ownership,
    listening: listeningTo(channels),
    connected: possibleChannels.filter((channel) => channels[channel]?.some((span) => span.until === null)).length,
    possible: possibleChannels.length,
    model,
  };
}

export const setting = (
  stored: Pick<Stored, 'sale_type' | 'standing'>,
  { listening, model }: Pick<Hears, 'listening' | 'model'>,
): Setting => ({
  saleType: stored.sale_type,
  standing: stored.standing,
  listening,
  model,
});
