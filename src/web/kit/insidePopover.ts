import { useCallback, useState } from 'react';

/**
 * Whether an input stands in a popover. What it opens then has to stay inside too: a list or calendar that floats at the end of the
 * page would count as outside, and choosing from it would close the popover before the choice is heard.
 */
export function useInsidePopover(): { ref: (input: HTMLElement | null) => void; inside: boolean } {
  const [inside, setInside] = useState(false);
  const ref = useCallback((input: HTMLElement | null) => {
    if (input !== null) setInside(input.closest('.mantine-Popover-dropdown') !== null);
  }, []);
  return { ref, inside };
}
