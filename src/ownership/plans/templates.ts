import type { SaleType } from '../../relationship/vocabulary.ts';

export interface Template {
  offering: string | null;
  saleType: SaleType | null;
  firstValueDays: number | null;
  steps: readonly { title: string; side: 'us' | 'them'; afterDays: number; needsAcceptance: boolean }[];
}

const ours = (afterDays: number, title: string, needsAcceptance = false) => ({
  title,
  side: 'us' as const,
  afterDays,
  needsAcceptance,
});
const theirs = (afterDays: number, title: string) => ({
  title,
  side: 'them' as const,
  afterDays,
  needsAcceptance: false,
});

/** What ships, per type of sale, until a workspace has templates of its own. */
export const shippedTemplates: Record<SaleType, Template> = {
  commercial: {
    offering: null,
    saleType: 'commercial',
    firstValueDays: 90,
    steps: [
      theirs(7, 'Name the people who will use it'),
      ours(14, 'Kick-off'),
      ours(45, 'Delivered', true),
      ours(60, 'People are trained'),
      ours(75, 'In use', true),
      ours(90, 'First value shown in figures', true),
    ],
  },
  relationship: {
    offering: null,
    saleType: 'relationship',
    firstValueDays: 45,
    steps: [ours(7, 'First delivery complete', true), ours(30, 'Rhythm of visits agreed')],
  },
  consumer: {
    offering: null,
    saleType: 'consumer',
    firstValueDays: 30,
    steps: [ours(3, 'Call and reassure'), ours(14, 'Delivered and explained', true), ours(30, 'Ask how it goes')],
  },
  retail: { offering: null, saleType: 'retail', firstValueDays: null, steps: [ours(14, 'Ask how it goes')] },
};

/** The template that fits best: the offering's own for this type of sale, then the offering's, then the type's, then any; else what ships. */
export function templateFor<T extends Template>(
  templates: readonly T[],
  sale: { offering: string | null; saleType: SaleType },
): T | Template {
  const fits = (template: T) =>
    (template.offering === null || template.offering.toLowerCase() === sale.offering?.toLowerCase()) &&
    (template.saleType === null || template.saleType === sale.saleType);
  const worth = (template: T) => (template.offering === null ? 0 : 2) + (template.saleType === null ? 0 : 1);
  return templates.filter(fits).toSorted((a, b) => worth(b) - worth(a))[0] ?? shippedTemplates[sale.saleType];
}
