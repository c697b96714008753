import { Button, MultiSelect, Textarea, TextInput } from '@mantine/core';
import { X } from 'lucide-react';
import { useState } from 'react';
import type { Answer } from '../../../platform/contract.ts';
import { useAct } from '../../../web/api.ts';
import { Refusal } from '../../../web/kit/Form.tsx';
import { FormDialog } from '../../../web/kit/FormDialog.tsx';
import { keepDraft, readDraft } from '../../../web/kit/drafts.ts';
import { notify } from '../../../web/shell/toasts.ts';
import type { SaleDetail } from '../../contract.ts';
import { messageContract as api } from '../contract.ts';
import { gapsOf } from '../message.ts';
import type { Deductive, Inductive, Message } from '../shape.ts';
import { t } from './messages.ts';
import css from './message.module.css';

interface MessageEditorProps {
  sale: SaleDetail;
  stored: Answer<typeof api.readMessage>;
  start: Message;
  onClose: () => void;
}

/** Slot by slot, with what is known already beside it; what is missing is said while writing, and never holds back the saving. */
export function MessageEditor({ sale, stored, start, onClose }: MessageEditorProps) {
  const draft = `message ${sale.id} ${stored.version}`;
  const [message, setMessage] = useState<Message>(() => drafted(draft, start.shape) ?? start);
  const save = useAct(api.saveMessage, { touches: [api.readMessage], quiet: true });
  const change = (next: Message) => {
    setMessage(next);
    keepDraft(draft, JSON.stringify(next));
  };
  const gaps = gapsOf(message);
  return (
    <FormDialog
      size="xl"
      onClose={onClose}
      title={t(`title.${message.shape}`)}
      onSend={() =>
        save.mutate(
          { input: { params: { id: sale.id }, body: { message: tidy(message), basedOn: stored.version } } },
          {
            onSuccess: () => {
              keepDraft(draft, undefined);
              notify(t('saved'));
              onClose();
            },
          },
        )
      }
    >
      {message.shape === 'inductive' ? (
        <InductiveForm message={message} onChange={change} />
      ) : (
        <DeductiveForm message={message} onChange={change} />
      )}
      {stored.known.length > 0 && (
        <fieldset className={css.known}>
          <legend>{t('known')}</legend>
          <p>{t('known.about')}</p>
          <ul>
            {stored.known.map((each, i) => (
              <li key={i}>
                <Button
                  size="xs"
                  variant="default"
                  disabled={isTaken(message, each.text)}
                  onClick={() => change(taken(message, each))}
                >
                  {t('take')}
                </Button>
                <span>
                  {each.requirement ?? each.text} <small className={css.evidence}>{each.evidence}</small>
                </span>
              </li>
            ))}
          </ul>
        </fieldset>
      )}
      {gaps.length > 0 && (
        <ul className={css.gaps}>
          {[...new Set(gaps.map((gap) => gap.gap))].map((gap) => (
            <li key={gap}>{t(`gap.${gap}`)}</li>
          ))}
        </ul>
      )}
      <Refusal error={save.error} />
      <Button type="submit" loading={save.isPending}>
        {t('save')}
      </Button>
    </FormDialog>
  );
}

interface FormProps<M> {
  message: M;
  onChange: (message: M) => void;
}

