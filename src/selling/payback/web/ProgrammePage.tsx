import { Button, MultiSelect } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useMembers } from '../../../people/web/data.ts';
import { useAct, useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { ProgressBar } from '../../../web/kit/ProgressBar.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { PageSkeleton } from '../../../web/kit/Skeletons.tsx';
import { useMay } from '../../../web/session.ts';
import { Part, Space, Table } from '../../web/parts.tsx';
import { t as selling } from '../../web/messages.ts';
import css from '../../web/space.module.css';
import { paybackContract as api, type ProgrammeDetail, type TrainingSession } from '../contract.ts';
import { t } from './messages.ts';
import { ProgrammeDialog } from './ProgrammeDialog.tsx';
import { Report } from './Report.tsx';
import { SessionDialog } from './SessionDialog.tsx';
import { HistoryButton } from '../../../workspace/web/HistoryButton.tsx';

const route = getRouteApi('/inside/selling/training/$id');

/** One programme: what it changed first, then how we know, then who is trained when. */
export function ProgrammePage() {
  const { id } = route.useParams();
  const { data, error, refetch } = useAnswer(api.readProgramme, { params: { id } }, { meta: { hears: ['programme'] } });
  if (error && !data) return <QueryProblem error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  return <Programme programme={data} />;
}

function Programme({ programme }: { programme: ProgrammeDetail }) {
  const [editing, setEditing] = useState(false);
  const mayWrite = useMay('payback:write');
  const { result, report } = programme;
  const running = report !== null && (report.state === 'waiting' || report.state === 'working');
  return (
    <Space
      space="training"
      title={programme.name}
      crumbs={[
        { label: selling('title'), to: '/selling' },
        { label: selling('space.training'), to: '/selling/training' },
      ]}
      {...(programme.purpose ? { question: programme.purpose } : {})}
      actions={
        mayWrite && (
          <>
            <HistoryButton of={{ kind: 'programme', id: programme.id }} name={programme.name} />
            <Button variant="default" onClick={() => setEditing(true)}>
              {t('edit')}
            </Button>
            <MakeReport programme={programme} running={running} />
          </>
        )
      }
    >
      {running && <Running programme={programme} />}
      {report?.state === 'failed' && <p className={css.bad}>{report.problem}</p>}
      {report?.state === 'cancelled' && <p className={css.quiet}>{t('report.cancelled')}</p>}
      {result ? <Report programme={programme} result={result} /> : !running && <EmptyState sentence={t('report.first')} />}
      <RollOut programme={programme} />
      {editing && <ProgrammeDialog programme={programme} currency={programme.currency} onClose={() => setEditing(false)} />}
    </Space>
  );
}

function MakeReport({ programme, running }: { programme: ProgrammeDetail; running: boolean }) {
  const make = useAct(api.makeReport, { touches: [api.readProgramme] });
  return (
    <Button disabled={running || programme.trained === 0} loading={make.isPending} onClick={() => make.mutate({ input: { params: { id: programme.id } } })}>
      {t('report.make')}
    </Button>
  );
}

/** Its progress is asked for while it is computed; whoever asked may stop it. */
function Running({ programme }: { programme: ProgrammeDetail }) {
  const report = programme.report!;
  useAnswer(api.readProgramme, { params: { id: programme.id } }, { refetchInterval: 1000 });
  const cancel = useAct(api.cancelReport, { touches: [api.readProgramme] });
  const mayStop = useMay('payback:delete');
  return (
    <div className={css.part} aria-live="polite">
      <ProgressBar label={t(report.state === 'waiting' ? 'report.waiting' : 'report.working')} done={report.progress} total={100} unit="percent" />
      {mayStop && (
        <Button mt={8} size="xs" variant="default" onClick={() => cancel.mutate({ input: { params: { id: report.id } } })}>
          {t('report.cancel')}
        </Button>
      )}
    </div>
  );
}

function RollOut({ programme }: { programme: ProgrammeDetail }) {
  const mayWrite = useMay('payback:write');
  const [open, setOpen] = useState<{ session: TrainingSession | null }>();
  const add = mayWrite && (
    <Button variant="default" size="xs" leftSection={<Plus size={14} aria-hidden="true" />} onClick={() => setOpen({ session: null })}>
      {t('session.new')}
    </Button>
  );
  const compared = programme.waiting > 0 || programme.comparison.length > 0 || programme.waves.length > 1;
  return (
    <Part title={t('waves')} detail={t('waves detail')} actions={add}>
      {programme.waves.length === 0 ? (
        <EmptyState sentence={t('session.empty')} action={add} />
      ) : (
        <>
          <Table label={t('waves')} words={[1]} head={[t('session'), t('people'), t('when'), t('session.hours'), t('session.cost')]}>
            {programme.waves.map((wave) => (
              <tr key={wave.id}>
                <th scope="row">
                  {mayWrite ? (
                    <button type="button" className={css.link} onClick={() => setOpen({ session: wave })}>
                      {wave.name}
                    </button>
                  ) : (
                    wave.name
                  )}
                </th>
                <td data-words title={format.list(wave.people.map((person) => person.name))}>
                  {t('session.attended of', {
                    attended: wave.people.filter((person) => person.state === 'attended').length,
                    people: wave.people.length,
                  })}
                  <span className={css.second}>{format.list(wave.people.slice(0, 6).map((person) => person.name.split(' ')[0]!))}</span>
                </td>
                <td>{format.date(wave.endsOn, 'full')}</td>
                <td>{format.number(wave.hoursEach, 1, 0)}</td>
                <td>{format.money(Number(wave.fees) + Number(wave.material), programme.currency)}</td>
              </tr>
            ))}
          </Table>
          <p className={programme.plannedBefore ? css.good : css.quiet} style={{ marginTop: 8 }}>
            {t(programme.plannedBefore ? 'planned' : compared ? 'planned late' : 'planned nobody')}
          </p>
        </>
      )}
      {mayWrite && <Comparison key={programme.version} programme={programme} />}
      {open && <SessionDialog programme={programme} session={open.session} onClose={() => setOpen(undefined)} />}
    </Part>
  );
}

function Comparison({ programme }: { programme: ProgrammeDetail }) {
  const members = useMembers();
  const before = programme.comparison.map((person) => person.memberId);
  const [chosen, setChosen] = useState(before);
  const save = useAct(api.planComparison, { touches: [api.readProgramme, api.listProgrammes] });
  const taking = new Set(programme.waves.flatMap((wave) => wave.people.map((person) => person.memberId)));
  const changed = chosen.length !== before.length || chosen.some((memberId) => !before.includes(memberId));
  return (
    <div className={css.form} style={{ maxWidth: 560, marginTop: 12 }}>
      <MultiSelect
        searchable
        label={t('comparison')}
        description={t('comparison.hint')}
        data={members.list.filter(({ id }) => !taking.has(id)).map(({ id, name }) => ({ value: id, label: name }))}
        value={chosen}
        onChange={setChosen}
      />
      {changed && (
        <div>
          <Button loading={save.isPending} onClick={() => save.mutate({ input: { params: { id: programme.id }, body: { memberIds: chosen } } })}>
            {t('comparison.save')}
          </Button>
        </div>
      )}
    </div>
  );
}
