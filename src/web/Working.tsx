import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { workContract as api, type WorkRecord } from '../workspace/work/contract.ts';
import { useAct } from './api.ts';
import { ask } from './connection.ts';
import { ProgressBar } from './kit/ProgressBar.tsx';
import { t } from './messages/en.ts';
import { useSession } from './session.ts';
import css from './Working.module.css';

/** Sooner than this nothing flickers up; and as often it is asked how far the work is. */
const patience = 400;

interface WorkingProps {
  kind: WorkRecord['kind'];
  label: string;
}

/** What I wait for, once it takes more than a moment: how far it is, and a button that ends it. The question that waits is then answered with that. */
export function Working({ kind, label }: WorkingProps) {
  const [waited, setWaited] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setWaited(true), patience);
    return () => clearTimeout(timer);
  }, []);
  return waited ? <Mine kind={kind} label={label} /> : null;
}

function Mine({ kind, label }: WorkingProps) {
  const { member } = useSession();
  const { data } = useQuery({
    queryKey: [api.listWork.path, 'mine', kind],
    queryFn: async ({ signal }) => ask(api.listWork, { query: { kind, state: 'under way', limit: '20' } }, { signal }),
    refetchInterval: patience,
    // What was under way a moment ago says nothing of now.
    gcTime: 0,
    staleTime: 0,
  });
  const mine = data?.items.find((work) => work.memberId === member.id);
  return mine ? <WorkBar work={mine} label={label} /> : null;
}

/** All work of a kind that one may see, whoever began it: for a page on which it is asked for and not waited for. */
export function UnderWay({ kind, label }: { kind: WorkRecord['kind']; label: (who: string | null) => string }) {
  const { data } = useQuery({
    queryKey: [api.listWork.path, 'under way', kind],
    queryFn: async ({ signal }) => ask(api.listWork, { query: { kind, state: 'under way', limit: '20' } }, { signal }),
    refetchInterval: 3 * patience,
  });
  return data?.items.map((work) => <WorkBar key={work.id} work={work} label={label(work.memberName)} />);
}

/** How far some work is, with what ends it for who may. */
export function WorkBar({ work, label }: { work: Pick<WorkRecord, 'id' | 'share' | 'mine'>; label: string }) {
  const cancel = useAct(api.cancelWork, { touches: [api.listWork] });
  return (
    <div className={css.working}>
      <div className={css.bar}>
        <ProgressBar label={label} done={Math.floor(work.share * 100)} total={100} unit="percent" />
      </div>
      {work.mine && (
        <Button
          size="xs"
          variant="default"
          loading={cancel.isPending || cancel.isSuccess}
          onClick={() => cancel.mutate({ input: { params: { id: work.id } } })}
        >
          {t('app.cancel')}
        </Button>
      )}
    </div>
  );
}
