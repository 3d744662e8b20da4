CREATE TABLE tenants (
  id TEXT PRIMARY KEY NOT NULL,
  slug TEXT NOT NULL UNIQUE,
  region TEXT NOT NULL,
  status TEXT NOT NULL
);
CREATE TABLE companies (
  tenant TEXT NOT NULL,
  slug TEXT NOT NULL,
  id TEXT NOT NULL,
  region TEXT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (tenant, slug)
);
CREATE UNIQUE INDEX companies_by_id ON companies (id);
