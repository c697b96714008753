import { z } from 'zod';
import { told, type Reader, type ReportSearch, type Schedulable } from '../../platform/reports.ts';
import { coachingContract as api } from './contract.ts';
import { phases, positions } from '../../relationship/vocabulary.ts';
import { t as web } from '../../web/messages/en.ts';
import { forecastHandlers } from '../team/forecast.api.ts';
import { leadershipContract } from '../team/contract.ts';
import { peopleHandlers } from './people.api.ts';
import { t } from './web/messages.ts';

/** Coaching as plain tables, for letters and files. What a pair wrote down is in none: it stays with the two. */

const personIn = (search: ReportSearch) => z.uuid().safeParse(search['person']).data;
const screen = (search: ReportSearch) => `/selling/coaching/${personIn(search) ?? ''}`;
const personOf = (reader: Reader, id: string) => told(reader, api.readPerson, peopleHandlers.readPerson, {}, { id });
const whole = (amount: string | number | null | undefined) =>
  amount === null || amount === undefined ? null : Math.round(Number(amount));

function standing(each: { phase: string; position: string }): [string, string] {
  const [phase, position] = [phases.find((one) => one === each.phase), positions.find((one) => one === each.position)];
  return [phase ? web(`phase.${phase}`) : each.phase, position ? web(`position.${position}`) : each.position];
}

export const coachingReports: Record<string, Schedulable> = {
  'coaching-people': {
    title: 'Whom one coaches',
    may: 'coaching:read',
    screen: '/selling/coaching',
    async tables(reader) {
      const { items, teams, currency } = await told(reader, api.listPeople, peopleHandlers.listPeople, {});
      return [
        {
          title: `People, amounts in ${currency}`,
          columns: [
            'Person',
            'Team',
            'Fits best',
            'Open sales',
            'Open amount',
            'Won, 12 months',
            'Closed, 12 months',
            'Met on',
            'Open between you',
          ],
          rows: items.map((each) => [
            each.name,
            each.teamName,
            each.best && t(`profile.${each.best.profile}`),
            each.openSales,
            each.openAmount === null ? null : Math.round(Number(each.openAmount)),
            each.wonLastYear,
            each.closedLastYear,
            each.lastHeldOn,
            each.openCommitments,
          ]),
        },
        ...(teams.length > 0
          ? [
              {
                title: 'One-to-ones by team of three people or more, 90 days',
                columns: ['Team', 'People', 'Held', 'Agreed', 'Kept', 'Not kept'],
                rows: teams.map((team) => [team.teamName, team.people, team.held, team.agreed, team.kept, team.broken]),
              },
            ]
          : []),
      ];
    },
  },
  'coaching-person': {
    title: 'Profile and stage conversion',
    may: 'coaching:read',
    screen,
    async tables(reader, search) {
      const id = personIn(search);
      if (id === undefined) return [];
      const { name, profile, passages, span, figures } = await personOf(reader, id);
      if (figures === 'hidden') return [];
      return [
        {
          title: `Profile of ${name}`,
          columns: ['Profile', 'Score', 'Low', 'High', 'Answers of', 'Won', 'Closed'],
          shares: [1, 2, 3],
          rows: profile.map((each) => [
            t(`profile.${each.profile}`),
            each.score,
            each.low,
            each.high,
            each.answered.people,
            each.observed.won,
            each.observed.closed,
          ]),
        },
        {
          title: `Stage conversion of ${name} since ${span.from}`,
          columns: [
            'Sale type',
            'Stage',
            'Now',
            'Low',
            'High',
            'Of so many',
            'The year before',
            'Colleagues',
            'Against colleagues',
          ],
          shares: [2, 3, 4, 6, 7],
          rows: passages.map((each) => [
            t(`type.${each.saleType}`),
            t(`stage.${each.stage}`),
            each.now.share,
            each.now.interval.low,
            each.now.interval.high,
            each.now.reached,
            each.before.share,
            each.peers.share,
            each.standing,
          ]),
        },
      ];
    },
  },
  'coaching-quarter': {
    title: 'One person’s quarter',
    may: 'coaching:read',
    screen,
    async tables(reader, search) {
      const id = personIn(search);
      if (id === undefined) return [];
      const { rows, period, currency } = await told(
        reader,
        leadershipContract.readForecast,
        forecastHandlers.readForecast,
        { member: id },
      );
      return rows
        .filter((row) => row.memberId === id)
        .map((row) => {
          const said = row.call ?? row.former;
          return {
            title: `${row.name}, quarter from ${period}, in ${currency}`,
            columns: [
              'Goal',
              'Won',
              'Open in it',
              'By its chances',
              'Commit',
              'Best case',
              'Leader',
              'Calls before missed by',
            ],
            shares: [7],
            rows: [
              [
                whole(row.quota),
                whole(row.won),
                whole(row.open),
                whole(Number(row.won) + Number(row.weighted)),
                whole(said?.committed),
                whole(said?.bestCase),
                whole(row.adjustment?.committed),
                row.accuracy.miss,
              ],
            ],
          };
        });
    },
  },
  'coaching-agenda': {
    title: 'Prepared one-to-one',
    may: 'coaching:read',
    screen,
    async tables(reader, search) {
      const id = personIn(search);
      if (id === undefined) return [];
      const { name, currency } = await personOf(reader, id);
      const { sales, relationships, skill } = await told(
        reader,
        api.prepareAgenda,
        peopleHandlers.prepareAgenda,
        {},
        { id },
      );
      return [
        {
          title: `Sales to speak about with ${name}, in ${currency}`,
          columns: ['Sale', 'Customer', 'Stage', 'Days in it', 'Amount', 'Why'],
          rows: sales.map((sale) => [
            sale.name,
            sale.accountName,
            t(`stage.${sale.stage}`),
            sale.daysInStage,
            whole(sale.amount),
            sale.reasons.map((reason) => t(`reason.${reason}`)).join(', '),
          ]),
        },
        {
          title: 'Relationships',
          columns: ['Customer', 'Phase', 'Position', 'Trust', 'Its movement', 'Why'],
          rows: relationships.map((each) => [
            each.name,
            ...standing(each),
            whole(each.trust),
            whole(each.trustMove),
            each.reasons.map((reason) => t(`reason.${reason}`)).join(', '),
          ]),
        },
        {
          title: 'Skill',
          columns: ['Sale type', 'Stage', 'Rated', 'Why'],
          rows: skill ? [[t(`type.${skill.saleType}`), t(`stage.${skill.stage}`), skill.rating, skill.reason]] : [],
        },
      ];
    },
  },
};
