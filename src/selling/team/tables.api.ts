import { asked, told, type Cell, type Schedulable } from '../../platform/reports.ts';
import { withoutRate } from '../../offerings/withoutRate.ts';
import { figure } from '../../workspace/figure.ts';
import { leadershipContract as api } from './contract.ts';
import { forecastHandlers } from './forecast.api.ts';
import { signalText } from '../../relationship/web/phrases.ts';
import { reviewHandlers } from './review.api.ts';
import { t } from './web/messages.ts';

/** A team's week as plain tables, for letters and files. The search is that of the screen: the team, and since when. */

const screen = '/selling/team';
const whole = (amount: number | string | null | undefined) =>
  amount === null || amount === undefined ? null : Math.round(Number(amount));

export const teamReports: Record<string, Schedulable> = {
  'team-changes': {
    title: 'What changed',
    may: 'forecast:read',
    screen,
    async tables(reader, search) {
      const { bridge, items, since, currency, unrated } = await told(
        reader,
        api.reviewPipeline,
        reviewHandlers.reviewPipeline,
        asked(api.reviewPipeline.query!, { team: search['team'], since: search['since'] }),
      );
      return [
        {
          title: `Open sales since ${since.slice(0, 10)}, in ${currency}`,
          about: withoutRate(unrated).trim(),
          columns: ['Open then', 'Entered', 'Grew', 'Shrank', 'Won', 'Lost', 'Removed', 'Open now'],
          rows: [
            [
              bridge.start,
              bridge.entered,
              bridge.grew,
              bridge.shrank,
              bridge.won,
              bridge.lost,
              bridge.left,
              bridge.now,
            ].map(whole),
          ],
        },
        {
          title: 'Sales that are not as they were',
          columns: [
            'Sale',
            'Customer',
            'Owner',
            'What',
            'Before',
            'Stage before',
            'Expected before',
            'Now',
            'Stage',
            'Expected',
            'Open sum',
          ],
          rows: items.map((sale) => [
            sale.name,
            sale.accountName,
            sale.ownerName,
            sale.kinds.map((kind) => t(`kind.${kind}`)).join(', '),
            whole(sale.before?.amount),
            sale.before && t(`stage.${sale.before.stage}`),
            sale.before?.expectedCloseOn ?? null,
            whole(sale.now.amount),
            sale.now.outcome === 'open' ? t(`stage.${sale.now.stage}`) : t(`kind.${sale.now.outcome}`),
            sale.now.expectedCloseOn,
            whole(sale.moved),
          ]),
        },
      ];
    },
  },
  'team-attention': {
    title: 'What waits',
    may: 'forecast:read',
    screen,
    async tables(reader, search) {
      const waits = await told(
        reader,
        api.readAttention,
        reviewHandlers.readAttention,
        asked(api.readAttention.query!, { team: search['team'] }),
      );
      const of = (title: string, rows: Cell[][], columns: string[]) => ({ title, columns, rows });
      return [
        of(
          'Stuck sales',
          waits.stuck.map((each) => [
            each.name,
            each.accountName,
            each.ownerName,
            t(`stage.${each.stage}`),
            each.daysInStage,
            whole(each.amount),
            each.currency,
          ]),
          ['Sale', 'Customer', 'Owner', 'Stage', 'Days in it', 'Amount', 'Currency'],
        ),
        of(
          'Alarms',
          waits.alarms.map((each) => [
            each.name,
            each.memberName,
            each.reason && signalText(each.reason, 0),
            each.answerBy.slice(0, 10),
            each.late ? 'late' : each.state,
          ]),
          ['Customer', 'For', 'Reason', 'Answer by', 'State'],
        ),
        of(
          'Handoffs',
          waits.handoffs.map((each) => [each.accountName, each.hunterName, each.farmerName, each.state, each.days]),
          ['Customer', 'From', 'To', 'State', 'Days'],
        ),
        of(
          'Decision matrices to look at',
          waits.matrices.map((each) => [
            each.name,
            each.ownerName,
            t(`stage.${each.stage}`),
            each.weighedAt?.slice(0, 10) ?? 'none',
            whole(each.amount),
            each.currency,
          ]),
          ['Sale', 'Owner', 'Stage', 'Last weighed', 'Amount', 'Currency'],
        ),
        of(
          'Late in a purchase procedure',
          waits.procedures.map((each) => [
            each.name,
            each.ownerName,
            each.step,
            each.dueOn,
            whole(each.amount),
            each.currency,
          ]),
          ['Sale', 'Owner', 'Step', 'Due', 'Amount', 'Currency'],
        ),
        of(
          'Plays that run',
          waits.plays.map((each) => [
            each.accountName,
            each.name,
            `${each.done} of ${each.steps}`,
            each.next,
            each.dueAt?.slice(0, 10) ?? null,
          ]),
          ['Customer', 'Play', 'Done', 'Next', 'Due'],
        ),
      ].filter((table) => table.rows.length > 0);
    },
  },
  'team-forecast': {
    title: 'Forecast call',
    may: 'forecast:read',
    screen,
    async tables(reader, search) {
      const { rows, together, weeks, period, currency, unrated } = await told(
        reader,
        api.readForecast,
        forecastHandlers.readForecast,
        asked(api.readForecast.query!, { team: search['team'], period: search['quarter'] }),
      );
      return [
        {
          title: `Said for the quarter from ${period}, in ${currency}`,
          about: together
            ? `Together: ${figure(Math.round(together.won))} won, ${figure(Math.round(together.committed))} said surely, ${figure(Math.round(together.adjusted))} with the leaders’ adjustments. ${together.called} of ${together.people} said something this week.${withoutRate(unrated)}`
            : 'Sums of so few people would tell of each.',
          columns: [
            'Who',
            'Team',
            'Quota',
            'Won',
            'Open in it',
            'By its chances',
            'Commit',
            'Best case',
            'Pipeline',
            'Said because',
            'Leader',
            'Leader because',
            'Calls before missed by',
            'Calls',
            'Chances alone missed by',
          ],
          shares: [12, 14],
          rows: [
            ...rows.map((row): Cell[] => {
              const said = row.call ?? row.former;
              return [
                row.name,
                row.teamName,
                whole(row.quota),
                whole(row.won),
                whole(row.open),
                whole(Number(row.won) + Number(row.weighted)),
                whole(said?.committed),
                whole(said?.bestCase),
                whole(said?.pipeline),
                said?.comment ?? null,
                whole(row.adjustment?.committed),
                row.adjustment?.reason ?? null,
                row.accuracy.miss,
                row.accuracy.calls,
                row.accuracy.naiveMiss,
              ];
            }),
            ...(together && together.people > 1
              ? [
                  [
                    t('forecast.sum'),
                    null,
                    whole(together.quota),
                    whole(together.won),
                    whole(together.open),
                    whole(together.won + together.weighted),
                    whole(together.committed),
                    whole(together.bestCase),
                    whole(together.pipeline),
                    null,
                    whole(together.adjusted),
                    null,
                    null,
                    null,
                    null,
                  ],
                ]
              : []),
          ],
        },
        {
          title: 'Week by week',
          columns: ['Monday', 'Won by then', 'By its chances', 'Commit', 'Best case', 'Leader'],
          rows: weeks.map((each) => [
            each.week,
            whole(each.won),
            whole(each.weighted),
            whole(each.committed),
            whole(each.bestCase),
            whole(each.adjusted),
          ]),
        },
      ];
    },
  },
};
