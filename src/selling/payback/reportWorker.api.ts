import { parentPort, workerData } from 'node:worker_threads';
import { trainingReport, type ReportInput } from './report.ts';

/** The entry of the worker thread that computes a report: tells its progress, then the report. */
const report = trainingReport(workerData as ReportInput, (share) => parentPort!.postMessage({ share }));
parentPort!.postMessage({ report });
