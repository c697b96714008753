import { Loader } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { ChevronRight, FileDown, Plus, Sparkles } from 'lucide-react';
import type { ReactNode } from 'react';
import { useAct } from '../../web/api.ts';
import { demoContract } from '../demo/contract.ts';
import { Door } from './Door.tsx';
import css from './Door.module.css';
import { t } from './doorMessages.ts';

/** After the first visit: with the demo company, with one's own customers, or with nothing. */
export function Start() {
  const { history } = useRouter();
  const load = useAct(demoContract.loadDemo);
  return (
    <Door title={t('start.title')} intro={t('start.intro')} wide>
      <div className={css.choices}>
        <Choice
          icon={<Sparkles size={20} />}
          title={t('start.demo')}
          text={t('start.demo text')}
          busy={load.isPending}
          onChoose={() => load.mutate({ input: {} }, { onSuccess: () => history.push('/today') })}
        />
        <Choice
          icon={<FileDown size={20} />}
          title={t('start.import')}
          text={t('start.import text')}
          onChoose={() => history.push('/import')}
        />
        <Choice
          icon={<Plus size={20} />}
          title={t('start.empty')}
          text={t('start.empty text')}
          onChoose={() => history.push('/today')}
        />
      </div>
    </Door>
  );
}

function Choice({
  icon,
  title,
  text,
  busy = false,
  onChoose,
}: {
  icon: ReactNode;
  title: string;
  text: string;
  busy?: boolean;
  onChoose: () => void;
}) {
  return (
    <button type="button" className={css.choice} disabled={busy} aria-busy={busy} onClick={onChoose}>
      <span aria-hidden="true">{icon}</span>
      <span>
        <b>{title}</b>
        <span>{text}</span>
      </span>
      {busy ? <Loader size={16} /> : <ChevronRight size={16} aria-hidden="true" />}
    </button>
  );
}
