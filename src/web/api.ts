import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  type QueryMeta,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { ApiProblem, type Options } from '../platform/client.ts';
import type { Answer, Endpoint, Sends } from '../platform/contract.ts';
import { ask } from './connection.ts';
import { queries } from './queries.ts';
import { notifyProblem } from './shell/toasts.ts';

/** The screens' way to the server: every hook takes an endpoint of a contract and is typed by it. */

interface Reading {
  enabled?: boolean;
  /** `{ hears: ['touchpoint'], accountId }`: read again when that happens, see `live.ts`. */
  meta?: QueryMeta;
  /** Asks again every so many milliseconds: while something is being computed. */
  refetchInterval?: number;
}

/** Reads and keeps an answer; the former one stays on screen while another is on its way. */
export function useAnswer<E extends Endpoint>(
  endpoint: E,
  input?: Sends<E>,
  reading: Reading = {},
): UseQueryResult<Answer<E>> {
  return useQuery({
    queryKey: keyOf(endpoint, input),
    queryFn: async ({ signal }) => ask(endpoint, input, { signal }),
    placeholderData: keepPreviousData,
    ...reading,
  });
}

interface Rows<Row> {
  rows: readonly Row[];
  hasMore: boolean;
  /** From where on the list goes on. */
  next: string | undefined;
  onMore: () => void;
  loading: boolean;
  problem: Error | null;
}

type RowOf<E> = Answer<E> extends { items: readonly (infer Row)[] } ? Row : never;

/** Reads a list page by page; `rows`, `hasMore`, `onMore` and `loading` go straight into `RecordTable`. */
export function useRows<E extends Endpoint>(endpoint: E, input?: Sends<E>, reading: Reading = {}): Rows<RowOf<E>> {
  const pages = useInfiniteQuery({
    queryKey: [...keyOf(endpoint, input), 'rows'],
    initialPageParam: '',
    queryFn: async ({ signal, pageParam }) => {
      const query: Record<string, unknown> = Object.assign({}, input?.query);
      if (pageParam !== '') query['cursor'] = pageParam;
      return ask(endpoint, withQuery<E>(input, query), { signal });
    },
    getNextPageParam: nextOf,
    placeholderData: keepPreviousData,
    ...reading,
  });
  return {
    rows: pages.data?.pages.flatMap((page) => itemsOf<E>(page)) ?? [],
    hasMore: pages.hasNextPage,
    next: pages.hasNextPage ? nextOf(pages.data!.pages.at(-1)!) : undefined,
    onMore: () => void pages.fetchNextPage(),
    loading: pages.isFetching,
    problem: pages.error,
  };
}

interface Acting {
  /** What was read from these endpoints, whatever the input, is read again afterwards. */
  touches?: readonly Endpoint[];
  /** The screen tells the problem itself. */
  quiet?: boolean;
}

/** Does something. A problem is told in a message, and thrown by `mutateAsync`. */
export function useAct<E extends Endpoint>(
  endpoint: E,
  { touches = [], quiet = false }: Acting = {},
): UseMutationResult<Answer<E>, Error, { input?: Sends<E>; options?: Options }> {
  return useMutation({
    mutationFn: async ({ input, options }) => ask(endpoint, input, options),
    onError: (error) => {
      if (!quiet) notifyProblem(error.message);
    },
    onSettled: async () => readAgain(...touches),
  });
}

/** Reads anew whatever is on screen from these endpoints. */
export async function readAgain(...endpoints: readonly Endpoint[]): Promise<void> {
  await Promise.all(endpoints.map(async (endpoint) => queries.invalidateQueries({ queryKey: [endpoint.path] })));
}

/** What a colleague made of a record meanwhile (412), or undefined when the problem is another one. */
export function changedMeanwhile(error: unknown): Record<string, unknown> | undefined {
  if (!(error instanceof ApiProblem) || error.status !== 412) return undefined;
  const current: unknown = error.more['current'];
  return typeof current === 'object' && current !== null ? { ...current } : undefined;
}

function keyOf<E extends Endpoint>(endpoint: E, input: Sends<E> | undefined) {
  return [endpoint.path, endpoint.method, input ?? {}];
}

function withQuery<E extends Endpoint>(input: Sends<E> | undefined, query: Record<string, unknown>): Sends<E> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every list takes a cursor, which its type parameter hides
  return { ...input, query } as Sends<E>;
}

function nextOf(page: unknown): string | undefined {
  return typeof page === 'object' && page !== null && 'next' in page && typeof page.next === 'string'
    ? page.next
    : undefined;
}

function itemsOf<E>(page: Answer<E>): readonly RowOf<E>[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the answer of a list is a page, see platform/contract.ts
  return (page as { items: readonly RowOf<E>[] }).items;
}
