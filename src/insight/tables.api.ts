import { told, type ReportSearch, type Schedulable } from '../platform/reports.ts';
import { withoutRate } from '../offerings/withoutRate.ts';
import { figure } from '../workspace/figure.ts';
import { buyingStages } from '../purchase/stages.ts';
import { t as sales } from '../purchase/web/messages.ts';
import { channels, positions, saleTypes, type SaleType } from '../relationship/vocabulary.ts';
import { words } from '../relationship/web/words.ts';
import { t as web } from '../web/messages/en.ts';
import { t } from './web/messages.ts';
import {
  insightContract,
  moverKinds,
  outcomeKinds,
  retentionBases,
  sourceKinds,
  valueKinds,
  type Elsewhere,
} from './contract.ts';
import { flowHandlers } from './flow.api.ts';
import { periodIn, periodText, refusedPeriod } from './period.ts';
import { forecastOf, salesHandlers } from './sales.api.ts';
import { retentionHandlers } from './retention.api.ts';
import { sourceHandlers } from './sources.api.ts';
import { trustHandlers } from './trustMovers.api.ts';
import { valueHandlers } from './value.api.ts';

/** The reports as plain tables, for letters. The search is that of the screen: the period, type, and how a report is grouped. */
export const insightReports: Record<string, Schedulable> = {
  forecast: {
    title: 'Forecast',
    may: 'opportunity:read',
    async tables(reader, search) {
      const { next, past, accuracy, currency, wonSoFar, period, plan, unrated, grounds } = await forecastOf(reader, {
        ...typed(search),
        ...(search['period'] ? { period: search['period'] } : {}),
      });
      if (!next)
        return grounds.lastDecidedOn === null
          ? []
          : [
              {
                title: `Won amount of ${period} in ${currency}`,
                about: lastDecided(grounds.lastDecidedOn),
                columns: ['Method', 'Amount'],
                rows: [],
              },
            ];
      const money = Math.round;
      return [
        {
          title: `Won amount of ${period} in ${currency}`,
          about: `${next.interval ? `${figure(money(next.interval.low))} to ${figure(money(next.interval.high))} in ${Math.round(next.interval.level * 100)} % of months like it. ` : ''}Won so far: ${figure(money(wonSoFar))}.${grounds.decided === 0 && grounds.lastDecidedOn ? ` ${lastDecided(grounds.lastDecidedOn)}` : ''}${accuracy?.coverage.share == null ? '' : ` ${Math.round(accuracy.coverage.share * 100)} % of ${accuracy.coverage.n} past intervals held the actual amount.`}${withoutRate(unrated)}`,
          columns: ['Method', 'Amount', 'Missed by'],
          shares: [2],
          rows: (['blend', 'hazard', 'threeMonthMean', 'weightedPipeline'] as const).map((method) => [
            methodNames[method],
            money(next[method]),
            accuracy?.errors[method] ?? null,
          ]),
        },
        ...(plan
          ? [
              {
                title: `Quota and submissions of the quarter from ${plan.quarter}`,
                columns: ['Person', 'Quota', 'Won', 'Commit', 'Best case', 'Pipeline', 'Adjusted'],
                rows: plan.people.map((row) => [
                  row.name,
                  row.quota,
                  row.won,
                  row.committed,
                  row.bestCase,
                  row.pipeline,
                  row.adjusted,
                ]),
              },
            ]
          : []),
        {
          title: 'Periods before',
          columns: ['From', 'Actual', 'Blend', 'Three-month mean', 'Low', 'High'],
          rows: past
            .toReversed()
            .map((row) => [
              row.month.slice(0, 7),
              money(row.actual),
              money(row.blend),
              money(row.threeMonthMean),
              row.interval && money(row.interval.low),
              row.interval && money(row.interval.high),
            ]),
        },
      ];
    },
  },
  flow: {
    title: 'Movement',
    may: 'account:read',
    refuses: refusedPeriod,
    async tables(reader, search) {
      const period = periodIn(search);
      const { flows, stays, phases, over, elsewhere } = await told(
        reader,
        insightContract.readFlow,
        flowHandlers.readFlow,
        { ...period, ...typed(search) },
      );
      const there = over ? 'There at its end' : 'There now';
      return [
        {
          title: `Where relationships moved, ${periodText(period)}`,
          about: beside(elsewhere),
          columns: ['From', 'To', 'Accounts'],
          rows: flows
            .toSorted((a, b) => b.accounts - a.accounts)
            .map((row) => [positionOf(row.from), positionOf(row.to), row.accounts]),
        },
        {
          title: 'How long they stay',
          columns: ['Position', there, 'Stays that ended', 'Median days', 'Went on', 'Fell back'],
          rows: stays.map((row) => [
            positionOf(row.position),
            row.present,
            row.ended,
            row.medianDays && Math.round(row.medianDays),
            row.onward,
            row.back,
          ]),
        },
        {
          title: 'Phases',
          columns: ['Phase', there, 'Came in', 'Days in it, median'],
          rows: phases.map((row) => [
            web(`phase.${row.phase}`),
            row.present,
            row.entered,
            row.medianDays && Math.round(row.medianDays),
          ]),
        },
      ];
    },
  },
  stages: {
    title: 'Stages',
    may: 'opportunity:read',
    refuses: refusedPeriod,
    async tables(reader, search) {
      const period = periodIn(search);
      const { items, elsewhere } = await told(reader, insightContract.readStages, salesHandlers.readStages, {
        ...period,
        ...typed(search),
      });
      const stages = buyingStages.map((stage) => sales(`stage.${stage}`));
      const type = (row: (typeof items)[number]) => sales(`type.${row.saleType}`);
      return [
        {
          title: `How far sales come, opened: ${periodText(period)}`,
          about: beside(elsewhere),
          columns: ['Type', 'Opened', ...stages, 'Won', 'Lost', 'Open'],
          rows: items.map((row) => [type(row), row.opened, ...row.reached, row.won, row.lost, row.open]),
        },
        {
          title: 'The share that came so far',
          columns: ['Type', ...stages],
          shares: stages.map((_, nth) => nth + 1),
          rows: items.map((row) => [
            type(row),
            ...row.reached.map((reached) => (row.opened > 0 ? reached / row.opened : null)),
          ]),
        },
        {
          title: 'Days in each stage, median',
          columns: ['Type', ...stages],
          rows: items.map((row) => [
            type(row),
            ...row.medianDays.map((days) => (days === null ? null : Math.round(days))),
          ]),
        },
      ];
    },
  },
  outcomes: {
    title: 'Won and lost',
    may: 'opportunity:read',
    refuses: refusedPeriod,
    async tables(reader, search) {
      const by = outcomeKinds.find((each) => each === search['outcomesBy']) ?? 'reason';
      const period = periodIn(search);
      const { items, currency, unrated, elsewhere } = await told(
        reader,
        insightContract.readOutcomes,
        salesHandlers.readOutcomes,
        { ...period, by, ...typed(search) },
      );
      return [
        {
          title: `Why sales were won and lost, by ${t(`by.${by}`)}, ${periodText(period)}, in ${currency}`,
          about: (beside(elsewhere) + withoutRate(unrated)).trim(),
          columns: [capital(t(`by.${by}`)), 'Won', 'Lost', 'Win rate', 'Won amount', 'Lost amount', 'Median days'],
          shares: [3],
          rows: items.map((row) => [
            row.key ?? 'not said',
            row.won,
            row.lost,
            row.won / (row.won + row.lost),
            Number(row.wonAmount),
            Number(row.lostAmount),
            row.medianDays,
          ]),
        },
      ];
    },
  },
  trust: {
    title: 'Trust',
    may: 'account:read',
    refuses: refusedPeriod,
    async tables(reader, search) {
      const by = moverKinds.find((each) => each === search['trustBy']) ?? 'kind';
      const period = periodIn(search);
      const { items, accounts, touchpoints, elsewhere } = await told(
        reader,
        insightContract.readTrustMovers,
        trustHandlers.readTrustMovers,
        { ...period, by, ...typed(search) },
      );
      return [
        {
          title: `Where trust is won and lost, by ${t(`by.${by}`)}`,
          about: `${accounts} accounts, ${touchpoints} touchpoints: ${periodText(period)}. ${beside(elsewhere)}`.trim(),
          columns: [capital(t(`by.${by}`)), 'Trust', 'Interest', 'How often', 'Accounts'],
          rows: items.map((row) => [
            row.key === '' ? t('unsaid') : capital(row.key),
            row.trust,
            row.interest,
            row.touchpoints,
            row.accounts,
          ]),
        },
      ];
    },
  },
};

