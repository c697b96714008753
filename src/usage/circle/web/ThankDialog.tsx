import { Button, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../../web/connection.ts';
import { FormDialog } from '../../../web/kit/FormDialog.tsx';
import { problemText, QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { notifyProblem, notifyUndo } from '../../../web/shell/toasts.ts';
import { circleContract as api, type InfluenceRecord } from '../contract.ts';
import css from './circle.module.css';
import { readCircleAgain } from './data.ts';
import { t } from './messages.ts';
import { edgeText, sourceName } from './words.ts';

/** Notes how somebody was thanked; it stands in their timeline. */
export function ThankDialog({ edge, onClose }: { edge: InfluenceRecord; onClose: () => void }) {
  const [how, setHow] = useState('');
  const name = sourceName(edge);
  const note = (thanks: string | null) => ask(api.thankInfluencer, { params: { id: edge.id }, body: { thanks } });
  const save = useMutation({
    mutationFn: () => note(how.trim()),
    onSuccess: async () => {
      notifyUndo(t('thank.done', { name }), () =>
        note(null)
          .then(readCircleAgain)
          .catch((error: unknown) => notifyProblem(problemText(error))),
      );
      onClose();
      await readCircleAgain();
    },
  });
  return (
    <FormDialog
      onClose={onClose}
      title={t('thank.title', { name })}
      onSend={() => {
        if (how.trim() !== '') save.mutate();
      }}
    >
      <p className={css.quiet}>{edgeText(edge)}</p>
      <Textarea
        required
        data-autofocus
        label={t('thank.how')}
        placeholder={t('thank.example')}
        value={how}
        maxLength={1000}
        autosize
        minRows={2}
        onChange={(event) => setHow(event.currentTarget.value)}
      />
      {save.error && <QueryProblem error={save.error} />}
      <Button type="submit" loading={save.isPending} disabled={how.trim() === ''}>
        {t('thank.save')}
      </Button>
    </FormDialog>
  );
}
