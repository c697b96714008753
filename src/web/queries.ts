import { QueryClient } from '@tanstack/react-query';

/** The cache of answers. A problem that the server explained is not asked again: it would answer the same. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (times, error) => times < 1 && !('status' in error),
    },
  },
});
