import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import type { Permission } from '../../platform/contract.ts';

interface SellingCard {
  may: Permission;
  /** What narrows it, and can be chosen on the dashboard. */
  heeds?: 'team' | 'quarter';
  /** Whom or what it is about: comes from the page on which it was put on the dashboard. */
  about?: 'person' | 'programme';
  Card: LazyExoticComponent<ComponentType>;
}

/** Parts of Selling that can stand on a dashboard, by the name under which they leave as a letter or a file. Each reads its filter from the address. */
const cards = {
  'team-changes': {
    may: 'forecast:read',
    heeds: 'team',
    Card: lazy(async () => ({ default: (await import('../team/web/cards.tsx')).ChangesCard })),
  },
  'team-attention': {
    may: 'forecast:read',
    heeds: 'team',
    Card: lazy(async () => ({ default: (await import('../team/web/cards.tsx')).AttentionCard })),
  },
  'team-forecast': {
    may: 'forecast:read',
    heeds: 'team',
    Card: lazy(async () => ({ default: (await import('../team/web/cards.tsx')).ForecastCard })),
  },
  'force-mix': {
    may: 'forecast:read',
    heeds: 'quarter',
    Card: lazy(async () => ({ default: (await import('../force/web/cards.tsx')).MixCard })),
  },
  'force-goals': {
    may: 'forecast:read',
    heeds: 'quarter',
    Card: lazy(async () => ({ default: (await import('../force/web/GoalsPart.tsx')).GoalsPart })),
  },
  'force-coverage': {
    may: 'forecast:read',
    heeds: 'quarter',
    Card: lazy(async () => ({ default: (await import('../force/web/cards.tsx')).CoverageCard })),
  },
  'force-organization': {
    may: 'forecast:read',
    heeds: 'quarter',
    Card: lazy(async () => ({ default: (await import('../force/web/cards.tsx')).OrganizationCard })),
  },
  'force-cost': {
    may: 'forecast:read',
    heeds: 'quarter',
    Card: lazy(async () => ({ default: (await import('../force/web/cards.tsx')).CostCard })),
  },
  'force-territories': {
    may: 'team:read',
    Card: lazy(async () => ({ default: (await import('../force/web/TerritoriesPart.tsx')).TerritoriesPart })),
  },
  'force-assignments': {
    may: 'forecast:read',
    Card: lazy(async () => ({ default: (await import('../force/web/AssignmentPart.tsx')).AssignmentPart })),
  },
  'who-looks-after': {
    may: 'account:read',
    Card: lazy(async () => ({ default: (await import('./WhoLooksAfter.tsx')).WhoLooksAfter })),
  },
  'coaching-people': {
    may: 'coaching:read',
    Card: lazy(async () => ({ default: (await import('../coaching/web/PeoplePart.tsx')).PeoplePart })),
  },
  'coaching-person': {
    may: 'coaching:read',
    about: 'person',
    Card: lazy(async () => ({ default: (await import('../coaching/web/cards.tsx')).PersonCard })),
  },
  'coaching-quarter': {
    may: 'coaching:read',
    about: 'person',
    Card: lazy(async () => ({ default: (await import('../coaching/web/cards.tsx')).QuarterCard })),
  },
  'coaching-agenda': {
    may: 'coaching:read',
    about: 'person',
    Card: lazy(async () => ({ default: (await import('../coaching/web/cards.tsx')).AgendaCard })),
  },
  'training-programmes': {
    may: 'payback:read',
    Card: lazy(async () => ({ default: (await import('../payback/web/ProgrammesPart.tsx')).ProgrammesPart })),
  },
  'training-payback': {
    may: 'payback:read',
    about: 'programme',
    Card: lazy(async () => ({ default: (await import('../payback/web/cards.tsx')).PaybackCard })),
  },
  'training-plan': {
    may: 'payback:read',
    about: 'programme',
    Card: lazy(async () => ({ default: (await import('../payback/web/cards.tsx')).PlanCard })),
  },
  calibration: {
    may: 'process:read',
    Card: lazy(async () => ({
      default: (await import('../../relationship/calibration/web/Calibration.tsx')).Calibration,
    })),
  },
} satisfies Record<string, SellingCard>;

export type SellingCardId = keyof typeof cards;
export const sellingCards: Readonly<Record<SellingCardId, SellingCard>> = cards;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its own keys
export const sellingCardIds = Object.keys(cards) as SellingCardId[];
