import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useRows } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import { shoppingContract as api } from '../contract.ts';
import { t } from './formMessages.ts';
import { t as shopping } from './messages.ts';
import css from './shopping.module.css';

/** What came in by the form, and what each became. */
export function Submissions({ formId }: { formId: string }) {
  const found = useRows(
    api.listSubmissions,
    { params: { id: formId }, query: { limit: '20' } },
    { meta: { hears: ['form'] } },
  );
  return (
    <section className={css.section} aria-label={t('submissions')}>
      <h2>{t('submissions')}</h2>
      {found.problem && <QueryProblem error={found.problem} />}
      {found.rows.length === 0 && !found.loading && <p className={css.words}>{t('submissions empty')}</p>}
      <ul className={found.rows.length > 0 ? css.list : undefined}>
        {found.rows.map((row) => (
          <li key={row.id} className={css.row}>
            <span className={css.two}>
              <span className={css.first}>
                {row.contact && (
                  <Link to="/contacts/$id" params={{ id: row.contact.id }} className={css.link}>
                    {row.contact.name}
                  </Link>
                )}
                {row.contact && row.account && ', '}
                {row.account && (
                  <Link to="/accounts/$id" params={{ id: row.account.id }} className={css.link}>
                    {row.account.name}
                  </Link>
                )}
                {!row.contact && t('not confirmed')}
              </span>
              <span className={`${css.second} ${css.wrap}`}>
                {row.answers.map(({ label, answer }) => `${label}: ${answer}`).join(' · ')}
              </span>
            </span>
            <span className={css.second}>
              {[
                format.date(row.at, 'full'),
                ...(row.consented ? [t('consented')] : []),
                ...(row.site === null ? [] : [t('on', { site: row.site })]),
              ].join(', ')}
            </span>
          </li>
        ))}
      </ul>
      {found.hasMore && (
        <Button variant="default" onClick={found.onMore} loading={found.loading}>
          {shopping('more')}
        </Button>
      )}
    </section>
  );
}
