import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import './styles.ts';
import { t } from './messages/en.ts';
import { queries } from './queries.ts';
import { schemeManager } from './shell/scheme.ts';
import { theme } from './theme.ts';

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
// The library that stops the page from scrolling behind a dialog looks here for the nonce of its style tag.
Object.assign(globalThis, { __webpack_nonce__: nonce });

/** What every screen needs around it: look, colour scheme, cache of answers. */
export function Providers({ children }: { children: ReactNode }) {
  return (
    <QueryClientProvider client={queries}>
      <MantineProvider
        theme={theme}
        defaultColorScheme="auto"
        colorSchemeManager={schemeManager}
        getStyleNonce={() => nonce}
      >
        {children}
        <section id="layers" aria-label={t('app.layers')} />
      </MantineProvider>
    </QueryClientProvider>
  );
}
