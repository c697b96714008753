import {
  asked,
  told,
  type Cell,
  type Reader,
  type ReportSearch,
  type Schedulable,
  type TextTable,
} from '../../platform/reports.ts';
import { leftOutOf } from '../../offerings/worth-sql.ts';
import { withoutRate } from '../../offerings/withoutRate.ts';
import { figure } from '../../workspace/figure.ts';
import { phases, positions } from '../../relationship/vocabulary.ts';
import { sellingContract } from '../contract.ts';
import { sellingHandlers } from '../coverage.api.ts';
import { assignmentHandlers } from './assignment.api.ts';
import { forceContract as api } from './contract.ts';
import { goalHandlers } from './goals.api.ts';
import { overviewHandlers } from './overview.api.ts';
import type { ForceOverview } from './records.ts';
import { sellerTypes } from './records.ts';
import { territoryHandlers } from './territories.api.ts';
import { t } from './web/messages.ts';

/** The tables of the force as plain ones, for letters and files. The search is that of the screen: the quarter. */

const screen = '/selling/force';
const whole = (amount: number | string) => Math.round(Number(amount));
const tenths = (value: number) => Math.round(10 * value) / 10;
const overview = (reader: Reader, search: ReportSearch) =>
  told(reader, api.readForce, overviewHandlers.readForce, asked(api.readForce.query!, { period: search['quarter'] }));
const ofForce = (title: string, tables: (force: ForceOverview) => TextTable[]): Schedulable => ({
  title,
  may: 'forecast:read',
  screen,
  tables: async (reader, search) => tables(await overview(reader, search)),
});

