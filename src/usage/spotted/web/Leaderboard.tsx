import type { Answer } from '../../../platform/contract.ts';
import { format } from '../../../web/format.ts';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import type { spottedContract } from '../contract.ts';
import { t } from './messages.ts';
import css from './spotted.module.css';

/** Who spotted how much; only where the workspace wishes for it. */
export function Leaderboard({ board }: { board: Answer<typeof spottedContract.readLeaderboard> | undefined }) {
  if (!board) return <RowsSkeleton rows={5} height={32} />;
  if (!board.on) return <EmptyState sentence={t('board.off')} />;
  if (board.rows.length === 0) return <EmptyState sentence={t('board.nobody')} />;
  return (
    <div className={css.board}>
      <table>
        <caption>{t('board.caption', { when: format.date(board.since, 'dayYear') })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('board.member')}</th>
            <th scope="col">{t('board.noted')}</th>
            <th scope="col">{t('board.accepted')}</th>
            <th scope="col">{t('board.won')}</th>
            <th scope="col">{t('board.amount')}</th>
          </tr>
        </thead>
        <tbody>
          {board.rows.map((row) => (
            <tr key={row.memberId}>
              <th scope="row">{row.name}</th>
              <td>{format.number(row.noted)}</td>
              <td>{format.number(row.accepted)}</td>
              <td>{format.number(row.won)}</td>
              <td>{format.money(Number(row.wonAmount), board.currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
