CREATE TABLE tenants (
  id TEXT PRIMARY KEY NOT NULL,
  slug TEXT NOT NULL,
  name TEXT NOT NULL,
  status TEXT NOT NULL,
  status_reason TEXT,
  created_at INTEGER NOT NULL
);
CREATE TABLE members (
  tenant TEXT NOT NULL,
  user TEXT NOT NULL,
  roles TEXT NOT NULL,
  rules TEXT NOT NULL,
  disabled INTEGER NOT NULL,
  joined_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, user)
);
CREATE INDEX members_by_user ON members (user);
CREATE TABLE roles (
  tenant TEXT NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  grants TEXT NOT NULL,
  rules TEXT NOT NULL,
  changed_by TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, code)
);
CREATE TABLE invitations (
  id TEXT PRIMARY KEY NOT NULL,
  tenant TEXT NOT NULL,
  email TEXT NOT NULL,
  token_hash TEXT NOT NULL UNIQUE,
  roles TEXT NOT NULL,
  rules TEXT NOT NULL,
  message TEXT NOT NULL,
  invited_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  sent_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  accepted_at INTEGER,
  accepted_by TEXT,
  revoked_at INTEGER
);
CREATE INDEX invitations_by_tenant ON invitations (tenant, id);
CREATE TABLE support_grants (
  id TEXT PRIMARY KEY NOT NULL,
  tenant TEXT NOT NULL,
  reason TEXT NOT NULL,
  role TEXT NOT NULL,
  granted_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER,
  last_entered_at INTEGER,
  last_entered_by TEXT
);
CREATE INDEX support_grants_by_tenant ON support_grants (tenant, id);
CREATE TABLE tenant_replies (
  tenant TEXT NOT NULL,
  key TEXT NOT NULL,
  command TEXT NOT NULL,
  request TEXT NOT NULL,
  status INTEGER,
  reply TEXT,
  recorded_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, key)
);
CREATE INDEX tenant_replies_by_time ON tenant_replies (recorded_at);
ALTER TABLE api_keys ADD COLUMN roles TEXT NOT NULL DEFAULT '[]';
ALTER TABLE api_keys ADD COLUMN rules TEXT NOT NULL DEFAULT '[]';
ALTER TABLE api_keys ADD COLUMN allowed_addresses TEXT NOT NULL DEFAULT '[]';
ALTER TABLE api_keys ADD COLUMN created_by TEXT;
ALTER TABLE api_keys ADD COLUMN last_used_at INTEGER;
ALTER TABLE api_keys ADD COLUMN last_used_from TEXT;
CREATE INDEX api_keys_by_tenant ON api_keys (tenant, id);
