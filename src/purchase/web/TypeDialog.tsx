import { Button, Checkbox, NumberInput, SegmentedControl, Select, TagsInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { saleTypes, type SaleType } from '../../relationship/vocabulary.ts';
import { useAct } from '../../web/api.ts';
import { purchaseContract as api, type SaleDetail } from '../contract.ts';
import { saleKinds } from '../records.ts';
import { proposeSaleType, type SaleTypeAnswers } from '../saleType.ts';
import { scopes, subTypes, type Scope, type SubType } from '../stages.ts';
import { readSalesAgain } from './data.ts';
import { t } from './messages.ts';
import { Questions } from './Questions.tsx';
import css from './sale.module.css';
import { FormDialog } from '../../web/kit/FormDialog.tsx';

/** The five answers, what they propose and why, and a person's word against it. */
export function TypeDialog({ sale, onClose }: { sale: SaleDetail; onClose: () => void }) {
  const [answers, setAnswers] = useState<SaleTypeAnswers>(sale.answers);
  const [saleType, setSaleType] = useState<SaleType>(sale.saleType);
  const [subType, setSubType] = useState<SubType>(sale.subType ?? 'solution');
  const [scope, setScope] = useState<Scope>(sale.scope);
  const [kind, setKind] = useState(sale.kind);
  const [reason, setReason] = useState(sale.typeReason ?? '');
  const [newOffering, setNewOffering] = useState(sale.newOffering);
  const [procurement, setProcurement] = useState(sale.formalProcurement);
  const [months, setMonths] = useState<number | string>(sale.contractMonths ?? '');
  const [competitors, setCompetitors] = useState<string[]>([...sale.competitors]);
  const save = useAct(api.changeOpportunity);
  const proposal = proposeSaleType(answers);
  const answered = Object.keys(answers).length > 0;
  const overruled =
    answered && (proposal.saleType !== saleType || (proposal.subType !== null && proposal.subType !== subType));
  return (
    <FormDialog
      size="lg"
      onClose={onClose}
      title={t('type.title')}
      onSend={() =>
        save.mutate(
          {
            input: {
              params: { id: sale.id },
              body: {
                answers,
                saleType,
                subType: saleType === 'commercial' ? subType : null,
                scope,
                kind,
                typeReason: overruled ? reason.trim() || null : null,
                newOffering,
                formalProcurement: procurement,
                contractMonths: months === '' ? null : Number(months),
                competitors,
              },
            },
            options: { ifMatch: sale.version },
          },
          {
            onSuccess: () => {
              onClose();
              void readSalesAgain();
            },
          },
        )
      }
    >
      <Questions
        answers={answers}
        onAnswers={(next) => {
          const proposed = proposeSaleType(next);
          setAnswers(next);
          setSaleType(proposed.saleType);
          if (proposed.subType) setSubType(proposed.subType);
        }}
      />
      {answered && (
        <ul className={css.reasons}>
          {proposal.reasons.map((why) => (
            <li key={`${why.question} ${why.speaksFor}`}>
              {t('why.type', { answer: answerText(why.answer), type: typeWord(why.speaksFor), points: why.points })}
            </li>
          ))}
        </ul>
      )}
      <SegmentedControl
        fullWidth
        aria-label={t('new.type')}
        data={saleTypes.map((value) => ({ value, label: t(`type.${value}`) }))}
        value={saleType}
        onChange={setSaleType}
      />
      <div className={css.row}>
        {saleType === 'commercial' && (
          <Select
            label={t('type.sub')}
            allowDeselect={false}
            data={subTypes.map((value) => ({ value, label: t(`sub.${value}`) }))}
            value={subType}
            onChange={(value) => setSubType(subTypes.find((each) => each === value) ?? subType)}
          />
        )}
        <Select
          label={t('type.scope')}
          allowDeselect={false}
          data={scopes.map((value) => ({ value, label: t(`scope.${value}`) }))}
          value={scope}
          onChange={(value) => setScope(scopes.find((each) => each === value) ?? scope)}
        />
        <Select
          label={t('filter.kind')}
          allowDeselect={false}
          data={saleKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
          value={kind}
          onChange={(value) => setKind(saleKinds.find((each) => each === value) ?? kind)}
        />
        <NumberInput label={t('type.months')} min={0} max={1200} value={months} onChange={setMonths} />
        <TagsInput label={t('type.competitors')} value={competitors} onChange={setCompetitors} />
      </div>
      <Checkbox
        label={t('type.new offering')}
        checked={newOffering}
        onChange={(event) => setNewOffering(event.currentTarget.checked)}
      />
      <Checkbox
        label={t('type.procurement')}
        checked={procurement}
        onChange={(event) => setProcurement(event.currentTarget.checked)}
      />
      {overruled && (
        <TextInput
          label={t('type.reason')}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      <p className={css.quiet}>{t('type.keeps')}</p>
      <Button type="submit" loading={save.isPending}>
        {t('type.save')}
      </Button>
    </FormDialog>
  );
}

const answerWords = [
  'organization',
  'person',
  'new',
  'running',
  'investment',
  'everyday',
  'one',
  'several',
  'procedure',
  'change',
  'named thing',
] as const;

function answerText(answer: string): string {
  const known = answerWords.find((each) => each === answer);
  return known ? t(`a.${known}`) : answer;
}

function typeWord(word: SaleType | SubType): string {
  const sub = subTypes.find((each) => each === word);
  const type = saleTypes.find((each) => each === word);
  return sub ? t(`sub.${sub}`) : type ? t(`type.${type}`) : word;
}
