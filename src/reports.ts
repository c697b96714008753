import { insightReports, valueReports } from './insight/tables.api.ts';
import { alarmHandlers } from './ownership/alarms/alarms.api.ts';
import type { Schedulable } from './platform/reports.ts';

/** The one list of what can be sent by itself. A slice that has something to send adds a line. */
export const reports: Record<string, Schedulable> = {
  ...insightReports,
  ...valueReports,
  'mild alarms': {
    title: 'Mild alarms',
    may: 'alarm:read',
    async tables(reader) {
      const { items } = (await reader.read((call) => alarmHandlers.listMild(call, { params: {}, query: {}, body: undefined }))) as { items: { accountName: string | null; memberName: string | null; signals: { kind: string }[]; dip: { dip: string } | null }[] };
      return [
        {
          title: 'Signals that need nobody yet, and dips that are the expected ones',
          columns: ['Customer', 'Looked after by', 'Signals', 'Dip'],
          rows: items.map((item) => [item.accountName ?? '', item.memberName ?? 'nobody', item.signals.map((signal) => signal.kind).join(', ') || 'none', item.dip?.dip ?? '']),
        },
      ];
    },
  },
};
