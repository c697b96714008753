import { Button, TagsInput } from '@mantine/core';
import { useState } from 'react';
import type { WebForm } from '../forms/contract.ts';
import { t } from './formMessages.ts';
import type { FormPartProps } from './formDraft.ts';
import css from './shopping.module.css';

/** The page of its own, and the line for somebody else's page. */
export function FormPlace({ form, draft, write, readOnly }: FormPartProps & { form: WebForm }) {
  const [copied, setCopied] = useState(false);
  const address = form.address ?? location.origin;
  const line = `<script src="${address}${form.path}.js"></script>`;
  return (
    <section className={css.section} aria-label={t('place')}>
      <h2>{t('place')}</h2>
      <div className={css.form}>
        {form.active && form.deletedAt === null && (
          <div className={css.left}>
            <Button component="a" href={form.path} target="_blank" rel="noreferrer" variant="default">
              {t('open')}
            </Button>
          </div>
        )}
        <code className={css.code}>{address + form.path}</code>
        <TagsInput
          label={t('sites')}
          description={t('sites hint')}
          readOnly={readOnly}
          value={draft.sites}
          onChange={(sites) => write({ sites: sites.map((site) => site.trim().replace(/\/+$/, '')) })}
          acceptValueOnBlur
        />
        {form.sites.length > 0 && (
          <div>
            <p className={css.words}>
              {t('snippet')}. {t('snippet hint')}
            </p>
            <code className={css.code}>{line}</code>
            {'clipboard' in navigator && (
              <Button
                variant="default"
                size="xs"
                onClick={() => void navigator.clipboard.writeText(line).then(() => setCopied(true))}
              >
                {t(copied ? 'copied' : 'copy')}
              </Button>
            )}
          </div>
        )}
      </div>
    </section>
  );
}
