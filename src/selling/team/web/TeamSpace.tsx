import { DateField } from '../../../web/kit/DateField.tsx';
import { inDays, today } from '../../../web/kit/days.ts';
import { useView } from '../../../web/kit/view.ts';
import { Space } from '../../web/parts.tsx';
import css from '../../web/space.module.css';
import { AttentionPart } from './AttentionPart.tsx';
import { ForecastPart } from './ForecastPart.tsx';
import { t } from './messages.ts';
import { ReviewPart } from './ReviewPart.tsx';
import { TeamFilter } from './TeamFilter.tsx';
import { whoseIn } from './whose.ts';

/** A team's week on one screen: what changed, the forecast call, what waits. */
export function TeamSpace() {
  const [view, setView] = useView();
  const whose = whoseIn(view);
  const since = view['since'] ?? inDays(-7);
  return (
    <Space space="team" question={t('question')}>
      <div className={css.row} style={{ maxWidth: 520, marginBottom: 20 }}>
        <TeamFilter />
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
