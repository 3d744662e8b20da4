CREATE TABLE oauth_apps (
  client TEXT PRIMARY KEY NOT NULL,
  tenant TEXT NOT NULL,
  role TEXT,
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  last_used_at INTEGER
);
CREATE INDEX oauth_apps_by_tenant ON oauth_apps (tenant);
CREATE TABLE oauth_grants (
  id TEXT PRIMARY KEY NOT NULL,
  client TEXT NOT NULL,
  tenant TEXT NOT NULL,
  user TEXT NOT NULL,
  scopes TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  last_used_at INTEGER,
  revoked_at INTEGER
);
CREATE INDEX oauth_grants_by_client ON oauth_grants (client, user);
CREATE INDEX oauth_grants_by_user ON oauth_grants (user);
CREATE TABLE single_sign_on (
  tenant TEXT PRIMARY KEY NOT NULL,
  issuer TEXT NOT NULL,
  client_id TEXT NOT NULL,
  client_secret TEXT NOT NULL,
  role TEXT,
  required INTEGER NOT NULL,
  updated_by TEXT NOT NULL,
  updated_at INTEGER NOT NULL
);
CREATE TABLE single_sign_on_domains (
  domain TEXT NOT NULL,
  tenant TEXT NOT NULL,
  proven_at INTEGER,
  PRIMARY KEY (domain, tenant)
);
CREATE TABLE single_sign_on_attempts (
  state TEXT PRIMARY KEY NOT NULL,
  tenant TEXT NOT NULL,
  browser TEXT NOT NULL,
  nonce TEXT NOT NULL,
  verifier TEXT NOT NULL,
  next TEXT NOT NULL,
  expires_at INTEGER NOT NULL
);
