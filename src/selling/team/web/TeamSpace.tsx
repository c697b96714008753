import { Select } from '@mantine/core';
import { useAnswer } from '../../../web/api.ts';
import { DateField } from '../../../web/kit/DateField.tsx';
import { useView } from '../../../web/kit/view.ts';
import { workspaceContract } from '../../../workspace/contract.ts';
import { treeOrder } from '../../../workspace/teamTree.ts';
import { inDays, today } from '../../web/days.ts';
import { Space } from '../../web/parts.tsx';
import css from '../../web/space.module.css';
import { AttentionPart } from './AttentionPart.tsx';
import { ForecastPart } from './ForecastPart.tsx';
import { t } from './messages.ts';
import { ReviewPart } from './ReviewPart.tsx';
import type { Whose } from './whose.ts';

/** A team's week on one screen: what changed, the forecast call, what waits. */
export function TeamSpace() {
  const [view, setView] = useView();
  const teams = useAnswer(workspaceContract.listTeams, { query: { limit: '200' } }).data?.items ?? [];
  const whose: Whose = view['team'] === undefined ? {} : { team: view['team'] };
  const since = view['since'] ?? inDays(-7);
  return (
    <Space space="team" question={t('question')}>
      <div className={css.row} style={{ maxWidth: 520, marginBottom: 20 }}>
        <Select
          label={t('filter.team')}
          placeholder={t('filter.all teams')}
          clearable
          data={treeOrder(teams).map(({ team, depth }) => ({ value: team.id, label: `${'\u2003'.repeat(depth)}${team.name}` }))}
          value={view['team'] ?? null}
          onChange={(team) => setView({ team: team ?? undefined })}
        />
        <DateField
          label={t('filter.since')}
          value={since}
          latest={today()}
          onChange={(day) => setView({ since: day ?? undefined })}
          required
        />
      </div>
      <ReviewPart whose={whose} since={since} />
      <AttentionPart whose={whose} />
      <ForecastPart whose={whose} />
    </Space>
  );
}
