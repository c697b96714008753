import { Link } from '@tanstack/react-router';
import { EmptyState } from '../kit/EmptyState.tsx';
import { Page, PageHeader } from '../kit/Page.tsx';
import { t } from '../messages/en.ts';

export function NotFound() {
  return (
    <Page title={t('problem.not found')} crumbs={[]}>
      <PageHeader title={t('problem.not found')} />
      <EmptyState sentence={t('problem.not found why')} action={<Link to="/today">{t('problem.not found do')}</Link>} />
    </Page>
  );
}