export const forceReports: Record<string, Schedulable> = {
  'force-mix': ofForce('What is to be sold, and who can sell it', ({ mix, period, won, goal, currency, unrated }) => [
    {
      title: `Quarter from ${period}, in ${currency}`,
      about: `Won so far: ${figure(whole(won))}.${goal === null ? '' : ` Goal: ${figure(whole(goal))}; missing: ${figure(whole(Math.max(0, goal - won)))}.`}${withoutRate(leftOutOf([unrated.won, unrated.mix]))}`,
      columns: [
        'Sale type',
        'Sold by',
        'Open sales',
        'Amount',
        'Share of sales',
        'Capacity that fits',
        'Share of capacity',
        'Balance',
      ],
      shares: [4, 6],
      rows: mix.map((row) => [
        t(`type.${row.saleType}`),
        t(`profile.${row.profile}`),
        row.sales,
        whole(row.amount),
        row.salesShare,
        whole(row.capacity),
        row.capacityShare,
        t(`mix.verdict.${row.verdict}`),
      ]),
    },
  ]),
  'force-goals': {
    title: 'Goals',
    may: 'forecast:read',
    screen,
    async tables(reader, search) {
      const { items, currency, period, span } = await told(
        reader,
        api.listGoals,
        goalHandlers.listGoals,
        asked(api.listGoals.query!, { period: search['month'] ?? search['quarter'], span: search['span'] }),
      );
      const missing = (amount: string, won: string) => Math.max(0, whole(Number(amount) - Number(won)));
      return [
        {
          title: `Goals of the ${span} from ${period}, in ${currency}`,
          columns: [
            'Of',
            'Kind',
            'Only',
            'Goal',
            'Won',
            'Reached',
            'Open in it',
            'Missing',
            'Goals below it',
            'Its parts in time',
            'Left out for want of a rate',
          ],
          shares: [5],
          rows: items.map((goal) => [
            goal.scopeName,
            t(`goals.scope.${goal.scope}`),
            goal.saleType ? t(`type.${goal.saleType}`) : goal.offering,
            whole(goal.amount),
            whole(goal.won),
            Number(goal.amount) > 0 ? Number(goal.won) / Number(goal.amount) : null,
            whole(goal.open),
            missing(goal.amount, goal.won),
            goal.below === null ? null : whole(goal.below),
            goal.parts === null ? null : whole(goal.parts),
            goal.unrated.count === 0 ? null : `${goal.unrated.count} in ${goal.unrated.currencies.join(', ')}`,
          ]),
        },
      ];
    },
  },
  'force-coverage': ofForce('Coverage', ({ coverage }) => [
    {
      title: 'Customers of each cell of the board, and how many have an owner and a next step',
      columns: ['Phase', 'Position', 'Accounts', 'With an owner', 'With a next step'],
      shares: [3, 4],
      rows: phases.flatMap((phase) =>
        positions.flatMap((position): Cell[][] =>
          coverage
            .filter((cell) => cell.phase === phase && cell.position === position)
            .map((cell) => [
              t(`phase.${phase}`),
              t(`position.${position}`),
              cell.accounts,
              cell.owned / cell.accounts,
              cell.stepped / cell.accounts,
            ]),
        ),
      ),
    },
  ]),
  'force-organization': {
    title: 'Organization',
    may: 'forecast:read',
    screen,
    async tables(reader, search) {
      const { teams, sellers } = await overview(reader, search);
      const { items } = await told(reader, sellingContract.readCoverage, sellingHandlers.readCoverage, {});
      // As on the screen: who sells, then whoever else looks after somebody, and what nobody looks after.
      const sell = new Set(sellers.map((seller) => seller.memberId));
      const others = items.filter((row) => (row.memberId === null ? row.people === null : !sell.has(row.memberId)));
      const undone = (row: (typeof items)[number] | undefined): Cell[] => [
        row?.inTrouble ?? null,
        row?.withoutNextStep ?? null,
        row?.silent ?? null,
      ];
      return [
        {
          title: 'Teams, each with all below it',
          columns: [
            'Team',
            'Led by',
            'Sell',
            ...sellerTypes.map((type) => t(`seller.${type}`)),
            'Open sales',
            'Capacity',
            'Accounts',
          ],
          rows: teams.map((team) => [
            team.name,
            team.leaderName,
            team.people,
            ...sellerTypes.map((type) => team.types[type] ?? 0),
            team.load?.openSales ?? null,
            team.load?.capacity ?? null,
            team.load?.accounts ?? null,
          ]),
        },
        {
          title: 'People',
          columns: [
            'Person',
            'Team',
            'Employed',
            'Fits best',
            'Open sales',
            'Capacity',
            'Accounts',
            'In trouble',
            'No next step',
            'Silent 60 days',
          ],
          rows: [
            ...sellers.map((each): Cell[] => [
              each.name,
              each.teamName,
              t(`seller.${each.sellerType}`),
              each.best && t(`profile.${each.best}`),
              each.openSales,
              each.capacity,
              each.accounts,
              ...undone(items.find((row) => row.memberId === each.memberId)),
            ]),
            ...others.map((row): Cell[] => [
              row.memberName ?? t('organization.nobody'),
              row.teamName,
              null,
              null,
              row.openSales,
              null,
              row.accounts,
              ...undone(row),
            ]),
          ],
        },
      ];
    },
  },
  'force-cost': {
    title: 'Cost of sale',
    may: 'forecast:read',
    screen,
    async tables(reader, search) {
      const { cost, currency, rule, unrated } = await overview(reader, search);
      const { items } = await told(reader, api.readLifecycle, overviewHandlers.readLifecycle, {});
      return [
        {
          title: `Twelve months of contacts, and what such customers bring over their life, in ${currency}`,
          about: `Counted are the hours of logged contacts and the further costs that were entered. An hour costs ${[rule.hourlyCost, ...Object.entries(rule.bySellerType).map(([type, cost]) => `${cost} (${type})`)].join(', ')}; a contact of which nobody noted the time counts ${rule.minutesEach} minutes.${withoutRate(unrated.cost)}`,
          columns: [
            'Sale type',
            'Contacts',
            'Hours',
            'Of them noted',
            'Cost',
            'Of it further',
            'Won',
            'Won amount',
            'Cost per sale won',
            'Customers',
            'Years, on average',
            'Each brought so far',
            'Still to come, each',
            'Estimated for',
            'Brings against cost',
          ],
          shares: [3],
          rows: cost
            .filter((row) => row.contacts > 0 || row.further > 0 || row.won > 0 || row.customers > 0)
            .map((row) => {
              const life = items.find((each) => each.saleType === row.saleType);
              const each = row.won > 0 ? row.cost / row.won : null;
              const brings = life && life.customers > 0 ? life.revenue / life.customers : null;
              const ahead = life && life.valued > 0 ? whole(life.toCome / life.valued) : null;
              return [
                t(`type.${row.saleType}`),
                row.contacts,
                whole(row.hours),
                row.timedShare,
                whole(row.cost),
                whole(row.further),
                row.won,
                whole(row.wonAmount),
                each && whole(each),
                life?.customers ?? row.customers,
                life ? tenths(life.years) : null,
                brings && whole(brings),
                ahead,
                life?.valued ?? null,
                each !== null && each > 0 && brings !== null ? tenths(brings / each) : null,
              ];
            }),
        },
      ];
    },
  },
  'force-territories': {
    title: 'Territories',
    may: 'team:read',
    screen,
    async tables(reader) {
      const { items, currency } = await told(reader, api.listTerritories, territoryHandlers.listTerritories, {});
      return [
        {
          title: `Each territory with all below it, revenue of twelve months in ${currency}`,
          columns: [
            'Territory',
            'Lies in',
            'Covered by',
            'Accounts',
            'Customers',
            'Revenue',
            'Open sales',
            'Open amount',
            'No owner',
            'No next step',
          ],
          rows: items.map(({ name, parentId, teamName, standing: s }) => [
            name,
            items.find((each) => each.id === parentId)?.name ?? null,
            teamName,
            ...(s
              ? [
                  s.accounts,
                  s.customers,
                  whole(s.revenue),
                  s.openSales,
                  whole(s.openAmount),
                  s.withoutOwner,
                  s.withoutStep,
                ]
              : Array<Cell>(7).fill(null)),
          ]),
        },
      ];
    },
  },
  'force-assignments': {
    title: 'Assigned lately',
    may: 'forecast:read',
    screen,
    async tables(reader) {
      const { items } = await told(
        reader,
        api.listAssignments,
        assignmentHandlers.listAssignments,
        asked(api.listAssignments.query!, { limit: '200' }),
      );
      return [
        {
          title: 'Who was given what, and why',
          columns: ['On', 'What', 'To', 'Rule', 'By', 'Carried then', 'Among'],
          rows: items.map((each) => [
            each.at.slice(0, 10),
            each.subjectName,
            each.memberName,
            each.ruleName,
            t(`method.${each.why.method}`),
            each.why.openSales === null ? null : `${each.why.openSales} of ${each.why.capacity}`,
            each.why.among,
          ]),
        },
      ];
    },
  },
  'who-looks-after': {
    title: 'Who looks after whom',
    may: 'account:read',
    screen: '/selling',
    async tables(reader) {
      const { items, currency } = await told(reader, sellingContract.readCoverage, sellingHandlers.readCoverage, {});
      return [
        {
          title: `Relationships by who looks after them, in ${currency}`,
          about: withoutRate(leftOutOf(items.map((row) => row.unrated))).trim(),
          columns: [
            'Who',
            'Team',
            'Accounts',
            'Revenue, 12 months',
            'In trouble',
            'No next step',
            'Silent 60 days',
            'Open sales',
            'Open amount',
          ],
          rows: items.map((row) => [
            row.people === null ? (row.memberName ?? t('organization.nobody')) : `${row.people} people`,
            row.teamName,
            row.accounts,
            whole(row.revenue),
            row.inTrouble,
            row.withoutNextStep,
            row.silent,
            row.openSales,
            whole(row.openAmount),
          ]),
        },
      ];
    },
  },
};
