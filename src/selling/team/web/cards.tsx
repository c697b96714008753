import { inDays } from '../../../web/kit/days.ts';
import { useView } from '../../../web/kit/view.ts';
import { AttentionPart } from './AttentionPart.tsx';
import { ForecastPart } from './ForecastPart.tsx';
import { ReviewPart } from './ReviewPart.tsx';
import { whoseIn } from './whose.ts';

/** A team's week in parts, for dashboards. */

export function ChangesCard() {
  const [view] = useView();
  return <ReviewPart whose={whoseIn(view)} since={inDays(-7)} />;
}

export function AttentionCard() {
  const [view] = useView();
  return <AttentionPart whose={whoseIn(view)} />;
}

export function ForecastCard() {
  const [view] = useView();
  return <ForecastPart whose={whoseIn(view)} />;
}
