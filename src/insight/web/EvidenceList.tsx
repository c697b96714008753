import { Link } from '@tanstack/react-router';
import type { Answer, Sends } from '../../platform/contract.ts';
import { useAnswer } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { insightContract as api } from '../contract.ts';
import kit from '../../web/kit/Report.module.css';
import css from './insight.module.css';
import { t } from './messages.ts';
import { Answered } from './Answered.tsx';

export type EvidenceQuery = NonNullable<Sends<typeof api.readEvidence>['query']>;
type Item = Answer<typeof api.readEvidence>['items'][number];

interface EvidenceListProps {
  query: EvidenceQuery;
  /** What the two figures of a record are, where it has any. */
  labels: { amount: string; other?: string };
}

/** The records behind one row of a report. */
export function EvidenceList({ query, labels }: EvidenceListProps) {
  const answer = useAnswer(api.readEvidence, { query });
  return (
    <Answered answer={answer} rows={3}>
      {({ items, more }) => (
        <div className={css.evidence}>
          {items.length === 0 && <p className={kit.intro}>{t('evidence.none')}</p>}
          <ul>
            {items.map((item) => (
              <li key={item.id}>
                <Record item={item} />
                <span>
                  {[
                    figure(item, item.amount, labels.amount),
                    labels.other ? figure(item, item.other, labels.other) : '',
                    item.note,
                    item.on && format.date(item.on, 'dayYear'),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </li>
            ))}
          </ul>
          {more && <p className={kit.intro}>{t('evidence.more', { count: items.length })}</p>}
        </div>
      )}
    </Answered>
  );
}

function Record({ item }: { item: Item }) {
  const name = item.of ? `${item.name}, ${item.of}` : item.name;
  return item.kind === 'sale' ? (
    <Link to="/opportunities/$id" params={{ id: item.id }}>
      {name}
    </Link>
  ) : (
    <Link to="/accounts/$id" params={{ id: item.id }}>
      {name}
    </Link>
  );
}

function figure(item: Item, value: number | null, label: string): string {
  if (value === null) return '';
  return `${label} ${item.currency === null ? format.number(value, Number.isInteger(value) ? 0 : 1) : format.moneyShort(value, item.currency)}`;
}
