import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { ask } from '../../web/connection.ts';
import { today } from '../../web/kit/days.ts';
import { notifyUndo } from '../../web/shell/toasts.ts';
import { peopleContract, type ContactDetail } from '../contract.ts';
import { refreshContact, sayProblem } from './edits.ts';
import { t } from './messages.ts';
import css from './people.module.css';
import { periodOf } from './Reach.tsx';
import { RecordLink } from './RecordLink.tsx';

/** Where a person works, and worked. */
export function Employers({ contact }: { contact: ContactDetail }) {
  const queries = useQueryClient();
  const set = async (id: string, version: number, until: string | null) => {
    const changed = await ask(
      peopleContract.changeAffiliation,
      { params: { id }, body: { until } },
      { ifMatch: version },
    );
    await refreshContact(queries, { id: contact.id, accountId: changed.accountId });
    return changed;
  };
  const end = async (id: string, version: number) => {
    const ended = await set(id, version, today());
    notifyUndo(
      t('edit.saved', { field: t('page.employers') }),
      () => void set(id, ended.version, null).catch(sayProblem),
    );
  };
  return (
    <section className={css.section} aria-label={t('page.employers')}>
      <div className={css.sectionHead}>
        <h2>{t('page.employers')}</h2>
      </div>
      {contact.affiliations.length === 0 && <p className={css.quiet}>{t('none')}</p>}
      <ul>
        {contact.affiliations.map((each) => (
          <li key={each.id} className={css.entry}>
            <span className={css.two}>
              {each.account ? (
                <RecordLink to={`/accounts/${each.accountId}`}>{each.account.name}</RecordLink>
              ) : (
                <span>{t('page.hidden account')}</span>
              )}
              <span className={css.under}>{each.title}</span>
            </span>
            <span className={css.under}>{periodOf(each) || t('page.unknown start')}</span>
            {each.until === null && contact.mayChange && (
              <Button variant="subtle" onClick={() => void end(each.id, each.version).catch(sayProblem)}>
                {t('page.ended')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
