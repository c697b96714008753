import type { CaseDetail } from '../records.ts';
import css from './cases.module.css';
import { when } from './clockText.ts';
import { t } from './messages.ts';

/** What was said, in order; a note looks like a note. */
export function Conversation({ row, now }: { row: CaseDetail; now: Date }) {
  return (
    <section className={css.talk} aria-label={t('case.conversation')}>
      {row.description && (
        <article className={css.message} data-kind="note">
          <header>
            <b>{t('case.description')}</b>
          </header>
          <p>{row.description}</p>
        </article>
      )}
      {row.messages.length === 0 && !row.description && <p className={css.quiet}>{t('case.nothing said')}</p>}
      {row.messages.map((each) => (
        <article key={each.id} className={css.message} data-kind={each.kind}>
          <header>
            <b>{each.author}</b>
            <time dateTime={each.at}>{when(each.at, now)}</time>
            {each.kind === 'note' && <span>{t('case.note')}</span>}
            {each.minutes !== null && <span>{t('case.minutes', { count: each.minutes })}</span>}
            {each.from && <span>{t('case.from', { name: each.from.name })}</span>}
          </header>
          <p>{each.body}</p>
        </article>
      ))}
      {row.solution && row.messages.at(-1)?.body !== row.solution && (
        <article className={css.message} data-kind="note">
          <header>
            <b>{t('case.solution')}</b>
          </header>
          <p>{row.solution}</p>
        </article>
      )}
    </section>
  );
}
