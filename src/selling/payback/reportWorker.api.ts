import { parentPort, workerData } from 'node:worker_threads';
import { trainingReport, type ReportInput } from './report.ts';

/** The entry of the worker thread that computes a report: tells its progress, then the report. */
const tell = (message: object) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window: there is no origin
  parentPort?.postMessage(message);
};
tell({ report: trainingReport(workerData as ReportInput, (share) => tell({ share })) });
