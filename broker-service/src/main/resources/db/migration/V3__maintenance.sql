-- What an operator announced last of a region; all null where nothing is announced.
alter table regions
    add column maintenance_from    timestamptz,
    add column maintenance_until   timestamptz,
    add column maintenance_lead_ms bigint,
    add column maintenance_note    text;
