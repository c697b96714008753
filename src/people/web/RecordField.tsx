import { Field } from '../../web/kit/Field.tsx';
import { ShownField } from '../../web/kit/ShownField.tsx';
import { WithHistory } from '../../workspace/web/FieldHistory.tsx';
import type { Outcome } from './edits.ts';

interface RecordFieldProps<R> {
  label: string;
  value: string | null;
  shown?: string;
  /** The field of which record it is; its draft is named by it, its history shown. */
  of: { kind: 'account' | 'contact'; id: string; field: string };
  /** Saves the text (null when it was emptied). */
  save: (value: string | null, overwrite: boolean) => Promise<Outcome<R>>;
  /** The field in a record, as text. */
  read: (record: R) => string | null;
  type?: 'text' | 'number' | 'email' | 'tel' | 'url';
  multiline?: boolean;
  /** This person sees it only. */
  fixed?: boolean;
}

/** One field of a record, edited in place; a clash shows both values. */
export function RecordField<R>({
  label,
  value,
  shown,
  of,
  save,
  read,
  type = 'text',
  multiline = false,
  fixed = false,
}: RecordFieldProps<R>) {
  if (fixed)
    return (
      <WithHistory of={{ ...of, label }}>
        <ShownField label={label} value={shown ?? value ?? ''} />
      </WithHistory>
    );
  return (
    <WithHistory of={{ ...of, label }}>
      <Field
        label={label}
        value={value ?? ''}
        draft={`${of.kind} ${of.id} ${of.field}`}
        type={type}
        multiline={multiline}
        {...(shown === undefined ? {} : { shown })}
        onSave={async (text, overwrite) => {
          const outcome = await save(text.trim() === '' ? null : text.trim(), overwrite);
          return outcome.saved ? outcome : { saved: false, theirs: read(outcome.current) ?? '' };
        }}
      />
    </WithHistory>
  );
}