function InductiveForm({ message, onChange }: FormProps<Inductive>) {
  const { facts, pattern, conclusion } = message;
  const changeFact = (id: string, part: Partial<Inductive['facts'][number]>) =>
    onChange({ ...message, facts: facts.map((fact) => (fact.id === id ? { ...fact, ...part } : fact)) });
  return (
    <>
      <fieldset className={css.slot}>
        <legend>{t('facts')}</legend>
        {facts.map((fact, i) => (
          <div key={fact.id} className={css.pair}>
            <TextInput
              aria-label={t('fact', { n: i + 1 })}
              placeholder={t('fact', { n: i + 1 })}
              maxLength={500}
              value={fact.text}
              onChange={(event) => changeFact(fact.id, { text: event.currentTarget.value })}
            />
            <TextInput
              aria-label={`${t('fact', { n: i + 1 })}: ${t('fact.where')}`}
              placeholder={t('fact.where')}
              maxLength={500}
              value={fact.evidence ?? ''}
              onChange={(event) => changeFact(fact.id, { evidence: event.currentTarget.value || null })}
            />
            <Remove
              name={t('fact', { n: i + 1 })}
              onClick={() =>
                onChange({
                  ...message,
                  facts: facts.filter(({ id }) => id !== fact.id),
                  pattern: { ...pattern, from: pattern.from.filter((id) => id !== fact.id) },
                })
              }
            />
          </div>
        ))}
        <Button
          size="xs"
          variant="subtle"
          onClick={() =>
            onChange({ ...message, facts: [...facts, { id: crypto.randomUUID(), text: '', evidence: null }] })
          }
        >
          {t('fact.add')}
        </Button>
      </fieldset>
      <Textarea
        autosize
        label={t('pattern')}
        description={t('pattern.about')}
        maxLength={1000}
        value={pattern.text ?? ''}
        onChange={(event) => onChange({ ...message, pattern: { ...pattern, text: event.currentTarget.value || null } })}
      />
      <MultiSelect
        label={t('pattern.from')}
        data={facts.filter((fact) => fact.text.trim()).map((fact) => ({ value: fact.id, label: fact.text }))}
        value={pattern.from}
        onChange={(from) => onChange({ ...message, pattern: { ...pattern, from } })}
      />
      <Textarea
        autosize
        label={t('conclusion')}
        description={t('conclusion.about')}
        maxLength={1000}
        value={conclusion.text ?? ''}
        onChange={(event) =>
          onChange({ ...message, conclusion: { ...conclusion, text: event.currentTarget.value || null } })
        }
      />
      <TextInput
        label={t('evidence')}
        placeholder={t('proof.where')}
        maxLength={500}
        value={conclusion.evidence ?? ''}
        onChange={(event) =>
          onChange({ ...message, conclusion: { ...conclusion, evidence: event.currentTarget.value || null } })
        }
      />
    </>
  );
}

function DeductiveForm({ message, onChange }: FormProps<Deductive>) {
  const change = (id: string, part: Partial<Deductive['lines'][number]>) =>
    onChange({ ...message, lines: message.lines.map((line) => (line.id === id ? { ...line, ...part } : line)) });
  return (
    <>
      {message.lines.map((line, i) => (
        <div key={line.id} className={css.line}>
          {(['standard', 'requirement', 'proof'] as const).map((slot) => (
            <Textarea
              key={slot}
              autosize
              label={t(slot)}
              maxLength={1000}
              value={line[slot] ?? ''}
              onChange={(event) => change(line.id, { [slot]: event.currentTarget.value || null })}
            />
          ))}
          <TextInput
            label={t('evidence')}
            placeholder={t('proof.where')}
            maxLength={500}
            value={line.evidence ?? ''}
            onChange={(event) => change(line.id, { evidence: event.currentTarget.value || null })}
          />
          <Remove
            name={`${t('requirement')} ${i + 1}`}
            onClick={() => onChange({ ...message, lines: message.lines.filter(({ id }) => id !== line.id) })}
          />
        </div>
      ))}
      <Button
        size="xs"
        variant="subtle"
        onClick={() =>
          onChange({
            ...message,
            lines: [
              ...message.lines,
              { id: crypto.randomUUID(), standard: null, requirement: null, proof: null, evidence: null },
            ],
          })
        }
      >
        {t('line.add')}
      </Button>
    </>
  );
}

const Remove = ({ name, onClick }: { name: string; onClick: () => void }) => (
  <button type="button" className={css.remove} aria-label={t('remove', { name })} onClick={onClick}>
    <X size={14} aria-hidden="true" />
  </button>
);

type Known = MessageEditorProps['stored']['known'][number];

const isTaken = (message: Message, text: string): boolean =>
  message.shape === 'inductive'
    ? message.facts.some((fact) => fact.text === text)
    : message.lines.some((line) => line.proof === text);

function taken(message: Message, { text, evidence, requirement }: Known): Message {
  const id = crypto.randomUUID();
  return message.shape === 'inductive'
    ? { ...message, facts: [...message.facts, { id, text: text.slice(0, 500), evidence: evidence.slice(0, 500) }] }
    : {
        ...message,
        lines: [
          ...message.lines,
          {
            id,
            standard: null,
            requirement,
            proof: text,
            evidence: requirement === null ? evidence.slice(0, 500) : null,
          },
        ],
      };
}

/** Without facts and lines in which nothing was written. */
const tidy = (message: Message): Message =>
  message.shape === 'inductive'
    ? { ...message, facts: message.facts.filter((fact) => fact.text.trim()) }
    : { ...message, lines: message.lines.filter((line) => line.standard ?? line.requirement ?? line.proof) };

/** What this device kept; a draft for another outline is let go. */
function drafted(name: string, shape: Message['shape']): Message | undefined {
  const text = readDraft(name);
  const kept = text === undefined ? null : (JSON.parse(text) as Message | null);
  return kept?.shape === shape ? kept : undefined;
}
