import { keepPreviousData, queryOptions, infiniteQueryOptions } from '@tanstack/react-query';
import { peopleContract } from '../../people/contract.ts';
import type { Sends } from '../../platform/contract.ts';
import { ask } from '../../web/connection.ts';
import { workspaceContract } from '../../workspace/contract.ts';
import { relationshipContract as api } from '../contract.ts';
import { endOf } from './day.ts';
import type { Channel, TouchpointKind } from '../vocabulary.ts';

/** What the screens of the relationship read. Each query says what it hears, so that a colleague's change shows. */

export type Whose = 'mine' | 'team' | 'all';

export const todayQuery = (whose: Whose) =>
  queryOptions({
    queryKey: [api.today.path, whose],
    queryFn: ({ signal }) => ask(api.today, { query: { whose } }, { signal }),
    placeholderData: keepPreviousData,
    meta: { hears: ['touchpoint', 'next step', 'account', 'opportunity', 'case', 'promise', 'handoff'] },
  });

export interface CurveChoice {
  months?: number;
  asOf?: string | undefined;
  band?: 'trust' | 'interest';
}

export const relationshipQuery = (accountId: string, { months = 18, asOf, band = 'trust' }: CurveChoice = {}) =>
  queryOptions({
    queryKey: [api.readRelationship.path, accountId, { months, asOf, band }],
    queryFn: ({ signal }) =>
      ask(
        api.readRelationship,
        { params: { id: accountId }, query: { months, band, ...(asOf === undefined ? {} : { asOf, knownOn: asOf }) } },
        { signal },
      ),
    placeholderData: (previous, query) => (query?.queryKey[1] === accountId ? previous : undefined),
    meta: { hears: ['touchpoint', 'account'], accountId },
  });

export const pathQuery = (accountId: string) =>
  queryOptions({
    queryKey: [api.readPath.path, accountId],
    queryFn: ({ signal }) => ask(api.readPath, { params: { id: accountId }, query: { days: 90 } }, { signal }),
    meta: { hears: ['touchpoint', 'account'], accountId },
  });

export const accountQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['account', accountId],
    queryFn: ({ signal }) => ask(peopleContract.readAccount, { params: { id: accountId } }, { signal }),
    meta: { hears: ['account', 'touchpoint', 'next step', 'contact', 'opportunity', 'case'], accountId },
  });

export const accountPeopleQuery = (accountId: string) =>
  queryOptions({
    queryKey: [peopleContract.listAccountContacts.path, accountId],
    queryFn: ({ signal }) =>
      ask(peopleContract.listAccountContacts, { params: { id: accountId }, query: { limit: 50 } }, { signal }),
    meta: { hears: ['contact', 'affiliation'], accountId },
  });

export interface TimelineChoice {
  accountId?: string;
  contactId?: string;
  kind?: readonly TouchpointKind[];
  channel?: readonly Channel[];
  member?: string;
  /** During a replay: only what was known then. */
  asOf?: string;
}

export const timelineQuery = (choice: TimelineChoice) =>
  infiniteQueryOptions({
    queryKey: [api.listTouchpoints.path, choice],
    queryFn: ({ pageParam, signal }) =>
      ask(
        api.listTouchpoints,
        {
          query: {
            limit: 30,
            ...(pageParam === null ? {} : { cursor: pageParam }),
            ...(choice.accountId === undefined ? {} : { account: choice.accountId }),
            ...(choice.contactId === undefined ? {} : { contact: choice.contactId }),
            ...(choice.kind === undefined ? {} : { kind: [...choice.kind] }),
            ...(choice.channel === undefined ? {} : { channel: [...choice.channel] }),
            ...(choice.member === undefined ? {} : { member: choice.member }),
            ...(choice.asOf === undefined ? {} : { asOf: choice.asOf }),
          },
        },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    // While a replay is drawn along, the entries of the day before stay until those of the new day are there.
    placeholderData: (previous, query) =>
      choice.asOf !== undefined && isOf(query?.queryKey[1], choice.accountId) ? previous : undefined,
    meta: {
      hears: ['touchpoint'],
      ...(choice.accountId === undefined ? {} : { accountId: choice.accountId }),
    },
  });

const isOf = (choice: TimelineChoice | string | undefined, accountId: string | undefined): boolean =>
  typeof choice === 'object' && choice.accountId === accountId;

/** The filter as a list's address carries it. */
export type AccountQuery = NonNullable<Sends<typeof api.board>['query']>;

export const boardQuery = (filter: AccountQuery) =>
  queryOptions({
    queryKey: [api.board.path, filter],
    queryFn: ({ signal }) => ask(api.board, { query: filter }, { signal }),
    placeholderData: keepPreviousData,
    meta: { hears: ['touchpoint', 'account'] },
  });

export const mapQuery = (filter: AccountQuery) =>
  queryOptions({
    queryKey: [api.map.path, filter],
    queryFn: ({ signal }) => ask(api.map, { query: { ...filter, most: 5000 } }, { signal }),
    placeholderData: keepPreviousData,
    meta: { hears: ['touchpoint', 'account'] },
  });

/** Both pictures as they were known at the end of a day. */
export const replayQuery = (filter: AccountQuery, day: string | undefined) =>
  queryOptions({
    queryKey: [api.replayRelationships.path, filter, day],
    queryFn: ({ signal }) => ask(api.replayRelationships, { query: { ...filter, asOf: endOf(day!) } }, { signal }),
    enabled: day !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

/** Who stood where at the end of a day, a thousand accounts looked at with each page. */
export const stoodThenQuery = (filter: AccountQuery, day: string) =>
  infiniteQueryOptions({
    queryKey: [api.listStoodThen.path, filter, day],
    queryFn: ({ pageParam, signal }) =>
      ask(
        api.listStoodThen,
        { query: { ...filter, asOf: endOf(day), limit: 200, ...(pageParam ? { cursor: pageParam } : {}) } },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 60_000,
  });

export const membersQuery = queryOptions({
  queryKey: [workspaceContract.listMembers.path, 'all'],
  queryFn: ({ signal }) => ask(workspaceContract.listMembers, { query: { limit: 200 } }, { signal }),
  staleTime: 5 * 60_000,
  meta: { hears: ['member'] },
});

export const viewsQuery = (screen: string) =>
  queryOptions({
    queryKey: [workspaceContract.listViews.path, screen],
    queryFn: ({ signal }) => ask(workspaceContract.listViews, { query: { screen, limit: 100 } }, { signal }),
    meta: { hears: ['view'] },
  });
