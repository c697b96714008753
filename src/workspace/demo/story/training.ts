/** The demo's training: one programme in two waves, planned before the first, so that the second team is who waited. */
import { day, dayText } from './calendar.ts';
import { training } from './company.ts';

export interface DemoSession {
  key: string;
  name: string;
  startsOn: string;
  endsOn: string;
  fees: number;
  material: number;
  hoursEach: number;
  members: readonly string[];
}

export interface DemoProgramme {
  name: string;
  purpose: string;
  loadedRate: number;
  marginShare: number;
  plannedAt: number;
  sessions: DemoSession[];
}

export function trainingOf(now: number): DemoProgramme {
  return {
    name: training.programme,
    purpose:
      'Technicians are at every customer’s. They learn to hear a need, to ask one question more, and to hand it on.',
    loadedRate: 52,
    marginShare: 0.4,
    plannedAt: now - (training.cohorts[0]!.trainedAgo + 45) * day,
    sessions: training.cohorts.map((cohort) => ({
      key: `training/${cohort.name}`,
      name: cohort.name,
      startsOn: dayText(now - (cohort.trainedAgo + 1) * day),
      endsOn: dayText(now - cohort.trainedAgo * day),
      fees: cohort.fee,
      material: 480,
      hoursEach: cohort.hoursEach,
      members: cohort.members,
    })),
  };
}
