import { Link } from '@tanstack/react-router';
import { t } from '../messages/en.ts';
import css from './OwnFields.module.css';

interface OwnFieldsProps {
  custom: Readonly<Record<string, unknown>>;
  /** The list in which a value leads to all records that share it, and what else stands in its address. */
  list: string;
  view?: Record<string, string>;
}

/** Fields that came with an import or that were added by hand; a value leads to all records that share it. */
export function OwnFields({ custom, list, view }: OwnFieldsProps) {
  const fields = Object.entries(custom).filter(([, value]) => value !== null && value !== '');
  if (fields.length === 0) return null;
  return (
    <section className={css.own}>
      <h2>{t('own.title')}</h2>
      <dl>
        {fields.map(([field, value]) => (
          <div key={field}>
            <dt>{field}</dt>
            <dd>
              <Link
                to={list}
                search={{ ...view, custom: JSON.stringify({ [field]: value }) }}
                title={t('own.same', { field })}
              >
                {String(value)}
              </Link>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
