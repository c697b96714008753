-- owner: selling
-- A goal is set for a month, a quarter or a year; its period is the first day of it.
alter table sales_goal add column span text not null default 'quarter' check (span in ('month', 'quarter', 'year'));
drop index sales_goal_once;
create unique index sales_goal_once on sales_goal (workspace_id, period, span, scope, scope_id, coalesce(sale_type, ''), coalesce(offering, ''));
