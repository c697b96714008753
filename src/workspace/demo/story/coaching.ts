/** The demo's coaching: who sat together when, what they noted and agreed, how they are seen. Days count back from now. */
import { agendaOf, type Agenda } from '../../../selling/coaching/agenda.ts';
import type { Answers } from '../../../selling/coaching/profile.ts';
import { me } from './company.ts';
import type { DemoCompany } from './records.ts';
import { day, dayText } from './calendar.ts';

export interface DemoMeeting {
  key: string;
  member: string;
  coach: string;
  /** Days before now; negative: to come. */
  ago: number;
  held: boolean;
  agenda: Agenda;
  notes: { by: string; body: string; touchpoint: string | null }[];
  commitments: {
    by: string;
    kind: 'work' | 'development';
    what: string;
    dueIn: number;
    state: 'open' | 'kept' | 'broken';
    training?: true;
  }[];
}

export interface DemoRating {
  member: string;
  rater: string;
  saleType: 'commercial' | 'relationship' | 'consumer' | 'retail';
  stage: 'interest' | 'assessment' | 'involvement' | 'commitment' | 'action';
  rating: number;
  seenIn: string | null;
}

type Told = Omit<DemoMeeting, 'agenda' | 'key' | 'notes'> & { notes: [by: string, body: string, about?: string][] };

const told: readonly Told[] = [
  {
    member: 'henrik',
    coach: 'tomas',
    ago: 36,
    held: true,
    notes: [
      ['tomas', 'Opens doors like nobody else. Leaves the second meeting to chance.'],
      ['henrik', 'I move on when the signature is near; the dip afterwards is somebody else’s.'],
    ],
    commitments: [
      {
        by: 'henrik',
        kind: 'work',
        what: 'Name who releases the money in each sale above 50,000',
        dueIn: -22,
        state: 'kept',
      },
      { by: 'tomas', kind: 'work', what: 'Come along to the board meeting at Lindqvist', dueIn: -15, state: 'broken' },
    ],
  },
  {
    member: 'henrik',
    coach: 'tomas',
    ago: 8,
    held: true,
    notes: [
      ['tomas', 'Looked at the last proposal together: it answers what we can do, not what they asked.', 'proposal'],
    ],
    commitments: [
      {
        by: 'henrik',
        kind: 'work',
        what: 'Write the three sentences of their board before the next proposal',
        dueIn: 6,
        state: 'open',
      },
      {
        by: 'henrik',
        kind: 'development',
        what: 'Learn to hear the need behind the request',
        dueIn: 60,
        state: 'open',
        training: true,
      },
    ],
  },
  {
    member: 'lucia',
    coach: 'tomas',
    ago: 20,
    held: true,
    notes: [['tomas', 'Three sales wait for a purchase procedure that nobody has read.']],
    commitments: [
      {
        by: 'lucia',
        kind: 'work',
        what: 'Ask each buyer for the steps and dates on their side',
        dueIn: -3,
        state: 'kept',
      },
    ],
  },
  { member: 'dario', coach: 'tomas', ago: -4, held: false, notes: [], commitments: [] },
  {
    member: 'katrin',
    coach: 'aoife',
    ago: 15,
    held: true,
    notes: [['aoife', 'Hears trouble early. Says so late.']],
    commitments: [
      { by: 'katrin', kind: 'work', what: 'Call when a kick-off slips, not after it', dueIn: -2, state: 'open' },
    ],
  },
  {
    member: 'tomas',
    coach: me,
    ago: 12,
    held: true,
    notes: [
      [me, 'His forecast calls are long and change little. Try: only what moved.'],
      ['tomas', 'Half of my week goes into offers that others could write.'],
    ],
    commitments: [
      { by: 'tomas', kind: 'work', what: 'Give Henrik’s two small sales to Dario', dueIn: 3, state: 'open' },
      { by: me, kind: 'work', what: 'Clear the rule for discounts above 8 %', dueIn: -1, state: 'kept' },
    ],
  },
  { member: 'aoife', coach: me, ago: -6, held: false, notes: [], commitments: [] },
];

const answer = (
  consultative: [number, number, number],
  route: [number, number, number],
  closing: [number, number, number],
): Answers => ({
  'asks before proposing': consultative[0],
  'brings the deciders together': consultative[1],
  'stays with a long decision': consultative[2],
  'knows every customer of the route': route[0],
  'keeps the rhythm of visits': route[1],
  'sees what runs out before it does': route[2],
  'shows the product so that it is wanted': closing[0],
  'asks for the order': closing[1],
  'takes doubts away on the spot': closing[2],
});

