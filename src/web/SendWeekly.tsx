import { lazy } from 'react';

/** A report of a screen by e-mail, one click from that screen. Slices do not know Insight, which reads them all: this is the way to it. */
export const SendWeekly = lazy(() => import('../insight/schedules/web/SendWeekly.tsx'));