/** Reports on what customers are worth and where they come from. */
export const valueReports: Record<string, Schedulable> = {
  value: {
    title: 'Lifetime value',
    may: 'account:read',
    async tables(reader, search) {
      const by = valueKinds.find((each) => each === search['valueBy']) ?? 'segment';
      const { items, currency } = await told(reader, insightContract.readValue, valueHandlers.readValue, {
        by,
        ...typed(search),
      });
      const name = (key: string | null) =>
        key === null ? t(by === 'segment' ? 'value.no segment' : 'unsaid') : by === 'saleType' ? typeName(key) : key;
      return [
        {
          title: `What customers have brought and are expected to bring, in ${currency}`,
          columns: [
            capital(t(`by.${by}`)),
            'Customers',
            'Brought so far',
            'Brought, each',
            'Expected yet, each',
            'Expected from',
            'Lifetime value, each',
            'Still customers',
            'Months since the first purchase',
            'Left out for want of a rate',
          ],
          shares: [7],
          rows: items.map((row) => {
            const [each, ahead] = [
              row.revenue / row.customers,
              row.withOutlook > 0 ? row.outlook / row.withOutlook : null,
            ];
            return [
              name(row.key),
              row.customers,
              Math.round(row.revenue),
              Math.round(each),
              ahead === null ? null : Math.round(ahead),
              row.withOutlook,
              ahead === null ? null : Math.round(each + ahead),
              row.alive,
              row.months === null ? null : Math.round(row.months),
              row.unrated.count === 0 ? null : `${row.unrated.count} in ${row.unrated.currencies.join(', ')}`,
            ];
          }),
        },
      ];
    },
  },
  retention: {
    title: 'Retention',
    may: 'account:read',
    refuses: refusedPeriod,
    async tables(reader, search) {
      const read = (basis: (typeof retentionBases)[number]) =>
        told(reader, insightContract.readRetention, retentionHandlers.readRetention, {
          basis,
          ...periodIn(search),
          ...(basis === 'revenue' ? typed(search) : {}),
        });
      const chosen =
        retentionBases.find((each) => each === search['retentionBy']) ?? (search['type'] ? 'revenue' : undefined);
      // As on the screen: contracts say it best, where there are any.
      const contracts = chosen === undefined ? await read('contracts') : undefined;
      const { items, currency, basis, unrated, elsewhere } = contracts?.items.some((row) => row.customers > 0)
        ? contracts
        : await read(chosen ?? 'revenue');
      const share = (part: number, of: number) => (of > 0 ? part / of : null);
      return [
        {
          title: `Revenue that the same customers brought again, by ${t(`by.${basis}`)}, in ${currency}`,
          about: (beside(elsewhere) + withoutRate(unrated, 'amount')).trim(),
          columns: [
            'Year up to',
            'Customers before',
            'Stayed',
            'Before',
            'After',
            'Gross',
            'Net',
            'From new customers',
          ],
          shares: [2, 5, 6],
          rows: items.map((row) => [
            row.until,
            row.customers,
            share(row.stayed, row.customers),
            Math.round(row.before),
            Math.round(row.after),
            share(row.kept, row.before),
            share(row.after, row.before),
            Math.round(row.fresh),
          ]),
        },
      ];
    },
  },
  sources: {
    title: 'Sources',
    may: 'opportunity:read',
    refuses: refusedPeriod,
    async tables(reader, search) {
      const by = sourceKinds.find((each) => each === search['sourcesBy']) ?? 'source';
      const period = periodIn(search);
      const { items, currency, unrated, elsewhere } = await told(
        reader,
        insightContract.readSources,
        sourceHandlers.readSources,
        { by, ...period, ...typed(search) },
      );
      const title = `What brings business, by ${t(`by.${by}`)}, ${periodText(period)}, in ${currency}`;
      const about = (beside(elsewhere) + withoutRate(unrated)).trim();
      const channel = (key: string) => channels.find((each) => each === key);
      const name = (key: string | null) =>
        key === null ? t('unsaid') : by === 'channel' && channel(key) ? words(`channel.${channel(key)!}`) : key;
      const whole = (amount: number | null) => (amount === null ? null : Math.round(amount));
      return by === 'campaign'
        ? [
            {
              title,
              about,
              columns: ['Campaign', 'Won amount', 'Sales won', 'Prospects', 'Cost', 'Won per cost'],
              rows: items.map((row) => [
                name(row.key),
                whole(row.wonAmount),
                row.won,
                row.prospects,
                whole(row.cost),
                row.cost ? row.wonAmount / row.cost : null,
              ]),
            },
          ]
        : [
            {
              title,
              about,
              columns: [
                capital(t(`by.${by}`)),
                'Won amount',
                'Opened',
                'Won',
                'Lost',
                'Win rate',
                'New customers',
                'Median days',
              ],
              shares: [5],
              rows: items.map((row) => [
                name(row.key),
                whole(row.wonAmount),
                row.opened,
                row.won,
                row.lost,
                row.won + row.lost > 0 ? row.won / (row.won + row.lost) : null,
                row.newCustomers,
                row.medianDays,
              ]),
            },
          ];
    },
  },
};

/** What a period that holds nothing is answered with. */
const beside = (elsewhere: Elsewhere): string => {
  if (!elsewhere?.before && !elsewhere?.after) return '';
  const days = [
    ...(elsewhere.before ? [`the last before it was on ${elsewhere.before}`] : []),
    ...(elsewhere.after ? [`the first after it on ${elsewhere.after}`] : []),
  ];
  return `Nothing in this period; ${days.join(', ')}.`;
};
const lastDecided = (on: string) => `No sale was decided in the three years before; the last decision was on ${on}.`;

export const typed = (search: ReportSearch): { saleType?: SaleType } => {
  const saleType = saleTypes.find((each) => each === search['type']);
  return saleType ? { saleType } : {};
};

const methodNames = {
  blend: 'Blend',
  hazard: 'Open sales and new business',
  threeMonthMean: 'Three-month mean',
  weightedPipeline: 'Weighted pipeline',
};

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const typeName = (key: string) => {
  const type = saleTypes.find((each) => each === key);
  return type ? sales(`type.${type}`) : key;
};
const positionOf = (key: string) => {
  const position = positions.find((each) => each === key);
  return position ? web(`position.${position}`) : t('flow.new');
};
