import { insightReports, valueReports } from './insight/tables.api.ts';
import { alarmHandlers } from './ownership/alarms/alarms.api.ts';
import type { DigestRecord } from './ownership/alarms/contract.ts';
import { digestTables } from './ownership/alarms/digestTables.ts';
import type { Schedulable } from './platform/reports.ts';
import { calibrationReports } from './relationship/calibration/tables.api.ts';
import { coachingReports } from './selling/coaching/tables.api.ts';
import { forceReports } from './selling/force/tables.api.ts';
import { paybackReports } from './selling/payback/tables.api.ts';
import { teamReports } from './selling/team/tables.api.ts';

/** The one list of what can leave as a letter or a file. A slice that has something to send adds a line. */
export const reports: Record<string, Schedulable> = {
  ...insightReports,
  ...valueReports,
  ...forceReports,
  ...teamReports,
  ...coachingReports,
  ...paybackReports,
  ...calibrationReports,
  'mild alarms': {
    title: 'Customers this week',
    may: 'alarm:read',
    screen: '/ownership',
    tables: async (reader, { whose }) =>
      digestTables(
        (await reader.read((call) =>
          alarmHandlers.readDigest(call, {
            params: {},
            query: whose === 'mine' ? { mine: true } : {},
            body: undefined,
          }),
        )) as DigestRecord,
      ),
  },
};
