import { Button } from '@mantine/core';
import { useAct } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import css from '../../web/space.module.css';
import { coachingContract as api } from '../contract.ts';
import type { Commitment } from '../records.ts';
import { t } from './messages.ts';

/** What each of the two said they would do, and whether they did. */
export function Commitments({ commitments }: { commitments: readonly Commitment[] }) {
  const settle = useAct(api.settleCommitment, { touches: [api.readPerson, api.readOneToOne, api.listPeople] });
  if (commitments.length === 0) return <p className={css.quiet}>{t('commitments.empty')}</p>;
  const set = ({ id, version }: Commitment, state: Commitment['state']) =>
    settle.mutate({ input: { params: { id }, body: { state } }, options: { ifMatch: version } });
  return (
    <ul className={css.list}>
      {commitments.map((each) => (
        <li key={each.id}>
          <span>
            {each.what}
            <span className={css.second}>
              {[
                t('commitment.by', { who: each.memberName, day: format.date(each.dueOn) }),
                each.kind === 'development' ? t('commitment.development') : '',
                each.programmeName,
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </span>
          {each.state === 'open' ? (
            <span className={css.buttons}>
              <Button size="xs" variant="default" disabled={settle.isPending} onClick={() => set(each, 'kept')}>
                {t('do.kept')}
              </Button>
              <Button size="xs" variant="default" disabled={settle.isPending} onClick={() => set(each, 'broken')}>
                {t('do.broken')}
              </Button>
            </span>
          ) : (
            <span className={css.buttons}>
              <span className={each.state === 'kept' ? css.good : each.state === 'broken' ? css.bad : css.quiet}>
                {t(`state.${each.state}`)}
              </span>
              <Button size="xs" variant="subtle" disabled={settle.isPending} onClick={() => set(each, 'open')}>
                {t('do.open')}
              </Button>
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
