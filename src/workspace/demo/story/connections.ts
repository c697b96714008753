/** Who brought whom, what technicians noticed, and who took over from whom. */
import { seededRandom } from '../../../statistics/randomness.ts';
import { day, dayText } from './calendar.ts';
import type { Client } from './client.ts';
import { training } from './company.ts';
import { seedOf } from './life.ts';
import { moved } from './people.ts';
import type { DemoHandoff, DemoInfluence, DemoSale, DemoSpotted, DemoTouchpoint } from './records.ts';

type Need = readonly [what: string, amount: number];

const needs: readonly Need[] = [
  ['Second shift asks for a stand-by pump', 9800],
  ['Old softener in the boiler house is at its end', 14500],
  ['They plan a new line next spring', 26000],
  ['Probe cabinet has no remote access', 6200],
  ['Chemical store too small for the new rules', 11800],
  ['Laboratory sends samples out that we could take', 4900],
  ['Competitor’s unit next door leaks', 18400],
  ['Operators change cartridges by guess', 5600],
  ['Cooling tower runs without dosing', 12700],
  ['Wants figures per shift on a screen', 7300],
];
const atHome: readonly Need[] = [
  ['Softener is too small since the family grew', 2350],
  ['Would like filtered water at the kitchen tap', 640],
  ['Garden pump draws rusty water', 980],
  ['Boiler scales up every winter', 1450],
];
const inSmallHouses: readonly Need[] = [
  ['Ice machine scales up every month', 1900],
  ['Buys still water in bottles for the guests', 3400],
  ['Glasses come out of the washer with spots', 2600],
  ['Store of salt stands in the wet', 850],
];
const needsOf = (client: Client): readonly Need[] =>
  client.kind === 'household' ? atHome : (client.employees ?? 0) < 50 ? inSmallHouses : needs;

/** Why nothing came of what was noticed. */
const refusals = [
  'No budget: moved to next year',
  'No decision: nobody asked for it again',
  'Competitor: was called first',
  'Price',
  'Withdrew: the operator wished it, the manager did not',
  'No budget: moved to next year',
  'Timing: after the winter stop',
  'Offering: wanted it hired, not bought',
] as const;

/** Service people who see a need while they are there: rarely before their training, more often after it. */
export function noticed(
  touchpoints: readonly DemoTouchpoint[],
  clients: ReadonlyMap<string, Client>,
  now: number,
): DemoSpotted[] {
  const spotted: DemoSpotted[] = [];
  for (const cohort of training.cohorts) {
    for (const member of cohort.members) {
      const { before, after } = training.planted;
      let share = seededRandom(seedOf(`${member} notices`))();
      for (const t of touchpoints.filter((t) => t.member === member).sort((a, b) => a.at - b.at)) {
        share += (t.at < now - cohort.trainedAgo * day ? before : after) / 100;
        if (share < 1) continue;
        share -= 1;
        const theirs = needsOf(clients.get(t.account)!);
        spotted.push({
          member,
          touchpoint: t.key,
          account: t.account,
          at: t.at,
          what: theirs[(seedOf(t.key) + spotted.length) % theirs.length]![0],
          sale: null,
        });
      }
    }
  }
  return spotted.sort((a, b) => a.at - b.at);
}

