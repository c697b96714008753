import { Button, Checkbox, Popover, TextInput } from '@mantine/core';
import { Lightbulb } from 'lucide-react';
import { useState } from 'react';
import { useAct } from '../../web/api.ts';
import { Form } from '../../web/kit/Form.tsx';
import { notify } from '../../web/shell/toasts.ts';
import { purchaseContract as api, type SaleDetail } from '../contract.ts';
import { readSalesAgain } from './data.ts';
import { t } from './messages.ts';
import css from './sale.module.css';
import stagesCss from './stages.module.css';

interface StageGuideProps {
  sale: SaleDetail;
  stage: SaleDetail['stages'][number];
}

const lists = ['skills', 'strategies', 'knowledge', 'resources'] as const;

/** What a stage needs beside its steps, as the organization's process says, and a step of one's own. */
export function StageGuide({ sale, stage }: StageGuideProps) {
  const [opened, setOpened] = useState(false);
  const title = t('guide.open', { stage: t(`stage.${stage.stage}`) });
  return (
    <Popover opened={opened} onChange={setOpened} trapFocus returnFocus withinPortal position="bottom-end" width={300}>
      <Popover.Target>
        <button
          type="button"
          className={stagesCss.guideButton}
          aria-label={title}
          title={title}
          onClick={() => setOpened(!opened)}
        >
          <Lightbulb size={13} aria-hidden="true" />
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <b>{title}</b>
        <dl className={stagesCss.guide}>
          {lists
            .filter((list) => stage.guide[list].length > 0)
            .map((list) => (
              <div key={list}>
                <dt>{t(`guide.${list}`)}</dt>
                {stage.guide[list].map((line) => (
                  <dd key={line}>{line}</dd>
                ))}
              </div>
            ))}
        </dl>
        {sale.mayChange && sale.outcome === 'open' && (
          <OwnStep sale={sale} stage={stage} onDone={() => setOpened(false)} />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

function OwnStep({ sale, stage, onDone }: StageGuideProps & { onDone: () => void }) {
  const [title, setTitle] = useState('');
  const [evidence, setEvidence] = useState('');
  const [required, setRequired] = useState(true);
  const add = useAct(api.addStep);
  return (
    <Form
      onSend={() => {
        add.mutate(
          {
            input: {
              params: { id: sale.id },
              body: { stage: stage.stage, title: title.trim(), evidence: evidence.trim(), required },
            },
          },
          {
            onSuccess: () => {
              notify(t('step.added', { what: title.trim() }));
              onDone();
              void readSalesAgain();
            },
          },
        );
      }}
    >
      <TextInput
        required
        label={t('step.add title')}
        maxLength={200}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <TextInput
        required
        label={t('step.add evidence')}
        maxLength={300}
        value={evidence}
        onChange={(event) => setEvidence(event.currentTarget.value)}
      />
      <Checkbox
        label={t('step.optional')}
        checked={!required}
        onChange={(event) => setRequired(!event.currentTarget.checked)}
      />
      <div className={css.buttons}>
        <Button type="submit" size="xs" loading={add.isPending}>
          {t('step.add')}
        </Button>
      </div>
    </Form>
  );
}
