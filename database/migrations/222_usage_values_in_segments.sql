-- owner: usage
-- A rule may ask what a customer is worth: after a fit whoever has a value is looked at by the rules.
create trigger segment_look_added after insert on customer_value referencing new table as changed for each statement execute function segment_after_record();
