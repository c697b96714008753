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
import { t } from './messages.ts';
import css from './sale.module.css';

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
  const change = (part: Partial<MatrixContent>) => setMatrix({ ...matrix, ...part });
  const changeCriterion = (id: string, part: Partial<MatrixContent['criteria'][number]>) =>
    change({ criteria: matrix.criteria.map((each) => (each.id === id ? { ...each, ...part } : each)) });
  const scoreOf = (criterion: string, option: string) =>
    matrix.scores.find((score) => score.member === member && score.criterion === criterion && score.option === option);
  const setScore = (
    criterion: string,
    option: string,
    part: { score?: number | undefined; evidence?: string | null },
  ) => {
    const before = scoreOf(criterion, option);
    const others = matrix.scores.filter((score) => score !== before);
    const score = 'score' in part ? part.score : before?.score;
    const evidence = 'evidence' in part ? (part.evidence ?? null) : (before?.evidence ?? null);
    change({ scores: score === undefined ? others : [...others, { member, criterion, option, score, evidence }] });
  };
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
        <table className={css.editor}>
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
                    onChange={(event) => {
                      const name = event.currentTarget.value;
                      change({
                        options: matrix.options.map((each) => (each.id === option.id ? { ...each, name } : each)),
                      });
                    }}
                  />
                </th>
              ))}
              <td>
                <button
                  type="button"
                  className={css.add}
                  aria-label={t('matrix.new option')}
                  title={t('matrix.new option')}
                  onClick={() =>
                    change({
                      options: [
                        ...matrix.options,
                        { id: crypto.randomUUID(), name: t('matrix.competitor'), kind: 'competitor' },
                      ],
                    })
                  }
                >
                  <Plus size={15} aria-hidden="true" />
                </button>
              </td>
            </tr>
          </thead>
          <tbody>
            {matrix.criteria.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  <TextInput
                    size="xs"
                    aria-label={t('matrix.criterion')}
                    value={row.name}
                    onChange={(event) => changeCriterion(row.id, { name: event.currentTarget.value })}
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
                    onChange={(value) => changeCriterion(row.id, { weight: Number(value) || 0 })}
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
                    onChange={(value) => {
                      const { [row.id]: _before, ...others } = matrix.weights[member] ?? {};
                      const own = value === '' ? others : { ...others, [row.id]: Number(value) };
                      const { [member]: _gone, ...rest } = matrix.weights;
                      change({ weights: Object.keys(own).length === 0 ? rest : { ...rest, [member]: own } });
                    }}
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
                    onChange={(value) => changeCriterion(row.id, { gate: value === '' ? null : Number(value) })}
                  />
                </td>
                {matrix.options.map((option) => {
                  const score = scoreOf(row.id, option.id);
                  return (
                    <td key={option.id}>
                      <NumberInput
                        hideControls
                        size="xs"
                        aria-label={t('matrix.score field', { criterion: row.name, option: option.name })}
                        min={0}
                        max={10}
                        value={score?.score ?? ''}
                        onChange={(value) =>
                          setScore(row.id, option.id, { score: value === '' ? undefined : Number(value) })
                        }
                      />
                      {score && (
                        <TextInput
                          size="xs"
                          aria-label={t('matrix.evidence field', { criterion: row.name, option: option.name })}
                          placeholder={t('matrix.no evidence')}
                          value={score.evidence ?? ''}
                          onChange={(event) =>
                            setScore(row.id, option.id, { evidence: event.currentTarget.value || null })
                          }
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
                    onClick={() =>
                      change({
                        criteria: matrix.criteria.filter((each) => each.id !== row.id),
                        scores: matrix.scores.filter((score) => score.criterion !== row.id),
                      })
                    }
                  >
                    <X size={14} aria-hidden="true" />
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Button
        size="xs"
        variant="default"
        onClick={() =>
          change({
            criteria: [
              ...matrix.criteria,
              { id: crypto.randomUUID(), name: t('matrix.criterion'), weight: 10, gate: null, whose: null },
            ],
          })
        }
      >
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

/** Ours, the competitors that are known, and doing nothing. */
function beginning(sale: SaleDetail): MatrixContent {
  return {
    criteria: [{ id: 'price', name: t('matrix.price'), weight: 10, gate: null, whose: null }],
    options: [
      { id: 'ours', name: t('matrix.ours'), kind: 'ours' },
      ...sale.competitors.map((name, i) => ({ id: `competitor-${i}`, name, kind: 'competitor' as const })),
      { id: 'nothing', name: t('matrix.nothing'), kind: 'nothing' },
    ],
    weights: {},
    scores: [],
  };
}
