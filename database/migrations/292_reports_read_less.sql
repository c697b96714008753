-- owner: purchase
-- Reports over a million sales: what a policy asks of each row is asked by a function that keeps its plan, and sales with known facts are found by an index.

create function sale_seen(sale uuid) returns boolean language plpgsql stable parallel safe as $$ begin return exists (select from opportunity o where o.workspace_id = app_workspace() and o.id = sale_seen.sale); end $$;
alter policy seen on first_contact using (workspace_id = (select app_workspace()) and ((select app_sees('opportunity')) or sale_seen(opportunity_id)));

-- The chance to win is fitted to decided sales of which the program knew something when they moved: of imported ones it often knew nothing.
create index opportunity_stage_with_facts on opportunity_stage (workspace_id, opportunity_id) where facts is not null;

-- Customers in ownership, the latest close first: a page of them, not all of them sorted.
create index relationship_in_ownership on relationship (workspace_id, closed_at desc nulls last, account_id desc) where alive and phase = 'ownership';
