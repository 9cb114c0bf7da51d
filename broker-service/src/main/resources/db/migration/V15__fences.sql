-- A region that is cut off is told by a fence to stop what it runs; a number may never be used again, nor a longer lease be forgotten.
alter table regions
    add column fence_number   bigint  not null default 0,
    add column fence_stands   boolean not null default false,
    add column fence_lease_ms bigint  not null default 0;
