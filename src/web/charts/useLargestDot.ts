import { useMediaQuery } from '@mantine/hooks';

/** The radius of the largest dot in pixels; map and legend must agree on it. */
export function useLargestDot(): number {
  return useMediaQuery('(max-width: 640px)', false) ? 11 : 19;
}
