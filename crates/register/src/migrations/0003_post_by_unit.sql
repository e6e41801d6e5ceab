-- Every foreign key has an index: a unit that goes is looked for among the posts.
CREATE INDEX post_by_unit ON post (tenant_id, unit_id);
