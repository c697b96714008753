import { Button } from '@mantine/core';
import { useState } from 'react';
import css from './Settings.module.css';
import { t } from './settingsMessages.ts';

/** Something that is shown this once, to be copied. */
export function Secret({ label, intro, value }: { label: string; intro: string; value: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    setCopied(true);
  };
  return (
    <div className={css.secret} role="group" aria-label={label}>
      <p>{intro}</p>
      <code className={css.code}>{value}</code>
      <div>
        {/* The clipboard is only there over https and on this machine; elsewhere one click selects the text. */}
        {'clipboard' in navigator && (
          <Button variant="default" onClick={() => void copy()}>
            {t(copied ? 'copied' : 'copy')}
          </Button>
        )}
        <span className="visually-hidden" role="status">
          {copied ? t('copied') : ''}
        </span>
      </div>
    </div>
  );
}
