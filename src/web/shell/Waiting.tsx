import { useRouterState } from '@tanstack/react-router';
import { EmptyState } from '../kit/EmptyState.tsx';
import { Page, PageHeader } from '../kit/Page.tsx';
import { t } from '../messages/en.ts';
import { destinations, footDestinations } from './destinations.ts';

/** Stands in `routes.tsx` until a destination has its screen; nothing but that list refers to it. */
export function Waiting() {
  const name = useRouterState({ select: (state) => state.location.pathname.split('/')[1] });
  const destination = [...destinations, ...footDestinations].find((candidate) => candidate.id === name);
  const title = destination === undefined ? t('app.name') : t(`to.${destination.id}`);
  return (
    <Page title={title} crumbs={[]}>
      <PageHeader title={title} />
      <EmptyState sentence={t('app.no screen')} />
    </Page>
  );
}
