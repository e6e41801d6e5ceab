-- Every foreign key has an index: a vehicle that goes is looked for among the unknown ones resolved to it.
CREATE INDEX unknown_vehicle_by_vehicle ON unknown_vehicle (tenant_id, vehicle_id);
