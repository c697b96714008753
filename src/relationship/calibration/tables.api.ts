import { z } from 'zod';
import { asked, told, type Schedulable } from '../../platform/reports.ts';
import { calibrationHandlers } from './calibration.api.ts';
import { calibrationContract as api } from './contract.ts';

/** The sets of weights as plain tables, for letters and files. The search may name one of them; else it is the newest that was tested. */
export const calibrationReports: Record<string, Schedulable> = {
  calibration: {
    title: 'Calibration',
    may: 'process:read',
    screen: '/insight',
    async tables(reader, search) {
      const { version, uses } = await told(reader, api.readModelInUse, calibrationHandlers.readModelInUse, {});
      const { items } = await told(
        reader,
        api.listModels,
        calibrationHandlers.listModels,
        asked(api.listModels.query!, { limit: '200' }),
      );
      const wanted = z.uuid().safeParse(search['model']).data;
      const model = items.find((each) => (wanted === undefined ? each.result?.test != null : each.id === wanted));
      const cases =
        model === undefined
          ? []
          : (
              await told(
                reader,
                api.listModelCases,
                calibrationHandlers.listModelCases,
                asked(api.listModelCases.query!, { limit: '200' }),
                { id: model.id },
              )
            ).items;
      return [
        {
          title: 'Sets of weights',
          about: `In use: ${version}.`,
          columns: ['Version', 'Date', 'By', 'Customers looked at', 'Outcomes', 'Gain', 'Standard error', 'Verdict'],
          rows: items.map((each) => [
            each.version,
            each.startedAt.slice(0, 10),
            each.memberName,
            each.result?.looks ?? null,
            each.result?.events ?? null,
            each.result?.test?.gain ?? null,
            each.result?.test?.se ?? null,
            each.inUse ? 'in use' : (each.verdict ?? each.state),
          ]),
        },
        {
          title: 'Which was in use when',
          columns: ['Version', 'From', 'To', 'By', 'Why'],
          rows: uses.map((use) => [
            use.version,
            use.begunAt.slice(0, 10),
            use.endedAt?.slice(0, 10) ?? null,
            use.memberName,
            use.why,
          ]),
        },
        ...(model?.result
          ? [
              {
                title: `How many stayed by position, ${model.version}`,
                columns: ['Position', 'Looked at', 'Stayed', 'Share'],
                shares: [3],
                rows: model.result.positions
                  .filter((row) => row.looks > 0)
                  .map((row) => [row.position, row.looks, row.stayed, row.stayed / row.looks]),
              },
            ]
          : []),
        ...(model?.result?.learnt
          ? [
              {
                title: `What kinds of contact count, against the shipped weights, ${model.version}`,
                columns: ['Kind', 'Times'],
                rows: Object.entries(model.result.learnt.factors).sort(([, a], [, b]) => b - a),
              },
            ]
          : []),
        ...(cases.length > 0
          ? [
              {
                title: `Customers on which ${model!.version} was tested`,
                columns: ['Customer', 'Looked at', 'Position', 'Said before', 'Says', 'Stayed'],
                shares: [3, 4],
                rows: cases.map((each) => [
                  each.account.name,
                  each.at.slice(0, 10),
                  each.position,
                  each.saidBefore,
                  each.saidAfter,
                  each.stayed ? 'yes' : 'no',
                ]),
              },
            ]
          : []),
      ];
    },
  },
};
