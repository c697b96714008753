-- owner: workspace
-- Whether a worker lives is seen by the lock that its process holds, not by the clock.
alter table import drop column worker_until;
