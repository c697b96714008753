import { Button, Checkbox, Select, TagsInput, TextInput } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { destinations, fieldKinds, type FormField } from '../forms/form.ts';
import { t } from './formMessages.ts';
import css from './shopping.module.css';

/** What the form asks, and where each answer goes. */
export function FormFields({
  fields,
  onChange,
  readOnly,
}: {
  fields: readonly FormField[];
  onChange: (fields: FormField[]) => void;
  readOnly: boolean;
}) {
  const change = (at: number, part: Partial<FormField>) =>
    onChange(fields.map((field, i) => (i === at ? { ...field, ...part } : field)));
  const add = () => {
    const key =
      Array.from({ length: 99 }, (_, i) => `field_${i + 1}`).find((each) =>
        fields.every((field) => field.key !== each),
      ) ?? 'field';
    onChange([...fields, { key, label: t('field.new'), kind: 'text', required: false, to: 'message' }]);
  };
  return (
    <section className={css.section} aria-label={t('fields')}>
      <h2>{t('fields')}</h2>
      {fields.map((field, at) => (
        <div key={field.key} className={css.field}>
          <TextInput
            label={t('field.label')}
            maxLength={200}
            readOnly={readOnly}
            value={field.label}
            onChange={(event) => change(at, { label: event.currentTarget.value })}
          />
          <Select
            label={t('field.kind')}
            data={fieldKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
            value={field.kind}
            allowDeselect={false}
            readOnly={readOnly}
            onChange={(value) => {
              const kind = fieldKinds.find((each) => each === value) ?? 'text';
              change(at, { kind, ...(kind === 'choice' ? { options: field.options ?? [] } : {}) });
            }}
          />
          <Select
            label={t('field.to')}
            data={destinations.map((value) => ({ value, label: t(`to.${value}`) }))}
            value={field.to}
            allowDeselect={false}
            readOnly={readOnly}
            onChange={(value) => change(at, { to: destinations.find((each) => each === value) ?? 'message' })}
          />
          <Checkbox
            label={t('field.required')}
            checked={field.required}
            disabled={readOnly}
            onChange={(event) => change(at, { required: event.currentTarget.checked })}
            mb={8}
          />
          <button
            type="button"
            disabled={readOnly}
            aria-label={t('field.remove', { label: field.label })}
            onClick={() => onChange(fields.filter((_, i) => i !== at))}
            style={{ marginBlockEnd: 8 }}
          >
            <X size={16} aria-hidden="true" />
          </button>
          {field.kind === 'choice' && (
            <TagsInput
              className={css.options ?? ''}
              label={t('field.options')}
              readOnly={readOnly}
              value={field.options ?? []}
              onChange={(options) => change(at, { options })}
              acceptValueOnBlur
            />
          )}
        </div>
      ))}
      {!readOnly && (
        <Button variant="default" leftSection={<Plus size={14} aria-hidden="true" />} onClick={add}>
          {t('field.add')}
        </Button>
      )}
    </section>
  );
}
