import { Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import type { FormField } from '../forms/form.ts';
import { t } from './formMessages.ts';
import type { FormDraft } from './formDraft.ts';
import css from './shopping.module.css';

/** How the form looks to a visitor, as it is written. */
export function FormPreview({ draft }: { draft: FormDraft }) {
  return (
    <section className={css.preview} aria-label={t('preview')}>
      <h3>{draft.title}</h3>
      {draft.intro !== null && <p className={css.pre}>{draft.intro}</p>}
      {draft.fields.map((field) => (
        <Shown key={field.key} field={field} />
      ))}
      {draft.consent && <Checkbox label={draft.consent.text} tabIndex={-1} readOnly checked={false} />}
      <div>
        <Button type="button" tabIndex={-1}>
          {draft.button}
        </Button>
      </div>
    </section>
  );
}

function Shown({ field }: { field: FormField }) {
  const shared = {
    label: field.required ? field.label : `${field.label} (${t('optional')})`,
    readOnly: true,
    tabIndex: -1,
  };
  if (field.kind === 'long text') return <Textarea {...shared} rows={4} />;
  if (field.kind === 'choice') return <Select {...shared} data={field.options ?? []} />;
  if (field.kind === 'tick') return <Checkbox label={shared.label} readOnly tabIndex={-1} checked={false} />;
  return <TextInput {...shared} />;
}
