import { lazy, Suspense } from 'react';
import type { ReportMenuProps } from '../insight/schedules/web/ReportMenu.tsx';

export type { ReportMenuProps };

const Menu = lazy(() => import('../insight/schedules/web/ReportMenu.tsx'));

/** What can be done with any table or picture. Slices do not know Insight, which reads them all: this is the way to it. */
export const ReportMenu = (props: ReportMenuProps) => (
  <Suspense fallback={<span style={{ inlineSize: 28 }} />}>
    <Menu {...props} />
  </Suspense>
);