/** What became of it: won, with a later order of the same customer where there is one; still open, lost, or declined by the owner. */
export function fromNoticed(
  spotted: DemoSpotted[],
  touchpoints: readonly DemoTouchpoint[],
  clients: ReadonlyMap<string, Client>,
  now: number,
): DemoSale[] {
  const sales: DemoSale[] = [];
  for (const [i, s] of spotted.entries()) {
    const client = clients.get(s.account)!;
    const key = `${s.account}/noticed ${i}`;
    // With these chances what is won follows what is noticed; with so few sales others would hide it.
    const chance = seedOf(`${key} 69`);
    const after = 16 + (chance % 38);
    // Until they have answered it is open.
    const recent = s.at > now - (after + 1) * day;
    const answer = Math.floor(chance / 64) % 100;
    if (!recent && answer < declined) continue;
    const wins = !recent && answer < declined + won;
    const order = wins
      ? touchpoints.find(
          (t) =>
            t.account === s.account &&
            t.kind === 'repeat order' &&
            t.sale === null &&
            t.at > s.at + 8 * day &&
            t.at < s.at + 150 * day,
        )
      : undefined;
    const closedAt = recent ? null : (order?.at ?? s.at + after * day);
    const outcome = recent ? 'open' : wins ? 'won' : 'lost';
    sales.push({
      key,
      account: s.account,
      contact: `${s.account}/person 0`,
      name: s.what,
      owner: client.owner,
      saleType: client.saleType,
      offering: client.offering,
      stage: outcome === 'open' ? 'assessment' : outcome === 'won' ? 'action' : reachedOf(answer),
      stageSince: closedAt ?? s.at + 2 * day,
      outcome,
      reason: outcome === 'lost' ? refusals[chance % refusals.length]! : null,
      amount: needsOf(client).find(([what]) => what === s.what)![1],
      openedOn: dayText(s.at + day),
      expectedOn: dayText(closedAt ?? now + (12 + (chance % 40)) * day),
      closedOn: closedAt === null ? null : dayText(closedAt),
      source: 'Noticed by service',
      createdAt: s.at + day,
      updatedAt: closedAt ?? s.at + 2 * day,
    });
    s.sale = key;
    if (order) order.sale = key;
  }
  return sales;
}

/** Of a hundred that are noticed: those to which the owner says no, and those that are won. */
const [declined, won] = [18, 45];

/** How far a noticed need came before the customer said no: most not far, some with our offer before them. */
const reachedOf = (answer: number) =>
  (['interest', 'interest', 'assessment', 'interest', 'commitment', 'assessment'] as const)[answer % 6]!;

const referrals = [
  ['bergquell', 'hopfgarten', 494],
  ['hopfgarten', 'zirbenhof', 246],
  ['zirbenhof', 'amsel', 22],
  ['bergquell', 'kaltenbach', 268],
  ['oresund', 'bergamasca', 176],
  ['delacroix', 'riviere', 52],
] as const;

export function influencesOf(touchpoints: readonly DemoTouchpoint[], now: number): DemoInfluence[] {
  return [
    ...referrals.map(([from, to, ago]): DemoInfluence => {
      const told = touchpoints
        .filter((t) => t.account === from && t.kind === 'referral')
        .sort((a, b) => Math.abs(a.at - (now - ago * day)) - Math.abs(b.at - (now - ago * day)))[0]!;
      return { from, to, kind: 'referral', at: told.at, evidence: told.key };
    }),
    {
      from: moved.from,
      to: moved.to,
      kind: 'champion moved',
      at: now - moved.startedAgo * day,
      evidence: moved.contact,
    },
  ];
}

const returned: Record<string, string> = {
  prinsen: 'Which success figure did the board agree on, and what was said about the delivery week?',
};

/** One for each sale that a hunter has won for somebody else to look after. */
export function handoffsOf(
  touchpoints: readonly DemoTouchpoint[],
  sales: readonly DemoSale[],
  clients: ReadonlyMap<string, Client>,
): DemoHandoff[] {
  return sales.flatMap((sale) => {
    const client = clients.get(sale.account)!;
    const close = touchpoints.find((t) => t.sale === sale.key && t.kind === 'close won');
    if (!close || sale.owner === client.owner) return [];
    const taken = touchpoints.find((t) => t.account === sale.account && t.kind === 'handoff' && t.at > close.at);
    const question = returned[sale.account];
    return [
      {
        account: sale.account,
        sale: sale.key,
        from: sale.owner,
        to: client.owner,
        offeredAt: close.at + day / 6,
        returned: question ? { at: close.at + 3 * day, question } : null,
        acceptedAt: taken?.at ?? null,
      },
    ];
  });
}
