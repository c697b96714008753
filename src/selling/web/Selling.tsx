import { Navigate } from '@tanstack/react-router';
import { Page, PageHeader } from '../../web/kit/Page.tsx';
import { useMay, useSession } from '../../web/session.ts';
import { t } from './messages.ts';
import { WhoLooksAfter } from './WhoLooksAfter.tsx';

/** Opens the space of one's level: the head of sales the force, a leader the team, a seller the own coaching. Others see who looks after whom. */
export function Selling() {
  const { role, id } = useSession().member;
  const mayCoach = useMay('coaching:read');
  if (role === 'owner' || role === 'manager' || role === 'reader') return <Navigate to="/selling/force" replace />;
  if (role === 'team leader') return <Navigate to="/selling/team" replace />;
  if (mayCoach) return <Navigate to="/selling/coaching/$id" params={{ id }} replace />;
  return (
    <Page title={t('title')} crumbs={[]}>
      <PageHeader title={t('title')} />
      <WhoLooksAfter />
    </Page>
  );
}
