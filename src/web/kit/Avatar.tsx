import css from './Avatar.module.css';

/** A person's initials. The name stands beside it or in the label of its parent, so it is only for the eye. */
export function Avatar({ name, size = 22 }: { name: string; size?: number }) {
  return (
    <span
      className={css.avatar}
      style={{ width: size, height: size, fontSize: Math.max(9, size * 0.4) }}
      aria-hidden="true"
      data-initials={initials(name)}
    />
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return ends.map((word) => word?.match(/^./u)?.[0].toLocaleUpperCase() ?? '').join('');
}
