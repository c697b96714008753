import { z } from 'zod';
import { asked, told, type Cell, type ReportSearch, type Schedulable } from '../../platform/reports.ts';
import { figure } from '../../workspace/figure.ts';
import { paybackContract as api, type ReportResult } from './contract.ts';
import { paybackHandlers } from './programmes.api.ts';
import { t } from './web/messages.ts';

/** Training and its payback as plain tables, for letters and files. */

const programmeIn = (search: ReportSearch) => z.uuid().safeParse(search['programme']).data;
const whole = (amount: number | string) => Math.round(Number(amount));

export const paybackReports: Record<string, Schedulable> = {
  'training-programmes': {
    title: 'Training programmes',
    may: 'payback:read',
    screen: '/selling/training',
    async tables(reader) {
      const { items, currency } = await told(
        reader,
        api.listProgrammes,
        paybackHandlers.listProgrammes,
        asked(api.listProgrammes.query!, { limit: '200' }),
      );
      return [
        {
          title: `Cost in ${currency}, change per 100`,
          columns: [
            'Programme',
            'First session',
            'Trained',
            'Waiting',
            'Cost',
            'May be called',
            'Change',
            'Low',
            'High',
            'Paid after months',
          ],
          rows: items.map((each) => [
            each.name,
            each.firstOn,
            each.trained,
            each.waiting,
            whole(each.cost),
            each.verdict && t(`word.${each.verdict.word}`),
            each.verdict?.estimate ?? null,
            each.verdict?.low ?? null,
            each.verdict?.high ?? null,
            each.verdict?.paybackMonth ?? null,
          ]),
        },
      ];
    },
  },
  'training-payback': {
    title: 'Payback of training',
    may: 'payback:read',
    screen: (search) => `/selling/training/${programmeIn(search) ?? ''}`,
    async tables(reader, search) {
      const id = programmeIn(search);
      if (id === undefined) return [];
      const { name, currency, result } = await told(
        reader,
        api.readProgramme,
        paybackHandlers.readProgramme,
        {},
        { id },
      );
      if (result === null) return [];
      const { groups, payback } = result;
      const group = (who: string, of: (typeof groups)['waiting']): Cell[] => [
        who,
        of.people,
        of.contacts,
        of.spotted,
        of.contacts > 0 ? (100 * of.spotted) / of.contacts : null,
        of.accepted,
        of.won,
        whole(of.margin),
      ];
      return [
        {
          title: `${name}: how we know`,
          about: `Change per 100, with its 95 % interval. Cost: ${figure(whole(result.cost.total))} ${currency}.`,
          columns: ['Comparison', 'Change', 'Low', 'High', 'Smallest that would show', 'May be called', 'Because'],
          rows: result.estimates.map((each) => [
            t(`method.${each.method}`),
            each.number?.estimate ?? null,
            each.number?.low ?? null,
            each.number?.high ?? null,
            each.number?.smallestDetectable ?? null,
            t(`word.${each.claim.word}`),
            each.claim.reason,
          ]),
        },
        {
          title: `What was counted, margin in ${currency}`,
          columns: ['Who, when', 'People', 'Contacts', 'Spotted', 'Per 100', 'Accepted', 'Won', 'Margin'],
          rows: [
            group('Trained, before', groups.trainedBefore),
            group('Trained, after', groups.trainedAfter),
            group('Waiting', groups.waiting),
          ].filter((row) => row[1] !== 0),
        },
        {
          title: 'Difference to who waited, by month since training',
          columns: ['Month', 'Difference per 100'],
          rows: result.course.map((point) => [point.monthsSince, point.estimate]),
        },
        ...(payback
          ? [
              {
                title: `Margin gained minus cost, by month since training, in ${currency}`,
                about: paidBack(payback),
                columns: ['Month', 'Gain', 'Low', 'High'],
                rows: payback.cumulative.map((point) => [
                  point.month,
                  whole(point.gain),
                  whole(point.interval.low),
                  whole(point.interval.high),
                ]),
              },
            ]
          : []),
        { title: 'Checks', columns: ['Check', 'Outcome', 'Estimate', 'Low', 'High'], rows: checksOf(result) },
        ...(result.limits.length > 0
          ? [
              {
                title: 'What this cannot know',
                columns: ['Limit'],
                rows: result.limits.map((limit) => [t(`limit.${limit}`)]),
              },
            ]
          : []),
      ];
    },
  },
  'training-plan': {
    title: 'Who is trained when',
    may: 'payback:read',
    screen: (search) => `/selling/training/${programmeIn(search) ?? ''}`,
    async tables(reader, search) {
      const id = programmeIn(search);
      if (id === undefined) return [];
      const { name, currency, waves, comparison, plannedBefore } = await told(
        reader,
        api.readProgramme,
        paybackHandlers.readProgramme,
        {},
        { id },
      );
      return [
        {
          title: `Sessions of ${name}, in ${currency}`,
          columns: ['Session', 'Ends on', 'Hours each', 'Fees', 'Material', 'Attended', 'People'],
          rows: waves.map((wave) => [
            wave.name,
            wave.endsOn,
            wave.hoursEach,
            whole(wave.fees),
            whole(wave.material),
            wave.people.filter((person) => person.state === 'attended').length,
            wave.people.map((person) => person.name).join(', '),
          ]),
        },
        {
          title: 'Compared with',
          about: plannedBefore ? 'Planned before the first session.' : 'Not planned before the first session.',
          columns: ['Person'],
          rows: comparison.map((person) => [person.name]),
        },
      ];
    },
  },
};

/** The month with those between which it lies, or that none can be said; the chance of a year, and what it returns by then. */
function paidBack({
  verdict,
  month,
  interval,
  probabilityWithin12,
  returnAfter12,
  cumulative,
  cost,
}: NonNullable<ReportResult['payback']>): string {
  const percent = (share: number) => `${figure(whole(100 * share))} %`;
  const year = cumulative.find((point) => point.month === 12)?.interval;
  return [
    verdict === 'shown' && month !== null && interval
      ? `Paid for itself in month ${month}, between month ${interval.low} and ${interval.high}.`
      : 'No month is said: the interval reaches to never.',
    `The chance that it pays within 12 months is ${percent(probabilityWithin12)}.`,
    `Return after 12 months: ${percent(returnAfter12)} of what it cost${year && cost > 0 ? `, ${percent(year.low / cost)} to ${percent(year.high / cost)}` : ''}. Intervals of 90 %.`,
  ].join(' ');
}

function checksOf({ placebo, trend, guard }: ReportResult): Cell[][] {
  return [
    ...(placebo
      ? [
          [
            'Pretended half of the time before',
            placebo.passed ? 'shows nothing' : 'moved apart before',
            placebo.estimate,
            placebo.low,
            placebo.high,
          ],
        ]
      : []),
    ...(trend
      ? [
          [
            'Growth of the difference before, by month',
            trend.passed ? 'none' : 'was growing',
            trend.estimate,
            trend.low,
            trend.high,
          ],
        ]
      : []),
    ...(guard ? [['Service, −2 to 2', guard.verdict, guard.difference, guard.interval.low, guard.interval.high]] : []),
  ];
}
