import { NativeSelect } from '@mantine/core';
import { usual } from '../kinds.ts';
import type { TouchpointKind } from '../vocabulary.ts';
import { TouchpointIcon } from './icons.tsx';
import css from './log.module.css';
import { otherKinds, tiles } from './logDraft.ts';
import { t } from './logMessages.ts';
import { words } from './words.ts';

const mail = ['reply', 'outreach'] as const;

/** What it was: five tiles for the usual, a list for the rest; for mail, who wrote. */
export function LogWhat({ kind, onKind }: { kind: TouchpointKind; onKind: (kind: TouchpointKind) => void }) {
  const isMail = mail.some((each) => each === kind);
  const tile = isMail ? 'reply' : tiles.find((each) => each === kind);
  const others = otherKinds.filter((each) => each !== 'outreach');
  return (
    <section className={css.part}>
      <div className={css.head}>
        <h3>{t('what')}</h3>
        <NativeSelect
          aria-label={t('what else')}
          variant="unstyled"
          className={css.else ?? ''}
          value={tile === undefined ? kind : ''}
          data={[
            { value: '', label: t('what else') },
            ...others.map((each) => ({ value: each, label: words(`kind.${each}`) })),
          ]}
          onChange={(event) => {
            const chosen = others.find((each) => each === event.currentTarget.value);
            if (chosen !== undefined) onKind(chosen);
          }}
        />
      </div>
      <div className={css.tiles} role="group" aria-label={t('what')}>
        {tiles.map((each) => (
          <button
            key={each}
            type="button"
            className={css.tile}
            aria-pressed={each === tile}
            data-autofocus={each === tile ? true : undefined}
            onClick={() => onKind(each)}
          >
            <TouchpointIcon kind={each} channel={usual[each].channel} size={20} />
            {t(`tile.${each}`)}
          </button>
        ))}
      </div>
      {isMail && (
        <div className={css.chips}>
          {mail.map((each) => (
            <button
              key={each}
              type="button"
              className={css.chip}
              aria-pressed={each === kind}
              onClick={() => onKind(each)}
            >
              {t(each === 'reply' ? 'mail.theirs' : 'mail.ours')}
            </button>
          ))}
        </div>
      )}
    </section>
  );
}