export const profileAnswers: readonly { member: string; rater: string; ago: number; answers: Answers }[] = [
  { member: 'henrik', rater: 'henrik', ago: 80, answers: answer([4, 4, 3], [2, 2, 2], [5, 5, 4]) },
  { member: 'henrik', rater: 'tomas', ago: 70, answers: answer([3, 3, 2], [1, 2, 2], [5, 5, 4]) },
  { member: 'lucia', rater: 'lucia', ago: 75, answers: answer([5, 4, 5], [3, 3, 3], [3, 2, 3]) },
  { member: 'lucia', rater: 'tomas', ago: 70, answers: answer([5, 4, 5], [3, 4, 3], [3, 2, 2]) },
  { member: 'dario', rater: 'tomas', ago: 68, answers: answer([4, 5, 4], [3, 3, 2], [4, 3, 4]) },
  { member: 'katrin', rater: 'katrin', ago: 60, answers: answer([4, 3, 4], [5, 5, 5], [2, 2, 3]) },
  { member: 'mirela', rater: 'aoife', ago: 58, answers: answer([3, 3, 3], [5, 5, 4], [3, 3, 3]) },
];

export const skillRatings: readonly DemoRating[] = [
  {
    member: 'henrik',
    rater: 'tomas',
    saleType: 'commercial',
    stage: 'interest',
    rating: 5,
    seenIn: 'First calls at three breweries',
  },
  {
    member: 'henrik',
    rater: 'tomas',
    saleType: 'commercial',
    stage: 'commitment',
    rating: 2,
    seenIn: 'Proposals that answer another question',
  },
  { member: 'henrik', rater: 'henrik', saleType: 'commercial', stage: 'commitment', rating: 4, seenIn: null },
  {
    member: 'lucia',
    rater: 'tomas',
    saleType: 'commercial',
    stage: 'assessment',
    rating: 5,
    seenIn: 'The audit at the dairy',
  },
  {
    member: 'lucia',
    rater: 'tomas',
    saleType: 'commercial',
    stage: 'action',
    rating: 3,
    seenIn: 'Waits for them to ask',
  },
];

export function meetingsOf(demo: DemoCompany, now: number): DemoMeeting[] {
  return told.map((meeting, i) => ({
    ...meeting,
    key: `one-to-one/${i}`,
    agenda: agendaFor(demo, meeting.member, now - Math.max(0, meeting.ago) * day),
    notes: meeting.notes.map(([by, body, about]) => ({
      by,
      body,
      touchpoint: about ? lastContact(demo, meeting.member, about, now - meeting.ago * day) : null,
    })),
  }));
}

const lastContact = (demo: DemoCompany, member: string, kind: string, before: number): string | null =>
  // With a customer who is still theirs: both must be able to look at it.
  demo.touchpoints
    .filter(
      (t) =>
        t.member === member &&
        t.kind === kind &&
        t.at < before &&
        demo.accounts.some((account) => account.key === t.account && account.owner === member),
    )
    .at(-1)?.key ?? null;

/** What the person's sales and relationships asked for on that day, as far as the stories say. */
function agendaFor(demo: DemoCompany, member: string, at: number): Agenda {
  const names = new Map(demo.accounts.map((account) => [account.key, account.name]));
  const stepOf = (account: string) => demo.nextSteps.find((step) => step.account === account && step.doneAt === null);
  return agendaOf(
    {
      sales: demo.sales
        .filter(
          (sale) =>
            sale.owner === member && sale.createdAt < at && (sale.closedOn === null || sale.closedOn > dayText(at)),
        )
        .map((sale) => ({
          id: sale.key,
          name: sale.name,
          accountName: names.get(sale.account) ?? null,
          saleType: sale.saleType,
          stage: sale.stage,
          amount: sale.amount,
          daysInStage: Math.max(0, Math.floor((at - sale.stageSince) / day)),
          stuck: at - sale.stageSince > 42 * day,
          expectedCloseOn: sale.expectedOn,
          slipped: 0,
          nextStepDue: stepOf(sale.account) ? dayText(stepOf(sale.account)!.dueAt) : null,
        })),
      relationships: demo.accounts
        .filter((account) => account.owner === member)
        .map((account) => ({
          accountId: account.key,
          name: account.name,
          phase: account.ends[0],
          position: account.ends[1],
          probability: 0.8,
          trust: 50,
          trustMove: 0,
          revenue: account.revenue,
          lastTouchAt:
            demo.touchpoints
              .filter((t) => t.account === account.key && t.at < at)
              .map((t) => new Date(t.at).toISOString())
              .at(-1) ?? null,
          nextStepDue: stepOf(account.key) ? dayText(stepOf(account.key)!.dueAt) : null,
        })),
      passages: [],
      ratings: skillRatings.filter((rated) => rated.member === member),
    },
    new Date(at),
  );
}
