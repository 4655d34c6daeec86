create index halls_id on halls (id);
create index seats_note on seats (note);
