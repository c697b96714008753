import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../../web/connection.ts';
import { peopleContract } from '../contract.ts';
import { t } from './messages.ts';
import css from './people.module.css';
import { RecordLink } from './RecordLink.tsx';

interface SimilarProps {
  kind: 'account' | 'contact';
  draft: { name: string; website?: string; phone?: string; city?: string; email?: string };
}

/** While a new record is typed: what we may have already. */
export function Similar({ kind, draft }: SimilarProps) {
  const [settled] = useDebouncedValue(draft, 300);
  const { data } = useQuery({
    queryKey: ['similar', kind, settled],
    queryFn: ({ signal }) => ask(peopleContract.findSimilar, { body: { kind, ...settled } }, { signal }),
    enabled: settled.name.trim().length > 2,
  });
  if (!data || data.items.length === 0) return null;
  return (
    <div className={css.similar} role="status">
      {t('dialog.perhaps')}{' '}
      {data.items.map((each, i) => (
        <span key={each.id}>
          {i > 0 && ', '}
          <RecordLink to={`/${kind}s/${each.id}`}>{each.name}</RecordLink>
        </span>
      ))}
    </div>
  );
}
