import { useMediaQuery } from '@mantine/hooks';

/** The radius of the largest dot in pixels; map and legend must agree on it. Many dots share the room. */
export function useLargestDot(dots: number): number {
  const room = useMediaQuery('(max-width: 640px)', false) ? 11 : 19;
  return room * Math.max(0.3, Math.min(1, Math.sqrt(500 / Math.max(1, dots))));
}
