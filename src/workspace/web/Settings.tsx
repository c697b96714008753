import { Link, useParams } from '@tanstack/react-router';
import { lazy, Suspense, type ComponentType, type LazyExoticComponent } from 'react';
import { Page, PageHeader } from '../../web/kit/Page.tsx';
import { RowsSkeleton } from '../../web/kit/Skeletons.tsx';
import { useSession } from '../../web/session.ts';
import css from './Settings.module.css';
import { t } from './settingsMessages.ts';

type SectionId =
  | 'profile'
  | 'workspace'
  | 'channels'
  | 'members'
  | 'teams'
  | 'selling'
  | 'tokens'
  | 'mail'
  | 'service'
  | 'work'
  | 'demo'
  | 'audit';

/** The parts of the settings; `may` says who finds them there. */
const sections: readonly { id: SectionId; may?: string; Part: LazyExoticComponent<ComponentType> }[] = [
  { id: 'profile', Part: lazy(() => import('./ProfileSettings.tsx')) },
  { id: 'workspace', Part: lazy(() => import('./WorkspaceSettings.tsx')) },
  { id: 'channels', may: 'workspace:read', Part: lazy(() => import('./ChannelSettings.tsx')) },
  { id: 'members', may: 'member:read', Part: lazy(() => import('./MemberSettings.tsx')) },
  { id: 'teams', may: 'team:read', Part: lazy(() => import('./TeamSettings.tsx')) },
  { id: 'selling', may: 'opportunity:read', Part: lazy(() => import('../../purchase/closing/web/SellingRules.tsx')) },
  { id: 'tokens', may: 'token:write', Part: lazy(() => import('./TokenSettings.tsx')) },
  { id: 'mail', may: 'member:write', Part: lazy(() => import('./MailSettings.tsx')) },
  { id: 'service', may: 'case:read', Part: lazy(() => import('../../usage/cases/web/ServicePromises.tsx')) },
  { id: 'work', may: 'work:read', Part: lazy(() => import('../work/web/WorkSettings.tsx')) },
  { id: 'demo', may: 'workspace:read', Part: lazy(() => import('./DemoSettings.tsx')) },
  { id: 'audit', may: 'event:read', Part: lazy(() => import('./AuditSettings.tsx')) },
];

export function Settings() {
  const { section } = useParams({ strict: false });
  const { may } = useSession();
  const open = sections.filter((each) => each.may === undefined || may.includes(each.may));
  const here = open.find((each) => each.id === section) ?? open[0]!;
  return (
    <Page title={t(here.id)} crumbs={[{ label: t('title'), to: '/settings' }]}>
      <PageHeader title={t('title')} />
      <div className={css.settings}>
        <nav className={css.nav} aria-label={t('sections')}>
          <ul>
            {open.map(({ id }) => (
              <li key={id}>
                <Link
                  to="/settings/$section"
                  params={{ section: id }}
                  aria-current={id === here.id ? 'page' : undefined}
                  ref={id === here.id ? comeIntoSight : undefined}
                >
                  {t(id)}
                </Link>
              </li>
            ))}
            {may.includes('import:write') && (
              <li>
                <Link to="/import">{t('import')}</Link>
              </li>
            )}
          </ul>
        </nav>
        <div>
          <Suspense fallback={<RowsSkeleton rows={5} />}>
            <here.Part />
          </Suspense>
        </div>
      </div>
    </Page>
  );
}

/** On a phone the parts lie in a strip that is longer than the screen. */
const comeIntoSight = (link: HTMLElement | null) => link?.scrollIntoView({ inline: 'center', block: 'nearest' });
