import css from './Field.module.css';

/** A value that this person may see but not change, as it stands among fields that are edited in place. */
export function ShownField({ label, value }: { label: string; value: string }) {
  return (
    <dl className={css.field}>
      <dt className={css.label}>{label}</dt>
      <dd className={css.fixed}>{value}</dd>
    </dl>
  );
}
