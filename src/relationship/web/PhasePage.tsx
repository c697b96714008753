import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { accountFilterOf } from '../../people/web/data.ts';
import { AccountDialog } from '../../people/web/AccountDialog.tsx';
import { AccountFilters } from '../../people/web/AccountFilters.tsx';
import { AccountTable } from '../../people/web/AccountTable.tsx';
import { t as people } from '../../people/web/messages.ts';
import { useAnswer } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { Page, PageHeader } from '../../web/kit/Page.tsx';
import { PositionMiniature } from '../../web/kit/PositionBadge.tsx';
import { useView } from '../../web/kit/view.ts';
import { t as web } from '../../web/messages/en.ts';
import { useMay, useSession } from '../../web/session.ts';
import { relationshipContract } from '../contract.ts';
import { positions, type Phase } from '../vocabulary.ts';
import css from './PhasePage.module.css';
import { t } from './phaseMessages.ts';

/** One phase of the lifecycle: who is in it, how they feel, whom it asks for. */
export function PhasePage({ phase, views }: { phase: Phase; views?: ReactNode }) {
  const [view, onView] = useView();
  const [adding, setAdding] = useState(false);
  const mayAdd = useMay('account:write');
  const { workspace } = useSession();
  const { position: _, ...others } = accountFilterOf(view);
  const board = useAnswer(
    relationshipContract.board,
    { query: { ...others, phase } },
    { meta: { hears: ['account', 'touchpoint'] } },
  ).data;
  const here = { ...view, phase };
  return (
    <Page title={web(`phase.${phase}`)} crumbs={[]} flush>
      <div className={css.screen}>
        <div className={css.head}>
          <PageHeader
            title={web(`phase.${phase}`)}
            views={views}
            {...(board ? { detail: t('accounts', { count: board.accounts }) } : {})}
            actions={
              <>
                {phase === 'usage' && (
                  <>
                    <Button component={Link} to="/spotted" variant="default">
                      {t('to spotted')}
                    </Button>
                    <Button component={Link} to="/circle" variant="default">
                      {t('to circle')}
                    </Button>
                  </>
                )}
                {mayAdd && (
                  <Button leftSection={<Plus size={14} aria-hidden="true" />} onClick={() => setAdding(true)}>
                    {people('add account')}
                  </Button>
                )}
              </>
            }
          />
          <p className={css.promise}>{t(`promise.${phase}`)}</p>
          <div className={css.strip} role="group" aria-label={t('positions')}>
            {positions.map((position) => {
              const cell = board?.cells.find((each) => each.position === position);
              return (
                <button
                  key={position}
                  type="button"
                  className={css.cell}
                  aria-pressed={view['position'] === position}
                  onClick={() => onView({ position: view['position'] === position ? '' : position })}
                >
                  <span className={css.name}>
                    <PositionMiniature position={position} />
                    {web(`position.${position}`)}
                  </span>
                  <span className={css.line}>
                    <b>{format.number(cell?.accounts ?? 0)}</b>
                    {cell && Number(cell.revenue) > 0 && format.moneyShort(Number(cell.revenue), workspace.currency)}
                    {cell && cell.alarms > 0 && (
                      <span className={css.alarm}>{t('alarms', { count: cell.alarms })}</span>
                    )}
                  </span>
                </button>
              );
            })}
          </div>
          <AccountFilters view={view} onView={onView} />
        </div>
        <AccountTable view={here} onView={onView} onAdd={() => setAdding(true)} />
      </div>
      {adding && <AccountDialog onClose={() => setAdding(false)} />}
    </Page>
  );
}
