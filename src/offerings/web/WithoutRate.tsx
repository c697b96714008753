import { Link } from '@tanstack/react-router';
import { format } from '../../web/format.ts';
import type { Unrated } from '../unrated.ts';
import { t } from './messages.ts';
import css from './offerings.module.css';

/** What a figure leaves out, and where that can be mended; nothing where it leaves nothing out. */
export function WithoutRate({
  of: { count, currencies },
  what = 'sales',
}: {
  of: Unrated;
  what?: 'sales' | 'amounts';
}) {
  if (count === 0) return null;
  return (
    <span className={css.without}>
      {t(`without.${what}`, { count, currencies: format.list(currencies) })}{' '}
      <Link to="/offerings" search={{ as: 'rates' }}>
        {t('without.add')}
      </Link>
    </span>
  );
}
