import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { ask } from '../../web/connection.ts';
import { Refusal } from '../../web/kit/Form.tsx';
import { FormDialog } from '../../web/kit/FormDialog.tsx';
import { notify } from '../../web/shell/toasts.ts';
import { purchaseContract as api, type SaleDetail } from '../contract.ts';
import type { MatrixContent } from '../records.ts';
import { readSalesAgain } from './data.ts';
import {
  beginning,
  changedCriterion,
  renamedOption,
  scoreOf,
  withCompetitor,
  withCriterion,
  withEvidence,
  withoutCriterion,
  withOwnWeight,
  withScore,
} from './matrixDraft.ts';
import { t } from './messages.ts';
import css from './sale.module.css';
import matrixCss from './matrix.module.css';

/** Criteria, options, and one person's scores at a time; saving makes a version. */
export function MatrixEditor({ sale, onClose }: { sale: SaleDetail; onClose: () => void }) {
  const based = sale.matrix?.version ?? 0;
  const [matrix, setMatrix] = useState<MatrixContent>(() => sale.matrix?.matrix ?? beginning(sale));
  const [member, setMember] = useState(sale.team[0]?.id ?? '');
  const [note, setNote] = useState('');
  const save = useMutation({
    mutationFn: async () =>
      ask(api.saveMatrix, { params: { id: sale.id }, body: { basedOn: based, matrix, note: note.trim() || null } }),
    onSuccess: async (saved) => {
      notify(t('matrix.saved', { version: saved.version }));
      onClose();
      await readSalesAgain();
    },
  });
  return (
    <FormDialog size="xl" onClose={onClose} title={t('matrix.title')} onSend={() => save.mutate()}>
      <Select
        label={t('matrix.member')}
        allowDeselect={false}
        data={sale.team.map(({ id, name }) => ({ value: id, label: name }))}
        value={member}
        onChange={(value) => setMember(value ?? member)}
      />
      <div className={css.scroll} role="region" aria-label={t('matrix.title')} tabIndex={0}>
        <table className={matrixCss.editor}>
          <thead>
            <tr>
              <th scope="col">{t('matrix.criterion')}</th>
              <th scope="col">{t('matrix.weight')}</th>
              <th scope="col">{t('matrix.own weights')}</th>
              <th scope="col">{t('matrix.gate')}</th>
              {matrix.options.map((option) => (
                <th key={option.id} scope="col">
                  <TextInput
                    size="xs"
                    aria-label={t(
                      option.kind === 'ours'
                        ? 'matrix.ours'
                        : option.kind === 'nothing'
                          ? 'matrix.nothing'
                          : 'matrix.competitor',
                    )}
                    value={option.name}
                    onChange={(event) => setMatrix(renamedOption(matrix, option.id, event.currentTarget.value))}
                  />
                </th>
              ))}
              <td>
                <button
                  type="button"
                  className={css.add}
                  aria-label={t('matrix.new option')}
                  title={t('matrix.new option')}
                  onClick={() => setMatrix(withCompetitor(matrix))}
                >
                  <Plus size={15} aria-hidden="true" />
                </button>
              </td>
            </tr>
          </thead>
          <tbody>
            {matrix.criteria.map((row) => (
              <CriterionRow key={row.id} row={row} matrix={matrix} member={member} onMatrix={setMatrix} />
            ))}
          </tbody>
        </table>
      </div>
      <Button size="xs" variant="default" onClick={() => setMatrix(withCriterion(matrix))}>
        {t('matrix.new criterion')}
      </Button>
      <TextInput
        label={t('matrix.note')}
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Refusal error={save.error} />
      <Button type="submit" loading={save.isPending}>
        {t('matrix.save', { version: based + 1 })}
      </Button>
    </FormDialog>
  );
}

interface CriterionRowProps {
  row: MatrixContent['criteria'][number];
  matrix: MatrixContent;
  /** Whose scores are shown. */
  member: string;
  onMatrix: (matrix: MatrixContent) => void;
}

function CriterionRow({ row, matrix, member, onMatrix }: CriterionRowProps) {
  const change = (part: Partial<typeof row>) => onMatrix(changedCriterion(matrix, row.id, part));
  return (
    <tr>
      <th scope="row">
        <TextInput
          size="xs"
          aria-label={t('matrix.criterion')}
          value={row.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
      </th>
      <td>
        <NumberInput
          hideControls
          size="xs"
          aria-label={`${t('matrix.weight')}: ${row.name}`}
          min={0}
          max={1000}
          value={row.weight}
          onChange={(value) => change({ weight: Number(value) || 0 })}
        />
      </td>
      <td>
        <NumberInput
          hideControls
          size="xs"
          aria-label={`${t('matrix.own weights')}: ${row.name}`}
          placeholder={String(row.weight)}
          min={0}
          max={1000}
          value={matrix.weights[member]?.[row.id] ?? ''}
          onChange={(value) =>
            onMatrix(withOwnWeight(matrix, member, row.id, value === '' ? undefined : Number(value)))
          }
        />
      </td>
      <td>
        <NumberInput
          hideControls
          size="xs"
          aria-label={`${t('matrix.gate')}: ${row.name}`}
          min={0}
          max={10}
          value={row.gate ?? ''}
          onChange={(value) => change({ gate: value === '' ? null : Number(value) })}
        />
      </td>
      {matrix.options.map((option) => {
        const cell = { member, criterion: row.id, option: option.id };
        const score = scoreOf(matrix, cell);
        return (
          <td key={option.id}>
            <NumberInput
              hideControls
              size="xs"
              aria-label={t('matrix.score field', { criterion: row.name, option: option.name })}
              min={0}
              max={10}
              value={score?.score ?? ''}
              onChange={(value) => onMatrix(withScore(matrix, cell, value === '' ? undefined : Number(value)))}
            />
            {score && (
              <TextInput
                size="xs"
                aria-label={t('matrix.evidence field', { criterion: row.name, option: option.name })}
                placeholder={t('matrix.no evidence')}
                value={score.evidence ?? ''}
                onChange={(event) => onMatrix(withEvidence(matrix, cell, event.currentTarget.value || null))}
              />
            )}
          </td>
        );
      })}
      <td>
        <button
          type="button"
          className={css.add}
          aria-label={t('matrix.remove', { name: row.name })}
          onClick={() => onMatrix(withoutCriterion(matrix, row.id))}
        >
          <X size={14} aria-hidden="true" />
        </button>
      </td>
    </tr>
  );
}
