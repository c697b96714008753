-- owner: purchase
-- The orders in which sales are listed, each with the index that a page of it needs.

drop index opportunity_by_amount;
create index opportunity_by_amount on opportunity (workspace_id, amount desc nulls last, id desc) where deleted_at is null;
create index opportunity_by_created on opportunity (workspace_id, created_at, id) where deleted_at is null;
create index opportunity_by_stage_since on opportunity (workspace_id, stage_since, id) where deleted_at is null;
