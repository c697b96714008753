import { format } from '../../web/format.ts';
import { t as web } from '../../web/messages/en.ts';
import { largestParts, tenths, type Moved } from './lines.ts';
import css from './MovedTable.module.css';
import { t } from './todayMessages.ts';

/** What moved trust and interest, newest first; with time passing the shares add up to the last line, to the tenth. */
export function MovedTable({ moved, title, most }: { moved: Moved; title: string; most: number }) {
  const { shown, rest } = largestParts(moved.parts, most);
  const together = {
    trust: tenths(moved.after.trust - moved.before.trust),
    interest: tenths(moved.after.interest - moved.before.interest),
  };
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col" colSpan={2}>
            {title}
          </th>
          <th scope="col" className={css.line}>
            <span className="trust">{web('line.trust').toLocaleLowerCase(format.locale)}</span>
          </th>
          <th scope="col" className={css.line}>
            <span className="interest">{web('line.interest').toLocaleLowerCase(format.locale)}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {shown.toReversed().map((part) => (
          <tr key={part.id}>
            <td className={css.when}>{format.date(part.at)}</td>
            <td className={css.what}>{part.label}</td>
            <Numbers {...part} />
          </tr>
        ))}
        {rest && (
          <tr>
            <td />
            <td className={css.what}>{t('panel.others', { count: rest.count })}</td>
            <Numbers {...rest} />
          </tr>
        )}
        <tr>
          <td />
          <td className={css.what}>{t('panel.time passing', { count: moved.passing.days })}</td>
          <Numbers {...moved.passing} />
        </tr>
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={2}>
            {t('panel.together')}
          </th>
          <Numbers {...together} />
        </tr>
      </tfoot>
    </table>
  );
}

function Numbers({ trust, interest }: { trust: number; interest: number }) {
  return (
    <>
      <td className={`${css.number} trust`}>{format.signed(trust)}</td>
      <td className={`${css.number} interest`}>{format.signed(interest)}</td>
    </>
  );
}
