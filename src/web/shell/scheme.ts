import { localStorageColorSchemeManager, useMantineColorScheme } from '@mantine/core';

/** The same key as in `public/scheme.js`, which reads it before the first paint. */
export const schemeManager = localStorageColorSchemeManager({ key: 'perennial-scheme' });

export const schemes = ['auto', 'light', 'dark'] as const;
export type Scheme = (typeof schemes)[number];

/** The chosen colour scheme (`auto` follows the system) and how to choose another; kept on this device. */
export function useScheme(): [Scheme, (scheme: Scheme) => void] {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return [colorScheme, setColorScheme];
}
