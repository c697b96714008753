import { Button, TextInput } from '@mantine/core';
import { useRef, useState, type FormEvent, type ReactNode } from 'react';
import { ApiProblem } from '../../platform/client.ts';
import css from './Door.module.css';
import { t } from './doorMessages.ts';

export interface DoorField<Name extends string> {
  name: Name;
  label: string;
  type?: 'text' | 'email' | 'password';
  /** What a password manager is to fill in. */
  autoComplete: 'name' | 'username' | 'current-password' | 'new-password' | 'organization';
  hint?: string;
  /** Filled in and not to be changed: for the password manager's sake. */
  fixed?: string;
}

interface DoorFormProps<Name extends string> {
  fields: readonly DoorField<Name>[];
  submit: string;
  onSubmit: (values: Record<Name, string>) => Promise<void>;
  /** Under the button. */
  note?: ReactNode;
}

/** A short form that says at each field what is wrong with it, and keeps what was typed. */
export function DoorForm<Name extends string>({ fields, submit, onSubmit, note }: DoorFormProps<Name>) {
  const form = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<Partial<Record<string, string>>>({});
  const [problem, setProblem] = useState<string>();

  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const values = Object.fromEntries(fields.map(({ name }) => [name, textOf(given.get(name))]));
    setBusy(true);
    setProblem(undefined);
    setWrong({});
    try {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one value per field, as just made
      await onSubmit(values as Record<Name, string>);
    } catch (error) {
      const atFields = fieldErrors(
        error,
        fields.map(({ name }) => name),
      );
      setWrong(atFields);
      const first = fields.find(({ name }) => atFields[name] !== undefined);
      if (first) form.current?.querySelector<HTMLInputElement>(`[name="${first.name}"]`)?.focus();
      else setProblem(error instanceof ApiProblem ? error.detail : t('offline'));
      setBusy(false);
    }
  };

  return (
    <form ref={form} className={css.form} onSubmit={(event) => void send(event)} noValidate>
      {fields.map((field, i) => (
        <Line
          key={field.name}
          field={field}
          first={i === 0}
          {...(wrong[field.name] === undefined ? {} : { error: wrong[field.name] })}
        />
      ))}
      {problem !== undefined && (
        <p role="alert" className={css.problem}>
          {problem}
        </p>
      )}
      <Button type="submit" size="lg" fullWidth loading={busy}>
        {submit}
      </Button>
      {note !== undefined && <p className={css.note}>{note}</p>}
    </form>
  );
}

function Line<Name extends string>({
  field,
  error,
  first,
}: {
  field: DoorField<Name>;
  error?: string | undefined;
  first: boolean;
}) {
  const [shown, setShown] = useState(false);
  const secret = field.type === 'password';
  return (
    <TextInput
      name={field.name}
      label={field.label}
      size="lg"
      type={secret && shown ? 'text' : (field.type ?? 'text')}
      autoComplete={field.autoComplete}
      autoCapitalize={field.type === undefined ? 'words' : 'none'}
      spellCheck={false}
      defaultValue={field.fixed ?? ''}
      readOnly={field.fixed !== undefined}
      description={error === undefined ? field.hint : undefined}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      error={error}
      // The only thing to do on the screen.
      autoFocus={first && field.fixed === undefined}
      rightSectionWidth={56}
      rightSection={
        secret ? (
          <button type="button" className={css.show} aria-pressed={shown} onClick={() => setShown(!shown)}>
            {t(shown ? 'password hide' : 'password show')}
          </button>
        ) : undefined
      }
    />
  );
}

const textOf = (value: FormDataEntryValue | null) => (typeof value === 'string' ? value : '');

/** What the server said about each field; a path such as `workspace.name` belongs to the field `workspace`. */
function fieldErrors(error: unknown, names: readonly string[]): Partial<Record<string, string>> {
  const errors: unknown = error instanceof ApiProblem ? error.more['errors'] : undefined;
  if (!Array.isArray(errors)) return {};
  return Object.fromEntries(
    errors.flatMap((each: unknown) => {
      if (typeof each !== 'object' || each === null || !('path' in each) || !('message' in each)) return [];
      const name = String(each.path).split('.')[0] ?? '';
      return names.includes(name) ? [[name, String(each.message)]] : [];
    }),
  );
}
