import type { Packet, PacketField } from '../handoff.ts';

/** What is known of a sale when it is won. */
export interface SaleFacts {
  reason: string | null;
  offering: string | null;
  amount: string | null;
  currency: string;
  contractMonths: number | null;
  competitors: readonly string[];
  neededOn: string | null;
  lines: readonly { name: string; quantity: string }[];
  proofs: readonly { title: string; proof: string }[];
  unproven: readonly string[];
  team: readonly {
    name: string;
    title: string | null;
    roles: readonly string[];
    stance: string | null;
    evidence: string | null;
    win: string | null;
  }[];
  matrix: {
    criteria: readonly { id: string; name: string; weight: number }[];
    options: readonly { id: string; kind: string }[];
    scores: readonly { criterion: string; option: string; score: number }[];
  } | null;
  promises: readonly { what: string; dueOn: string | null; state: string; to: string | null }[];
  expectations: readonly { what: string; expected: string | null; unit: string | null }[];
  learnt: readonly string[];
}

/** The packet as far as the sale tells it, in plain words; what it does not tell is left to the hunter. */
export function packetOf(sale: SaleFacts): Packet {
  const packet: Record<PacketField, string> = {
    'why they bought': sentences([sale.reason, heaviest(sale), ...sale.proofs.slice(-2).map(({ proof }) => proof)]),
    'success metric': sentences(
      sale.expectations.map(({ what, expected, unit }) =>
        expected === null ? what : `${what}: ${number(expected)}${unit ? ` ${unit}` : ''}`,
      ),
    ),
    'success date': sale.neededOn ?? '',
    promises: sale.promises
      .map(
        ({ what, dueOn, state, to }) =>
          `${what}${to ? ` (to ${to})` : ''}${state === 'open' ? (dueOn ? `, due ${dueOn}` : ', no date') : `, ${state}`}`,
      )
      .join('\n'),
    'not promised': '',
    people: sale.team
      .map(
        (each) =>
          `${each.name}${each.title ? `, ${each.title}` : ''}${each.roles.length > 0 ? ` · ${each.roles.join(', ')}` : ''} · ${each.stance ?? 'stance unknown'}${each.evidence ? `: ${each.evidence}` : ''}`,
      )
      .join('\n'),
    'weakest row': weakest(sale) ?? '',
    terms: sentences([
      sale.lines.length > 0
        ? sale.lines.map(({ name, quantity }) => `${number(quantity)} × ${name}`).join(', ')
        : sale.offering,
      sale.amount === null ? null : `${number(sale.amount)} ${sale.currency}`,
      sale.contractMonths === null ? null : `${sale.contractMonths} months`,
    ]),
    risks: sentences([
      ...sale.team
        .filter(({ stance }) => stance === 'sceptic' || stance === 'opponent')
        .map(({ name, stance }) => `${name} is ${stance === 'sceptic' ? 'a sceptic' : 'an opponent'}`),
      sale.unproven.length > 0 ? `Signed without: ${sale.unproven.slice(0, 3).join(', ')}` : null,
      sale.competitors.length > 0 ? `Was also talking to ${sale.competitors.join(', ')}` : null,
    ]),
    preferences: sentences([
      ...sale.team.filter(({ win }) => win).map(({ name, win }) => `${name}: ${win}`),
      ...sale.learnt.slice(0, 3),
    ]),
  };
  return Object.fromEntries(Object.entries(packet).filter(([, text]) => text !== ''));
}

function heaviest({ matrix }: SaleFacts): string | null {
  const top =
    matrix?.criteria
      .toSorted((a, b) => b.weight - a.weight)
      .slice(0, 2)
      .filter(({ weight }) => weight > 0) ?? [];
  return top.length === 0 ? null : `What counted most: ${top.map(({ name }) => name).join(' and ')}`;
}

/** The criterion on which our option scored least, weighed by how much it counts. */
function weakest({ matrix }: SaleFacts): string | null {
  const ours = matrix?.options.find(({ kind }) => kind === 'ours')?.id;
  if (!matrix || ours === undefined) return null;
  const rows = matrix.criteria.flatMap(({ id, name, weight }) => {
    const scores = matrix.scores
      .filter(({ criterion, option }) => criterion === id && option === ours)
      .map(({ score }) => score);
    if (scores.length === 0 || weight <= 0) return [];
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    return [{ name, mean, loss: weight * (10 - mean) }];
  });
  const [worst] = rows.toSorted((a, b) => b.loss - a.loss);
  return worst ? `${worst.name}: ${worst.mean.toFixed(1)} of 10` : null;
}

const sentences = (parts: readonly (string | null)[]) =>
  parts.filter((part) => part !== null && part.trim() !== '').join('. ');
const number = (text: string) => String(Number(text));
