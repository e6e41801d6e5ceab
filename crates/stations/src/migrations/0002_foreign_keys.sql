-- Every foreign key has an index: a product or a station that goes is looked for here.
CREATE INDEX station_product_by_product ON station_product (tenant_id, product);
CREATE INDEX stock_out_by_product ON stock_out (tenant_id, product);
CREATE INDEX price_notice_of_station ON price_notice (tenant_id, station_id);
