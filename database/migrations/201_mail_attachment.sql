-- owner: platform
-- One file that goes with a letter; gone, as its text, once it was sent.
alter table mail add column attachment_name text check (length(attachment_name) between 1 and 120 and attachment_name !~ '[[:cntrl:]/\\"]');
alter table mail add column attachment_text text check (length(attachment_text) <= 5000000);
