/** Names of what runs in the background. */
export const sendReportsJob = 'scheduled-reports';
export const sendOneJob = 'scheduled-report-now';
