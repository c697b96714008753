import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import type { Answer } from '../../platform/contract.ts';
import { useAnswer } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { Dialog } from '../../web/kit/Dialog.tsx';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../web/kit/Skeletons.tsx';
import { purchaseContract as api, type SaleDetail } from '../contract.ts';
import { matrixChanges, type MatrixChange } from '../matrixChanges.ts';
import { t } from './messages.ts';
import css from './sale.module.css';
import matrixCss from './matrix.module.css';

type Version = Answer<typeof api.listMatrixVersions>['items'][number];

/** Two versions of the decision matrix side by side: the totals of then and now, and every change between them in words. */
export function MatrixVersions({ sale, onClose }: { sale: SaleDetail; onClose: () => void }) {
  const { data, error, refetch } = useAnswer(api.listMatrixVersions, { params: { id: sale.id } });
  return (
    <Dialog size="lg" onClose={onClose} title={t('matrix.versions')}>
      {error ? (
        <QueryProblem error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <RowsSkeleton rows={4} />
      ) : (
        <Compared sale={sale} versions={data.items} />
      )}
    </Dialog>
  );
}

function Compared({ sale, versions }: { sale: SaleDetail; versions: readonly Version[] }) {
  const [from, setFrom] = useState(versions[1]?.version ?? versions[0]?.version);
  const [to, setTo] = useState(versions[0]?.version);
  const before = versions.find((each) => each.version === from);
  const after = versions.find((each) => each.version === to);
  if (!before || !after) return null;
  const choices = versions.map((each) => ({
    value: String(each.version),
    label: t('matrix.version', {
      version: each.version,
      when: format.date(each.at, 'full'),
      who: each.memberName ?? '',
    }),
  }));
  const changes = matrixChanges(before.matrix, after.matrix);
  const totalOf = (version: Version, option: string) => version.totals.find((each) => each.option === option)?.total;
  const options = [
    ...after.matrix.options,
    ...before.matrix.options.filter((each) => !after.matrix.options.some(({ id }) => id === each.id)),
  ];
  return (
    <div className={css.form}>
      <div className={css.row}>
        <NativeSelect
          label={t('matrix.from version')}
          data={choices}
          value={String(from)}
          onChange={(event) => setFrom(Number(event.currentTarget.value))}
        />
        <NativeSelect
          label={t('matrix.to version')}
          data={choices}
          value={String(to)}
          onChange={(event) => setTo(Number(event.currentTarget.value))}
        />
      </div>
      {[before, after].map(
        (each) => each.note && <p key={each.version} className={css.quiet}>{`${each.version}: ${each.note}`}</p>,
      )}
      <table className={matrixCss.matrix}>
        <thead>
          <tr>
            <th scope="col">{t('matrix.total')}</th>
            <th scope="col">{before.version}</th>
            <th scope="col">{after.version}</th>
          </tr>
        </thead>
        <tbody>
          {options.map((option) => {
            const [then, now] = [totalOf(before, option.id), totalOf(after, option.id)];
            return (
              <tr key={option.id}>
                <th scope="row">{option.name}</th>
                <td>{then == null ? '–' : format.number(then, 2)}</td>
                <td>
                  {now == null ? '–' : format.number(now, 2)}
                  {then != null && now != null && Math.abs(now - then) >= 0.005 && (
                    <small className={matrixCss.state}>{format.signed(now - then, 2)}</small>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {changes.length === 0 ? (
        <p className={css.quiet}>{t('matrix.same')}</p>
      ) : (
        <ul className={css.changes}>
          {changes.map((change, i) => (
            <li key={i}>{changeText(change, sale)}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function changeText(change: MatrixChange, sale: SaleDetail): string {
  const who = (id: string) => sale.team.find((each) => each.id === id)?.name ?? t('matrix.somebody');
  const value = (number: number | null) => (number === null ? '–' : format.number(number, 1, 0));
  switch (change.what) {
    case 'criterion added':
    case 'criterion removed':
    case 'option added':
    case 'option removed':
      return t(`change.${change.what}`, { name: change.name });
    case 'weight':
    case 'gate':
      return t(`change.${change.what}`, {
        criterion: change.criterion,
        from: value(change.from),
        to: value(change.to),
      });
    case 'own weight':
      return t('change.own weight', {
        who: who(change.member),
        criterion: change.criterion,
        from: value(change.from),
        to: value(change.to),
      });
    case 'score':
      return t('change.score', {
        who: who(change.member),
        criterion: change.criterion,
        option: change.option,
        from: value(change.from),
        to: value(change.to),
      });
    default:
      return t('change.evidence', { criterion: change.criterion, option: change.option, evidence: change.to ?? '–' });
  }
}
