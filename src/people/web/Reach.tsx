import { format } from '../../web/format.ts';
import { t } from './messages.ts';
import css from './people.module.css';

/** Addresses and numbers to press. */
export function Reach({
  name,
  emails,
  phones,
}: {
  name: string;
  emails: readonly string[];
  phones: readonly string[];
}) {
  return (
    <span className={css.reach}>
      {emails.map((email) => (
        <a
          key={email}
          href={`mailto:${encodeURIComponent(email).replace('%40', '@')}`}
          aria-label={`${t('people.write', { name })}: ${email}`}
        >
          {email}
        </a>
      ))}
      {phones.map((phone) => (
        <a
          key={phone}
          href={`tel:${phone.replaceAll(/[^\d+;=ext]/g, '')}`}
          aria-label={`${t('people.call', { name })}: ${phone}`}
        >
          {phone}
        </a>
      ))}
    </span>
  );
}

/** From when until when, as far as it is known. */
export function periodOf({ from, until }: { from: string | null; until: string | null }): string {
  if (from !== null && until !== null) return t('page.period', { from: day(from), until: day(until) });
  if (from !== null) return t('page.since', { date: day(from) });
  return until === null ? '' : t('page.until', { until: day(until) });
}

const day = (at: string): string => format.date(at, 'dayYear');
